//! A repository's tree to write into, and what the gate sees of it.

use std::{fs, path::Path};

use crate::{
    edge::write::{CallOutcome, WorkingTree},
    facts::{
        Arn, DriftSettings, Environment, EnvironmentName, Fault, FaultKind, InlinePolicy,
        PolicyName, Reading, Remote, Role, RoleName, Settings,
    },
    gate::{
        FileState, FileWrite, GitState, Observed, RoleState, Step, TargetState,
        writes::{Change, CodifyPolicy, Item},
    },
};
use jiff::Timestamp;
use tempfile::TempDir;

pub(super) const PATH: &str = "iam/web/logs.json";

/// A repository's tree, with `iam` for its codified policies.
pub(super) struct World(pub(super) TempDir);

impl World {
    pub(super) fn with(files: &[(&str, &str)]) -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        fs::create_dir(world.0.path().join("iam")).unwrap();
        for (path, text) in files {
            let path = world.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        world
    }

    pub(super) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn path(&self, path: &str) -> std::path::PathBuf {
        self.root().join(path)
    }

    pub(super) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(super) fn tree(&self) -> WorkingTree {
        WorkingTree::open(self.root().to_owned(), &settings(&["iam"], false)).unwrap()
    }

    /// Everything below `iam`, links not followed.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        below(&self.path("iam"), "iam", &mut names);
        names.sort();
        names
    }
}

pub(super) fn below(folder: &Path, path: &str, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            below(&entry.path(), &path, into);
        } else {
            into.push(path);
        }
    }
}

pub(super) fn settings(policies: &[&str], restricted: bool) -> Settings {
    let name = EnvironmentName::from("prod");
    Settings {
        environments: vec![Environment::unknown(name.clone())],
        current: name,
        drift: Some(DriftSettings {
            policies: policies.iter().map(|&path| path.to_owned()).collect(),
            ..DriftSettings::default()
        }),
        restricted,
        ..Settings::default()
    }
}

pub(super) fn write(path: &str, before: Option<&str>, after: &str) -> FileWrite {
    FileWrite {
        path: path.to_owned(),
        before: before.map(Remote::from),
        after: Remote::from(after),
    }
}

pub(super) fn not_done(called: CallOutcome) -> Fault {
    match called {
        CallOutcome::Not(fault) => fault,
        other => panic!("{other:?}"),
    }
}

pub(super) fn done(called: &CallOutcome) {
    assert_eq!(
        *called,
        CallOutcome::Done {
            request_ids: Vec::new(),
            made: None,
        }
    );
}

pub(super) fn codify(role: &str, policy: &str, path: &str) -> CodifyPolicy {
    CodifyPolicy {
        role: RoleName::from(role),
        item: Item::Inline(PolicyName::from(policy)),
        path: path.to_owned(),
    }
}

/// What the gate sees of a role with one inline policy, and of the file.
pub(super) fn observed(role: &str, policy: &str, live: &str, file: FileState) -> Observed {
    let name = RoleName::from(role);
    let inline = InlinePolicy {
        name: PolicyName::from(policy),
        document: Reading::Known(Remote::from(live)),
    };
    let state = RoleState {
        name: name.clone(),
        role: Reading::Known(Role {
            arn: Arn::new(format!("arn:aws:iam::123456789012:role/{role}")),
            name,
            path: "/".to_owned(),
            trust: Reading::Known(Remote::from("{}")),
            inline: Reading::Known(vec![inline]),
            attached: Reading::Known(Vec::new()),
            boundary: Reading::Known(None),
        }),
        managed: Vec::new(),
        versions: Vec::new(),
        also_attached_to: Vec::new(),
        owner: Reading::Known(None),
        asked: Vec::new(),
    };
    Observed {
        caller: None,
        partition: "aws".to_owned(),
        hosts: Vec::new(),
        target: TargetState::File { file, role: state },
        source: None,
        at: Timestamp::UNIX_EPOCH,
    }
}

/// The one write that a change consists of.
pub(super) fn planned(change: &CodifyPolicy, seen: &Observed) -> Result<FileWrite, String> {
    let mut steps = change.steps(seen).map_err(|why| why.to_string())?;
    assert_eq!(steps.len(), 1);
    match steps.remove(0) {
        Step::File(write) => Ok(write),
        other => panic!("{other:?}"),
    }
}

pub(super) fn file(text: Option<&str>) -> FileState {
    FileState {
        path: PATH.to_owned(),
        text: text.map(Remote::from),
        git: GitState::Clean,
    }
}

pub(super) fn is_moved(fault: &Fault) -> bool {
    fault.kind == FaultKind::Moved
}
