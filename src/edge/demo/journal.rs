//! The demo's journal: in memory, gone with the program, chained like the real one.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::{
    edge::write::{Journal, Written},
    facts::{Fault, JournalLine, JournalStage, JournalView, Remote},
    gate::{
        Outcome,
        record::{Entry, GENESIS, Record, Stage},
    },
};

#[derive(Debug, Default)]
pub struct MemoryJournal {
    records: Mutex<Vec<Record>>,
}

/// One program has it, so nothing has to be kept out: only the order of records counts.
struct Held<'a>(&'a MemoryJournal);

impl MemoryJournal {
    fn records(&self) -> MutexGuard<'_, Vec<Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn view(&self) -> JournalView {
        let records = self.records();
        JournalView {
            lines: records.iter().rev().map(line).collect(),
            count: u64::try_from(records.len()).unwrap_or(u64::MAX),
            head: records.last().map(|record| record.hash.clone()),
            ..JournalView::default()
        }
    }
}

impl Journal for MemoryJournal {
    fn open(&self) -> Result<Box<dyn Written + '_>, Fault> {
        Ok(Box::new(Held(self)))
    }

    fn records(&self) -> Result<Vec<Record>, Fault> {
        Ok(self.records().clone())
    }
}

impl Written for Held<'_> {
    fn append(&mut self, entry: Entry) -> Result<Record, Fault> {
        let mut records = self.0.records();
        let (seq, prev) = records
            .last()
            .map_or((1, GENESIS), |last| (last.seq + 1, &last.hash));
        let record = Record::next(seq, prev, Timestamp::now(), entry);
        records.push(record.clone());
        Ok(record)
    }
}

fn line(record: &Record) -> JournalLine {
    let what = &record.entry.what;
    let (stage, said) = told(&record.entry.stage);
    let who = &record.entry.who;
    JournalLine {
        seq: record.seq,
        at: record.at,
        change: record.entry.change.clone(),
        stage,
        title: what.title.clone(),
        target: what.target.clone(),
        part: what.part.clone(),
        environment: what.environment.clone(),
        account: what.account.clone(),
        who: Remote::new(format!("{}@{}", who.user, who.host)),
        said,
        before: what.before.clone(),
        after: what.after.clone(),
        undo: None,
    }
}

fn told(stage: &Stage) -> (JournalStage, Vec<String>) {
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::Applied => (JournalStage::Applied, Vec::new()),
        Outcome::NotApplied(fault) => (JournalStage::NotApplied, vec![fault.what.clone()]),
        Outcome::InDoubt(fault) => (JournalStage::InDoubt, vec![fault.what.clone()]),
    };
    match stage {
        Stage::Proposed => (JournalStage::Proposed, Vec::new()),
        Stage::Refused { why } => (JournalStage::Refused, vec![why.clone()]),
        Stage::Intent => (JournalStage::Intent, Vec::new()),
        Stage::Done { outcome: done, .. } | Stage::Settled { outcome: done } => outcome(done),
        Stage::Verified(verified) if verified.failed.is_empty() => {
            (JournalStage::Verified, verified.held.clone())
        }
        Stage::Verified(verified) => (JournalStage::VerifyFailed, verified.failed.clone()),
    }
}
