//! The last commits of a codified file, and that no program of the repository's runs.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
};

use watchkeeper::{
    ask::{Question, RepoAsk, repo},
    edge::repo::Git,
    facts::{Codified, CodifiedFile},
};

use super::World;

fn git(world: &World, seconds: u32, arguments: &[&str]) {
    let date = format!("{seconds} +0000");
    let status = Command::new("git")
        .current_dir(world.root())
        .args([
            "-c",
            "user.name=Anna",
            "-c",
            "user.email=anna@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "git {arguments:?}");
}

/// Four commits that touch `a.json`, of which the first also brings `b.json`.
fn committed() -> World {
    let world = World::with(&[("iam/r/b.json", "{}")]);
    git(&world, 1_700_000_000, &["init", "-q"]);
    for n in 1..=4 {
        let text = format!("{{\"n\": {n}}}");
        world.write("iam/r/a.json", text.as_bytes());
        git(&world, 1_700_000_000 + n, &["add", "."]);
        let subject = format!("change {n}");
        git(
            &world,
            1_700_000_000 + n,
            &["commit", "-q", "-m", subject.as_str()],
        );
    }
    world
}

fn codified(world: &World, git: Git) -> Codified {
    let tree = world.repo(&["iam"], git);
    let answer = tree.answer(&RepoAsk::Codified).unwrap();
    repo::Codified::typed(&answer).unwrap().clone()
}

fn found(root: &Path) -> Git {
    Git::found_on(std::env::var_os("PATH").as_deref(), root)
}

fn subjects(file: &CodifiedFile) -> Vec<&str> {
    file.commits.iter().map(|c| c.subject.raw()).collect()
}

#[test]
fn each_file_has_its_last_three_commits_newest_first() {
    let world = committed();
    let codified = codified(&world, found(world.root()));
    let files = &codified.roles[0].policies;
    assert_eq!(subjects(&files[0].1), ["change 4", "change 3", "change 2"]);
    assert_eq!(subjects(&files[1].1), ["change 1"]);
    let commit = &files[1].1.commits[0];
    assert_eq!(commit.author.raw(), "Anna");
    assert_eq!(commit.at.as_second(), 1_700_000_001);
    assert_eq!(commit.id.len(), 40);
}

#[test]
fn without_git_or_a_repository_no_commits_are_known_and_that_is_no_error() {
    let world = committed();
    assert_eq!(
        codified(&world, Git::off()).roles[0].policies[0].1.commits,
        []
    );
    let plain = World::with(&[("iam/r/a.json", "{}")]);
    assert_eq!(
        codified(&plain, found(plain.root())).roles[0].policies[0]
            .1
            .commits,
        []
    );
}

#[test]
fn a_repository_cannot_have_its_own_programs_run() {
    let world = committed();
    let mark = world.root().join("ran");
    let program = script(&world, &mark);
    let evil = program.as_str();
    let filters = "*.json diff=evil filter=evil\n";
    world.write(".gitattributes", filters.as_bytes());
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "core.askPass",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.process",
        "gpg.program",
        "pager.log",
        "credential.helper",
    ] {
        git(&world, 0, &["config", key, evil]);
    }
    for (key, value) in [
        ("alias.log", format!("!{evil}")),
        ("log.showSignature", "true".to_owned()),
        ("core.hooksPath", world.root().display().to_string()),
        ("diff.orderFile", "nowhere".to_owned()),
        ("log.follow", "true".to_owned()),
        ("diff.relative", "true".to_owned()),
        ("extensions.partialClone", "origin".to_owned()),
        ("remote.origin.promisor", "true".to_owned()),
        ("remote.origin.url", format!("ext::{evil}")),
        ("protocol.ext.allow", "always".to_owned()),
        ("core.repositoryFormatVersion", "1".to_owned()),
    ] {
        git(&world, 0, &["config", key, &value]);
    }
    let codified = codified(&world, found(world.root()));
    assert_eq!(subjects(&codified.roles[0].policies[1].1), ["change 1"]);
    assert!(!mark.exists(), "a program of the repository's ran");
}

#[test]
fn a_missing_object_of_a_partial_clone_is_not_fetched() {
    let world = committed();
    let mark = world.root().join("ran");
    let objects = world.root().join(".git/objects");
    let tree = Command::new("git")
        .current_dir(world.root())
        .args(["rev-parse", "HEAD~1^{tree}"])
        .output()
        .unwrap();
    let id = String::from_utf8(tree.stdout).unwrap();
    fs::remove_file(objects.join(&id[..2]).join(id[2..].trim())).unwrap();
    let program = script(&world, &mark);
    for (key, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &format!("ext::{program}")),
        ("protocol.ext.allow", "always"),
    ] {
        git(&world, 0, &["config", key, value]);
    }
    let unguarded = Command::new("git")
        .current_dir(world.root())
        .args(["log", "--name-only"])
        .output()
        .unwrap();
    assert!(!unguarded.status.success());
    assert!(mark.exists(), "the trap does not work");
    fs::remove_file(&mark).unwrap();
    let codified = codified(&world, found(world.root()));
    assert_eq!(codified.roles.len(), 1);
    assert!(!mark.exists(), "the missing object was fetched");
}

/// A program that leaves a mark when it runs.
fn script(world: &World, mark: &Path) -> String {
    let program = world.root().join("evil.sh");
    let text = format!("#!/bin/sh\ntouch '{}'\n", mark.display());
    fs::write(&program, text).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    program.to_str().unwrap().to_owned()
}

#[test]
fn a_git_that_stands_in_the_repository_is_not_run() {
    let world = committed();
    let mark = world.root().join("ran");
    let bin = world.root().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::write(
        bin.join("git"),
        format!("#!/bin/sh\ntouch '{}'\n", mark.display()),
    )
    .unwrap();
    fs::set_permissions(bin.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    let away = World::with(&[]);
    away.link(bin.join("git").to_str().unwrap(), "git");
    let path = std::env::join_paths([bin.as_path(), away.root(), Path::new("bin")]).unwrap();
    let codified = codified(&world, Git::found_on(Some(&path), world.root()));
    assert_eq!(codified.roles[0].policies[0].1.commits, []);
    assert!(!mark.exists());
}
