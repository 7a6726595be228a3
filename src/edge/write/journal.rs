//! Where a write is noted before and after: the file, or the demo's memory.

use std::sync::Arc;

use crate::{
    facts::Fault,
    gate::record::{Entry, Record, verify::Chain},
};

pub trait Journal: Send + Sync {
    /// Takes the journal for one write: until the value is dropped nobody else
    /// can append. Refused when another console holds it, it can't be written, or its
    /// chain does not hold.
    fn open(&self) -> Result<Box<dyn Written + '_>, Fault>;

    /// The whole chain, checked: whether it holds, and what stops a write.
    fn chain(&self) -> Result<Chain, Fault>;

    /// All records that can be read, oldest first.
    fn records(&self) -> Result<Vec<Record>, Fault>;
}

impl<J: Journal> Journal for Arc<J> {
    fn open(&self) -> Result<Box<dyn Written + '_>, Fault> {
        J::open(self)
    }

    fn chain(&self) -> Result<Chain, Fault> {
        J::chain(self)
    }

    fn records(&self) -> Result<Vec<Record>, Fault> {
        J::records(self)
    }
}

/// A journal that is held.
pub trait Written: Send {
    /// Appends, and returns only when it is on the disk.
    fn append(&mut self, entry: Entry) -> Result<Record, Fault>;
}
