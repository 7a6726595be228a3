//! A write that is broken off: the file is the old one or the new one, nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod declared;
mod git;
mod refusals;
mod template;
mod tree;
mod written;

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use proptest::prelude::*;
use rustix::io::Errno;

use super::{WorkingTree, put::Put};
use crate::{
    edge::{
        repo::{Git, Repo},
        write::CallOutcome,
    },
    facts::{DriftSettings, FaultKind, Remote},
    gate::FileWrite,
};

const ALL: [Put; 7] = [
    Put::Open,
    Put::Write,
    Put::Own,
    Put::Sync,
    Put::Look,
    Put::Rename,
    Put::SyncFolder,
];

fn tree(root: &Path) -> WorkingTree {
    let drift = DriftSettings {
        policies: vec!["iam".to_owned()],
        ..DriftSettings::default()
    };
    WorkingTree {
        canonical: None,
        repo: Repo::open_with(root.to_owned(), drift, Git::off()).unwrap(),
        restricted: false,
    }
}

fn write(before: Option<&str>, after: &str) -> FileWrite {
    FileWrite {
        path: "iam/web/logs.json".to_owned(),
        before: before.map(Remote::from),
        after: Remote::from(after),
    }
}

/// Every file below, with its text.
fn files(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

fn named(text: &str) -> Vec<(String, String)> {
    vec![("logs.json".to_owned(), text.to_owned())]
}

/// Errors that a disk or the kernel may give at any step.
fn error() -> impl Strategy<Value = Errno> {
    proptest::sample::select(vec![
        Errno::NOSPC,
        Errno::IO,
        Errno::DQUOT,
        Errno::INTR,
        Errno::ACCESS,
        Errno::ROFS,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_replacement_that_fails_anywhere_leaves_the_old_file_or_the_new_one(
        step in 0..ALL.len(), error in error(), old in "[a-z\n]{0,40}", new in "[a-z\n]{0,40}",
    ) {
        let world = tempfile::tempdir().unwrap();
        fs::create_dir_all(world.path().join("iam/web")).unwrap();
        fs::write(world.path().join("iam/web/logs.json"), &old).unwrap();
        let tree = tree(world.path());
        let mut steps = Vec::new();
        let called = tree.tried(&write(Some(&old), &new), &mut |put| {
            steps.push(put);
            // Whoever looks in the middle sees the old file whole.
            if put != Put::SyncFolder {
                let now = fs::read_to_string(world.path().join("iam/web/logs.json")).unwrap();
                assert_eq!(now, old);
            }
            if put == ALL[step] { Err(error) } else { Ok(()) }
        });
        prop_assert_eq!(&steps[..], &ALL[..=step]);
        if ALL[step] == Put::SyncFolder {
            prop_assert!(matches!(called, Err(CallOutcome::Unknown(_))), "{:?}", called);
            prop_assert_eq!(files(world.path()), named(&new));
        } else {
            prop_assert!(matches!(called, Err(CallOutcome::Not(_))), "{:?}", called);
            prop_assert_eq!(files(world.path()), named(&old));
        }
    }

    #[test]
    fn a_new_file_that_fails_anywhere_is_not_there_nor_is_its_directory(
        step in 0..ALL.len(), error in error(), has_directory in any::<bool>(),
    ) {
        let world = tempfile::tempdir().unwrap();
        let directory = if has_directory { "iam/web" } else { "iam" };
        fs::create_dir_all(world.path().join(directory)).unwrap();
        let called = tree(world.path()).tried(&write(None, "{}"), &mut |put| {
            if put == ALL[step] { Err(error) } else { Ok(()) }
        });
        match ALL[step] {
            // A new file has no owner to keep and no old text to look at.
            Put::Own | Put::Look => {
                prop_assert_eq!(called, Ok(()));
                prop_assert_eq!(files(world.path()), named("{}"));
            }
            Put::SyncFolder => {
                prop_assert!(matches!(called, Err(CallOutcome::Unknown(_))), "{:?}", called);
                prop_assert_eq!(files(world.path()), named("{}"));
            }
            _ => {
                prop_assert!(matches!(called, Err(CallOutcome::Not(_))), "{:?}", called);
                prop_assert_eq!(files(world.path()), vec![]);
                prop_assert_eq!(world.path().join("iam/web").exists(), has_directory);
            }
        }
    }
}

/// What somebody else does just before a step, and what must then be there.
fn meddled(step: Put, meddle: impl Fn(&Path)) -> (Result<(), CallOutcome>, Vec<(String, String)>) {
    let world = tempfile::tempdir().unwrap();
    fs::create_dir_all(world.path().join("iam/web")).unwrap();
    let file = world.path().join("iam/web/logs.json");
    fs::write(&file, "old").unwrap();
    let called = tree(world.path()).tried(&write(Some("old"), "new"), &mut |put| {
        if put == step {
            meddle(&file);
        }
        Ok(())
    });
    (called, files(&world.path().join("iam/web")))
}

#[test]
fn an_editor_that_saves_while_we_write_wins() {
    let kind = |called| match called {
        Err(CallOutcome::Not(fault)) => fault.kind,
        other => panic!("{other:?}"),
    };
    let (called, left) = meddled(Put::Look, |file| fs::write(file, "theirs").unwrap());
    assert_eq!(kind(called), FaultKind::Moved);
    assert_eq!(left, named("theirs"));
    // The same text in another file: somebody replaced it, and may not be done.
    let (called, left) = meddled(Put::Look, |file| {
        let other = file.with_extension("other");
        fs::write(&other, "old").unwrap();
        fs::rename(other, file).unwrap();
    });
    assert_eq!(kind(called), FaultKind::Moved);
    assert_eq!(left, named("old"));
    let (called, left) = meddled(Put::Sync, |file| fs::remove_file(file).unwrap());
    assert_eq!(kind(called), FaultKind::Moved);
    assert_eq!(left, []);
}

#[test]
fn a_file_that_appears_while_a_new_one_is_written_is_not_replaced() {
    let world = tempfile::tempdir().unwrap();
    fs::create_dir_all(world.path().join("iam/web")).unwrap();
    let called = tree(world.path()).tried(&write(None, "new"), &mut |put| {
        if put == Put::Rename {
            fs::write(world.path().join("iam/web/logs.json"), "theirs").unwrap();
        }
        Ok(())
    });
    assert!(matches!(called, Err(CallOutcome::Not(fault)) if fault.kind == FaultKind::Moved));
    assert_eq!(files(world.path()), named("theirs"));
}

#[test]
fn the_file_beside_can_be_read_by_nobody_else_until_it_has_the_name() {
    let world = tempfile::tempdir().unwrap();
    fs::create_dir_all(world.path().join("iam/web")).unwrap();
    let file = world.path().join("iam/web/logs.json");
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let called = tree(world.path()).tried(&write(Some("old"), "new"), &mut |put| {
        for entry in fs::read_dir(file.parent().unwrap()).unwrap() {
            let mode = entry.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "before {put:?}");
        }
        Ok(())
    });
    assert_eq!(called, Ok(()));
}
