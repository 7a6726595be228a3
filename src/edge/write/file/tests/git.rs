//! How a file stands to the last commit, and that no program of the repository's runs.

use std::{
    fs,
    process::{Command, Stdio},
};

use super::tree::*;
use crate::gate::GitState;

fn git(world: &World, arguments: &[&str]) {
    let status = Command::new("git")
        .current_dir(world.root())
        .args(["-c", "user.name=Anna", "-c", "user.email=anna@example.org"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "git {arguments:?}");
}

fn committed(text: &str) -> World {
    let world = World::with(&[(PATH, text)]);
    git(&world, &["init", "-q"]);
    git(&world, &["add", "."]);
    git(&world, &["commit", "-q", "-m", "one"]);
    world
}

fn state(world: &World) -> GitState {
    world.tree().observe(PATH).unwrap().git
}

#[test]
fn a_file_is_as_committed_only_when_work_index_and_commit_agree() {
    let world = committed("{}\n");
    assert_eq!(state(&world), GitState::Clean);
    fs::write(world.path(PATH), "{ }\n").unwrap();
    assert_eq!(state(&world), GitState::Edited);
    git(&world, &["add", "."]);
    assert_eq!(state(&world), GitState::Edited);
    fs::write(world.path(PATH), "{}\n").unwrap();
    assert_eq!(state(&world), GitState::Edited);
    git(&world, &["add", "."]);
    assert_eq!(state(&world), GitState::Clean);
    fs::remove_file(world.path(PATH)).unwrap();
    assert_eq!(state(&world), GitState::Edited);
}

#[test]
fn a_file_that_git_does_not_know_is_untracked_until_it_is_added() {
    let world = World::with(&[(PATH, "{}")]);
    assert_eq!(state(&world), GitState::NoRepository);
    git(&world, &["init", "-q"]);
    assert_eq!(state(&world), GitState::Untracked);
    git(&world, &["add", "."]);
    assert_eq!(state(&world), GitState::Edited);
    let none = World::with(&[]);
    git(&none, &["init", "-q"]);
    let seen = none.tree().observe(PATH).unwrap();
    assert_eq!((seen.text, seen.git), (None, GitState::Untracked));
}

#[test]
fn other_line_ends_on_the_disk_are_no_edit() {
    let world = committed("{\n}\n");
    fs::write(world.path(PATH), "{\r\n}\r\n").unwrap();
    assert_eq!(state(&world), GitState::Clean);
}

#[test]
fn a_filter_that_the_repository_names_does_not_run() {
    let world = committed("{}\n");
    let ran = world.path("ran");
    let program = format!("touch {}; cat", ran.display());
    for setting in [
        "filter.x.clean",
        "filter.x.smudge",
        "core.fsmonitor",
        "diff.x.textconv",
    ] {
        git(&world, &["config", setting, &program]);
    }
    let attributes = "*.json filter=x diff=x\n";
    fs::create_dir_all(world.path(".git/info")).unwrap();
    fs::write(world.path(".git/info/attributes"), attributes).unwrap();
    fs::write(world.path(PATH), "{ }\n").unwrap();
    assert_eq!(state(&world), GitState::Edited);
    assert!(!ran.exists());
}

#[test]
fn a_submodule_that_is_not_checked_out_is_not_written_either() {
    let other = committed("{}\n");
    let world = World::with(&[("iam/x/y.json", "{}")]);
    git(&world, &["init", "-q"]);
    let from = other.root().to_string_lossy().into_owned();
    git(&world, &["submodule", "--quiet", "add", &from, "iam/web"]);
    git(&world, &["add", "."]);
    git(&world, &["commit", "-q", "-m", "one"]);
    git(&world, &["submodule", "--quiet", "deinit", "-f", "iam/web"]);
    assert_eq!(fs::read_dir(world.path("iam/web")).unwrap().count(), 0);
    let fault = not_done(world.tree().put(&write(PATH, None, "{}")));
    assert!(fault.what.contains("another repository"), "{fault:?}");
    assert_eq!(world.names(), ["iam/x/y.json"]);
    done(&world.tree().put(&write("iam/x/y.json", Some("{}"), "[]")));
}
