//! The demo's journal: in memory, gone with the program, chained like the real one.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::{
    edge::{
        journal_file::line,
        write::{Journal, Written},
    },
    facts::{Fault, JournalView},
    gate::record::{Entry, GENESIS, Record},
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
        let record = Record::next(seq, prev, Timestamp::now(), entry)?;
        records.push(record.clone());
        Ok(record)
    }
}
