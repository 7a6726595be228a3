//! What is not written, and that nothing is left behind by not writing it.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use super::tree::*;
use crate::{
    edge::write::{CallOutcome, WorkingTree},
    facts::{Fault, FaultKind},
};

/// Refused both to look at and to write, and the world stays as it was.
fn refused(world: &World, path: &str, before: Option<&str>) -> Fault {
    let names = world.names();
    let tree = world.tree();
    let looked = tree.observe(path).unwrap_err();
    let written = not_done(tree.put(&write(path, before, "new")));
    assert_eq!(looked.kind, written.kind);
    assert_eq!(world.names(), names);
    written
}

#[test]
fn a_symbolic_link_is_not_written_through_wherever_it_stands() {
    let world = World::with(&[("elsewhere/web/logs.json", "{}"), ("iam/x/y.json", "{}")]);
    fs::create_dir(world.path("iam/web")).unwrap();
    symlink(world.path("elsewhere/web/logs.json"), world.path(PATH)).unwrap();
    assert!(
        refused(&world, PATH, Some("{}"))
            .what
            .contains("symbolic link")
    );

    fs::remove_file(world.path(PATH)).unwrap();
    symlink("nowhere", world.path(PATH)).unwrap();
    assert!(
        refused(&world, PATH, Some("{}"))
            .what
            .contains("symbolic link")
    );
    assert!(is_moved(&not_done(
        world.tree().put(&write(PATH, None, "new"))
    )));

    symlink("../elsewhere/web", world.path("iam/role")).unwrap();
    let fault = refused(&world, "iam/role/logs.json", Some("{}"));
    assert!(fault.what.contains("symbolic link"), "{fault:?}");
    assert!(matches!(
        world.tree().put(&write("iam/role/new.json", None, "x")),
        CallOutcome::Not(_)
    ));

    symlink("iam", world.path("linked")).unwrap();
    let tree = WorkingTree::open(world.root().to_owned(), &settings(&["linked"], false)).unwrap();
    not_done(tree.put(&write("linked/x/y.json", Some("{}"), "new")));
    assert_eq!(world.text("elsewhere/web/logs.json"), "{}");
    assert_eq!(world.text("iam/x/y.json"), "{}");
}

