//! The template files that the project names, read from the tree.

use std::{fs, os::unix::fs::symlink};

use watchkeeper::{
    ask::{Question, RepoAsk, repo as asks},
    edge::repo::{Git, Repo},
    facts::{DriftSettings, TemplateSource, Templates},
};

const GOOD: &str = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n";

fn read(root: &std::path::Path, files: &[&str]) -> Templates {
    let source = |file: &&str| TemplateSource {
        stack: "app".into(),
        file: (*file).to_owned(),
        parameters: std::collections::BTreeMap::new(),
    };
    let drift = DriftSettings {
        template: files.iter().map(source).collect(),
        ..DriftSettings::default()
    };
    let repo = Repo::open_with(root.to_owned(), drift, Git::off()).unwrap();
    let answer = repo.answer(&RepoAsk::Templates).unwrap();
    asks::Templates::typed(&answer).unwrap().clone()
}

#[test]
fn what_cannot_be_read_is_reported_with_its_place_and_the_others_still_load() {
    let world = tempfile::tempdir().unwrap();
    let root = world.path();
    fs::create_dir(root.join("app")).unwrap();
    fs::write(root.join("app/good.yaml"), GOOD).unwrap();
    fs::write(root.join("app/bad.yaml"), "Resources:\n  A: [\n").unwrap();
    fs::write(root.join("app/binary.yaml"), b"\xff\xfe").unwrap();
    fs::write(root.join("app/large.yaml"), vec![b' '; 1024 * 1024 + 1]).unwrap();
    symlink("good.yaml", root.join("app/link.yaml")).unwrap();
    symlink("app", root.join("linked")).unwrap();
    let files = [
        "app/bad.yaml",
        "app/binary.yaml",
        "app/large.yaml",
        "app/link.yaml",
        "linked/good.yaml",
        "app/none.yaml",
        "../app/good.yaml",
        "app",
        "./app//good.yaml",
    ];
    let found = read(root, &files);
    let paths: Vec<&str> = found.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["app/good.yaml"]);
    assert_eq!(found.files[0].text.raw(), GOOD);
    let said = |path: &str| {
        let mut broken = found.broken.iter();
        broken.find(|file| file.path == path).unwrap().clone()
    };
    assert_eq!(found.broken.len(), files.len() - 1);
    assert!(said("app/bad.yaml").line.is_some());
    for (path, why) in [
        ("app/binary.yaml", "not UTF-8"),
        ("app/large.yaml", "larger than 1024 KiB"),
        ("app/link.yaml", "symbolic link"),
        ("linked/good.yaml", "symbolic link"),
        ("app/none.yaml", "does not exist"),
        ("../app/good.yaml", "not a path beneath"),
        ("app", "not a regular file"),
    ] {
        assert!(said(path).why.contains(why), "{:?}", said(path));
    }
}

#[test]
fn one_file_of_two_stacks_is_read_for_both() {
    let world = tempfile::tempdir().unwrap();
    fs::write(world.path().join("t.yaml"), GOOD).unwrap();
    assert_eq!(read(world.path(), &["t.yaml", "t.yaml"]).files.len(), 2);
    assert!(read(world.path(), &[]).files.is_empty());
}
