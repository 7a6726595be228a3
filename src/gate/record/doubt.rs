//! Changes of which nobody knows whether they were done.

use std::{collections::BTreeMap, time::Duration};

use super::{Record, Stage};
use crate::gate::Outcome;

/// IAM is eventually consistent: for so long it may show what was there before, and
/// that says nothing yet.
pub const HOLDS: Duration = Duration::from_secs(60);

/// Follows the records of a chain, oldest first, and keeps what is open.
#[derive(Debug, Default)]
pub struct Doubts {
    open: BTreeMap<String, Record>,
}

impl Doubts {
    pub fn see(&mut self, record: &Record) {
        let change = &record.entry.change;
        match &record.entry.stage {
            Stage::Intent => drop(self.open.insert(change.clone(), record.clone())),
            Stage::Done { outcome, .. } | Stage::Settled { outcome, .. } => match outcome {
                Outcome::InDoubt(_) => drop(self.open.insert(change.clone(), record.clone())),
                Outcome::Applied | Outcome::NotApplied(_) | Outcome::HalfDone { .. } => {
                    drop(self.open.remove(change));
                }
            },
            Stage::Proposed | Stage::Left | Stage::Refused { .. } | Stage::Verified(_) => {}
        }
    }

    /// The newest record of each change in doubt, oldest first.
    pub fn into_open(self) -> Vec<Record> {
        let mut open: Vec<Record> = self.open.into_values().collect();
        open.sort_by_key(|record| record.seq);
        open
    }
}

/// Intents without an outcome, and outcomes in doubt that nothing settled since.
pub fn in_doubt(records: &[Record]) -> Vec<&Record> {
    let mut doubts = Doubts::default();
    for record in records {
        doubts.see(record);
    }
    let open = doubts.into_open();
    let is_open = |record: &&Record| open.iter().any(|open| open.seq == record.seq);
    records.iter().filter(is_open).collect()
}