#[test]
fn a_file_with_a_second_name_elsewhere_is_not_replaced() {
    let world = World::with(&[(PATH, "{}")]);
    fs::hard_link(world.path(PATH), world.path("other.json")).unwrap();
    assert!(refused(&world, PATH, Some("{}")).what.contains("hard link"));
    assert_eq!(world.text("other.json"), "{}");
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting_for_it() {
    let world = World::with(&[]);
    fs::create_dir_all(world.path(PATH)).unwrap();
    assert!(
        refused(&world, PATH, Some("{}"))
            .what
            .contains("not a regular file")
    );
    let fifo = world.path("iam/web/fifo.json");
    let made = std::process::Command::new("mkfifo")
        .arg(&fifo)
        .status()
        .unwrap();
    assert!(made.success());
    refused(&world, "iam/web/fifo.json", Some("{}"));
}

#[test]
fn nothing_outside_the_configured_directories_is_written() {
    let world = World::with(&[
        (PATH, "{}"),
        ("other/web/logs.json", "{}"),
        (".git/web/a.json", "{}"),
    ]);
    let root = world.root().to_string_lossy().into_owned();
    let absolute = format!("{root}/{PATH}");
    for path in [
        "",
        ".",
        "..",
        "/",
        "iam",
        "iam/web",
        "iam/logs.json",
        "other/web/logs.json",
        "iam/../other/web/logs.json",
        "iam/web/../web/logs.json",
        "../iam/web/logs.json",
        "./iam/web/logs.json",
        "iam//web/logs.json",
        "iam/web/logs.json/",
        "iam/web/deep/logs.json",
        "iam/web/../../.git/web/a.json",
        ".git/web/a.json",
        "iamx/web/logs.json",
        "iam/web/logs.json\0",
        absolute.as_str(),
    ] {
        let fault = refused(&world, path, Some("{}"));
        assert_eq!(fault.kind, FaultKind::Malformed, "{path}");
    }
    assert_eq!(world.text(PATH), "{}");
    assert_eq!(world.text("other/web/logs.json"), "{}");
}

#[test]
fn git_s_own_directory_is_not_written_even_when_configured() {
    let world = World::with(&[(".git/web/a.json", "{}"), (".GIT/web/b.json", "{}")]);
    for (directory, path) in [(".git", ".git/web/a.json"), (".GIT", ".GIT/web/b.json")] {
        let tree = WorkingTree::open(world.root().to_owned(), &settings(&[directory], false));
        not_done(tree.unwrap().put(&write(path, Some("{}"), "new")));
        assert_eq!(world.text(path), "{}");
    }
    for path in [
        "iam/.git/config.json",
        "iam/web/.git",
        "iam/.Git/logs.json",
        "iam/web/.json",
    ] {
        not_done(world.tree().put(&write(path, None, "new")));
    }
    assert_eq!(world.names(), Vec::<String>::new());
}

#[test]
fn a_name_that_stands_for_no_part_of_a_role_is_refused() {
    let world = World::with(&[]);
    for path in [
        "iam/web/hooks.sh",
        "iam/web/x.json.sh",
        "iam/web/100%.json",
        "iam/%2F/logs.json",
        "iam/web/%00.json",
        "iam/.web/logs.json",
        "iam/web/.logs.json",
        "iam/web/%ff.json",
    ] {
        let fault = refused(&world, path, None);
        assert!(
            fault.what.contains("stands for no part of a role"),
            "{fault:?}"
        );
    }
}

#[test]
fn another_repository_inside_this_one_is_not_written() {
    let world = World::with(&[
        (PATH, "{}"),
        ("iam/web/.git", "gitdir: ../../.git/modules/web"),
    ]);
    assert!(
        refused(&world, PATH, Some("{}"))
            .what
            .contains("another repository")
    );
    let world = World::with(&[(PATH, "{}")]);
    fs::create_dir(world.path("iam/.git")).unwrap();
    assert!(
        refused(&world, PATH, Some("{}"))
            .what
            .contains("another repository")
    );
}

#[test]
fn a_file_that_is_not_as_the_preview_showed_it_is_left_alone() {
    let world = World::with(&[(PATH, "edited since")]);
    let tree = world.tree();
    for before in [Some("as committed"), Some("edited since\n"), Some(""), None] {
        let fault = not_done(tree.put(&write(PATH, before, "new")));
        assert!(is_moved(&fault), "{fault:?}");
        assert_eq!(world.text(PATH), "edited since");
    }
    for gone in ["iam/web/other.json", "iam/other/logs.json"] {
        assert!(is_moved(&not_done(tree.put(&write(
            gone,
            Some("{}"),
            "new"
        )))));
    }
    assert_eq!(world.names(), [PATH]);
}

#[test]
fn a_text_that_would_not_be_read_back_is_not_written() {
    let world = World::with(&[(PATH, "{}")]);
    let large = "x".repeat(256 * 1024 + 1);
    let fault = not_done(world.tree().put(&write(PATH, Some("{}"), &large)));
    assert!(fault.what.contains("larger than 256 KiB"), "{fault:?}");
    fs::write(world.path(PATH), &large).unwrap();
    world.tree().observe(PATH).unwrap_err();
    fs::write(world.path(PATH), [0xff, 0xfe]).unwrap();
    assert!(
        world
            .tree()
            .observe(PATH)
            .unwrap_err()
            .what
            .contains("not UTF-8")
    );
}

#[test]
fn a_restricted_console_writes_no_file() {
    let world = World::with(&[(PATH, "{}")]);
    let tree = WorkingTree::open(world.root().to_owned(), &settings(&["iam"], true)).unwrap();
    let fault = not_done(tree.put(&write(PATH, Some("{}"), "new")));
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    assert_eq!(world.text(PATH), "{}");
}

/// A directory in which nobody, not even root, can make a file: root, directory, path.
fn read_only(world: &World) -> (PathBuf, String, String) {
    if rustix::process::geteuid().is_root() {
        let paths = ["sys", "sys/kernel/logs.json"].map(str::to_owned);
        let [directory, path] = paths;
        return (PathBuf::from("/proc"), directory, path);
    }
    let folder = world.path("iam/web");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    (world.root().to_owned(), "iam".to_owned(), PATH.to_owned())
}

#[test]
fn a_directory_that_may_not_be_written_is_told_and_keeps_nothing() {
    let world = World::with(&[]);
    let (root, directory, path) = read_only(&world);
    let folder = root.join(Path::new(&path).parent().unwrap());
    let count = || fs::read_dir(&folder).unwrap().count();
    let before = count();
    let tree = WorkingTree::open(root, &settings(&[&directory], false)).unwrap();
    let fault = not_done(tree.put(&write(&path, None, "new")));
    assert!(
        fault.what.contains("Could not make a file beside"),
        "{fault:?}"
    );
    assert!(!fault.source.is_empty() && !fault.hint.is_empty());
    assert_eq!(count(), before);
}

#[test]
fn a_configured_directory_that_is_not_there_is_not_made() {
    let world = World::with(&[]);
    let tree = WorkingTree::open(world.root().to_owned(), &settings(&["ima"], false)).unwrap();
    let fault = not_done(tree.put(&write("ima/web/logs.json", None, "new")));
    assert_eq!(fault.kind, FaultKind::Missing);
    assert!(!world.path("ima").exists());
}

#[test]
fn one_roles_policy_does_not_go_into_another_s_file() {
    let seen = observed("web", "logs", "{}", file(None));
    for path in [
        "iam/db/logs.json",
        "iam/web/trust.json",
        "iam/web/%74rust.json",
        "iam/web/logs.txt",
        "logs.json",
        "",
    ] {
        let why = planned(&codify("web", "logs", path), &seen).unwrap_err();
        assert!(
            why.contains("is not the one for this part of role web"),
            "{why}"
        );
    }
    assert!(planned(&codify("web", "logs", "iam/%77eb/lo%67s.json"), &seen).is_ok());
}

#[test]
fn a_file_that_cannot_be_edited_losslessly_is_not_planned() {
    for text in [
        "{\"a\": 1, \"a\": 2}",
        "no json",
        "{\"x\": 1, // why\n\"z\": 2}",
    ] {
        let seen = observed("web", "logs", "{\"y\":[]}", file(Some(text)));
        planned(&codify("web", "logs", PATH), &seen).unwrap_err();
    }
}
