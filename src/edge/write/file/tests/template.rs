//! The template files that the project names, and no others.

use std::os::unix::fs::symlink;

use super::tree::{World, done, is_moved, not_done, settings, write};
use crate::{
    edge::write::WorkingTree,
    facts::{FaultKind, Settings, TemplateSource},
};

fn naming(files: &[&str]) -> Settings {
    let mut settings = settings(&["iam"], false);
    let source = |file: &&str| TemplateSource {
        stack: "app".into(),
        file: (*file).to_owned(),
        parameters: std::collections::BTreeMap::new(),
    };
    if let Some(drift) = &mut settings.drift {
        drift.template = files.iter().map(source).collect();
    }
    settings
}

fn tree(world: &World, files: &[&str]) -> WorkingTree {
    WorkingTree::open(world.root().to_owned(), &naming(files)).unwrap()
}

#[test]
fn a_template_that_is_not_named_is_not_written() {
    let world = World::with(&[("app/one.yaml", "a"), ("app/two.yaml", "a")]);
    let tree = tree(&world, &["app/one.yaml"]);
    for path in [
        "app/two.yaml",
        "app/../app/one.yaml",
        "./app/one.yaml",
        "app//one.yaml",
        "one.yaml",
    ] {
        let fault = not_done(tree.put(&write(path, Some("a"), "b")));
        assert_eq!(fault.kind, FaultKind::Malformed, "{path}");
        tree.observe(path).unwrap_err();
    }
    assert_eq!(world.text("app/one.yaml"), "a");
    assert_eq!(world.text("app/two.yaml"), "a");
}

#[test]
fn what_starts_programs_is_no_template_even_when_it_is_named() {
    let files = [
        ".git/hooks/x.yaml",
        ".github/workflows/x.yaml",
        "app/.hidden.yaml",
        "app/run.sh",
        "Makefile",
    ];
    let world = World::with(&files.map(|file| (file, "a")));
    let tree = tree(&world, &files);
    for path in files {
        not_done(tree.put(&write(path, Some("a"), "b")));
        assert_eq!(world.text(path), "a");
    }
}

#[test]
fn links_other_repositories_and_changed_files_are_refused_as_for_policies() {
    let world = World::with(&[
        ("app/one.yaml", "a"),
        ("sub/.git", "x"),
        ("sub/t.yaml", "a"),
    ]);
    symlink("one.yaml", world.path("app/link.yaml")).unwrap();
    symlink("app", world.path("other")).unwrap();
    std::fs::write(world.path("app/hard.yaml"), "a").unwrap();
    std::fs::hard_link(world.path("app/hard.yaml"), world.path("app/second")).unwrap();
    let files = [
        "app/link.yaml",
        "other/one.yaml",
        "app/hard.yaml",
        "sub/t.yaml",
    ];
    let tree = tree(&world, &[&files[..], &["app/one.yaml"]].concat());
    for path in files {
        not_done(tree.put(&write(path, Some("a"), "b")));
    }
    let fault = not_done(tree.put(&write("app/one.yaml", Some("other"), "b")));
    assert!(is_moved(&fault), "{fault:?}");
    assert_eq!(world.text("app/one.yaml"), "a");
}

#[test]
fn a_template_is_never_made_anew() {
    let world = World::with(&[]);
    std::fs::create_dir(world.path("app")).unwrap();
    let tree = tree(&world, &["app/one.yaml"]);
    not_done(tree.put(&write("app/one.yaml", None, "b")));
    not_done(tree.put(&write("app/one.yaml", Some("a"), "b")));
    assert!(!world.path("app/one.yaml").exists());
}

#[test]
fn a_named_template_is_replaced_wherever_it_stands() {
    let world = World::with(&[("app/one.yaml", "a"), ("two.yml", "a")]);
    let tree = tree(&world, &["./app//one.yaml", "two.yml"]);
    for path in ["app/one.yaml", "two.yml"] {
        assert_eq!(tree.observe(path).unwrap().text.unwrap().raw(), "a");
        done(&tree.put(&write(path, Some("a"), "b")));
        assert_eq!(world.text(path), "b");
    }
}
