//! The demo's journal: in memory, gone with the program, chained like the real one.

use jiff::Timestamp;
use parking_lot::Mutex;

use crate::{
    edge::{
        journal_file::{Gathered, Verified},
        write::{Journal, Written},
    },
    facts::{Fault, JournalView},
    gate::record::{Entry, GENESIS, Record, verify::Chain},
};

#[derive(Debug, Default)]
pub struct MemoryJournal {
    records: Mutex<Vec<Record>>,
}

/// One program has it, so nothing has to be kept out: only the order of records counts.
struct Held<'a>(&'a MemoryJournal);

impl MemoryJournal {
    pub(super) fn view(&self) -> JournalView {
        let mut gathered = Gathered::default();
        let records = self.records.lock();
        let mut verified = Verified::default();
        verified.chain.count = u64::try_from(records.len()).unwrap_or(u64::MAX);
        verified.chain.head = records.last().map(|record| record.hash.clone());
        for record in records.iter() {
            gathered.see(record.clone());
        }
        gathered.finish(verified, None)
    }
}

impl Journal for MemoryJournal {
    fn open(&self) -> Result<Box<dyn Written + '_>, Fault> {
        Ok(Box::new(Held(self)))
    }

    /// What never left this program's memory holds.
    fn chain(&self) -> Result<Chain, Fault> {
        Ok(Chain::default())
    }

    fn records(&self) -> Result<Vec<Record>, Fault> {
        Ok(self.records.lock().clone())
    }
}

impl Written for Held<'_> {
    fn append(&mut self, entry: Entry) -> Result<Record, Fault> {
        let mut records = self.0.records.lock();
        let (seq, prev) = records
            .last()
            .map_or((1, GENESIS), |last| (last.seq + 1, &last.hash));
        let record = Record::next(seq, prev, Timestamp::now(), entry)?;
        records.push(record.clone());
        Ok(record)
    }
}
