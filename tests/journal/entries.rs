//! Entries to write, and a journal to write them to.

use std::{fs, os::unix::fs::DirBuilderExt, path::PathBuf};

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use watchkeeper::{
    edge::{
        journal_file::JournalFile,
        write::{Journal, Written},
    },
    facts::{Fault, FaultKind, Remote},
    gate::{
        Draft, Origin, Outcome, Verified,
        record::{Entry, GENESIS, Record, Stage, What, Who, line},
        writes::{PutRolePolicy, Write},
    },
};

pub(super) const BEFORE: &str = r#"{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}"#;
pub(super) const AFTER: &str = r#"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}"#;

pub(super) fn draft(document: &str, origin: Origin) -> Draft {
    Draft {
        environment: "dev".into(),
        write: Write::from(PutRolePolicy {
            role: "executor".into(),
            policy: "reads".into(),
            document: document.into(),
        }),
        origin,
        uses: Vec::new(),
        peers: None,
    }
}

pub(super) fn entry(change: &str, stage: Stage) -> Entry {
    Entry {
        change: change.to_owned(),
        who: Who {
            user: "anna (uid 1000)".to_owned(),
            host: "bastion".to_owned(),
            ssh_client: Some("10.0.0.7".to_owned()),
        },
        what: What {
            world: "aws".to_owned(),
            environment: "dev".into(),
            account: Some("817685572750".into()),
            caller: Some("arn:aws:sts::817685572750:assumed-role/oncall/anna".into()),
            region: Some("eu-west-1".to_owned()),
            title: "PUT ROLE POLICY".to_owned(),
            target: "executor".into(),
            part: Some("reads".into()),
            draft: draft(AFTER, Origin::Live),
            before: Some(BEFORE.into()),
            after: Some(AFTER.into()),
            steps: vec!["iam:PutRolePolicy".to_owned()],
            fingerprint: "ab".repeat(32),
            expected: Vec::new(),
            thaw: None,
            undo: Some(draft(
                BEFORE,
                Origin::Undo {
                    change: change.to_owned(),
                },
            )),
            no_undo: None,
            tree: None,
        },
        stage,
        uptime: None,
    }
}

pub(super) fn refused(why: &str) -> Stage {
    Stage::Refused {
        why: why.to_owned(),
    }
}

pub(super) fn done(outcome: Outcome) -> Stage {
    Stage::Done {
        outcome,
        request_ids: vec!["req-1".to_owned()],
        made: None,
    }
}

pub(super) fn verified(held: &str) -> Stage {
    Stage::Verified(Verified {
        held: vec![held.to_owned()],
        ..Verified::default()
    })
}

pub(super) fn lost() -> Fault {
    Fault::new(FaultKind::Offline, "The answer was lost.", "Look again.")
}

/// An entry of about so many bytes.
pub(super) fn large(change: &str, bytes: usize) -> Entry {
    let mut entry = entry(change, Stage::Proposed);
    entry.what.before = Some(Remote::new("x".repeat(bytes)));
    entry
}

pub(super) struct Place {
    home: TempDir,
}

impl Place {
    pub(super) fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
        }
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.home.path().join("state/watchkeeper/journal")
    }

    pub(super) fn state(&self) -> PathBuf {
        self.home.path().join("state")
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub(super) fn journal(&self) -> JournalFile {
        JournalFile::at(self.folder())
    }

    /// A journal with these stages, each as a change of its own.
    pub(super) fn written(stages: Vec<Stage>) -> Self {
        let place = Self::new();
        let journal = place.journal();
        for (at, stage) in stages.into_iter().enumerate() {
            append(&journal, entry(&format!("c{at}"), stage)).unwrap();
        }
        place
    }

    /// One change with these stages, as they were an hour ago.
    pub(super) fn an_hour_ago(stages: Vec<Stage>, what: impl Fn(&mut Entry)) -> Self {
        let place = Self::new();
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(place.folder())
            .unwrap();
        let at = Timestamp::now() - SignedDuration::from_hours(1);
        let (mut prev, mut text) = (GENESIS.to_owned(), String::new());
        for (seq, stage) in (1..).zip(stages) {
            let mut entry = entry("c0", stage);
            what(&mut entry);
            let record = Record::next(seq, &prev, at, entry).unwrap();
            text += &line::write(&record).unwrap();
            prev = record.hash;
        }
        fs::write(place.file(FIRST), text).unwrap();
        place
    }

    pub(super) fn text(&self) -> String {
        fs::read_to_string(self.file(FIRST)).unwrap()
    }
}

pub(super) const FIRST: &str = "journal-000001.jsonl";

pub(super) fn append(journal: &JournalFile, entry: Entry) -> Result<Record, Fault> {
    journal.open()?.append(entry)
}

#[track_caller]
pub(super) fn refusal(result: Result<Box<dyn Written + '_>, Fault>) -> Fault {
    match result {
        Ok(_) => panic!("the journal let itself be opened"),
        Err(fault) => fault,
    }
}
