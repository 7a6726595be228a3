//! The journal of writes on this machine: JSON Lines under the state folder.
//!
//! `journal/journal-NNNNNN.jsonl`, one record a line, chained over all files in
//! the order of their names; `journal/lock` is held while somebody appends, and
//! `journal/torn-N` keeps what a crash left of a line, and `journal/broken-N` a
//! journal whose chain did not hold. Nothing here is ever rewritten: a file is
//! appended to, cut back to what it was, or moved aside whole.

mod folder;
mod held;
mod known;
mod lock;
mod renew;
mod syslog;
mod tail;
mod uptime;
mod view;
mod walk;
mod who;

use std::path::PathBuf;

pub use uptime::uptime;
pub(in crate::edge) use view::Gathered;
pub use who::who;

use super::{
    state_folder::state_folder,
    write::{Journal, Written},
};
use crate::{
    facts::{Fault, FaultKind, JournalView},
    gate::record::{
        Looking, Note, Record, Settlement, Who,
        verify::{Chain, Verifier},
    },
};
use folder::Folder;
use known::Known;
use lock::Turns;
use syslog::Syslog;

const FILE_BYTES: u64 = 16 * 1024 * 1024;

#[derive(Debug)]
pub struct JournalFile {
    /// None: no file may be written.
    directory: Option<PathBuf>,
    /// A file that would grow beyond this is followed by a new one.
    pub file_bytes: u64,
    syslog: Syslog,
    turns: Turns,
    known: Known,
}

/// All that one walk over the files found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    pub chain: Chain,
    /// Sentences: what was kept aside, what is being written.
    pub notes: Vec<String>,
    /// At the end of the chain, to go on from there.
    verifier: Verifier,
}

impl JournalFile {
    /// Refuses all: restricted mode.
    pub fn off() -> Self {
        Self::with(None, Syslog::off())
    }

    /// Under the user's state folder.
    pub fn ambient() -> Self {
        let directory = state_folder().map(|state| state.join("journal"));
        Self::with(directory, Syslog::system())
    }

    /// In this folder, telling nobody.
    pub fn at(directory: PathBuf) -> Self {
        Self::with(Some(directory), Syslog::off())
    }

    /// Tells the head's hash to this socket.
    #[must_use]
    pub fn telling(mut self, socket: PathBuf) -> Self {
        self.syslog = Syslog::at(socket);
        self
    }

    fn with(directory: Option<PathBuf>, syslog: Syslog) -> Self {
        Self {
            directory,
            file_bytes: FILE_BYTES,
            syslog,
            turns: Turns::default(),
            known: Known::default(),
        }
    }

    /// Where it is kept, if it may be kept at all.
    pub fn path(&self) -> Result<&PathBuf, Fault> {
        self.directory.as_ref().ok_or_else(|| {
            Fault::new(
                FaultKind::ReadOnly,
                "There is no journal: no folder for it is known or permitted.",
                "Set HOME or XDG_STATE_HOME, and do without --restricted.",
            )
        })
    }

    /// Notes what a person vouched for, if it is still open once the journal is held.
    pub fn settle(&self, settlement: Settlement, who: Who) -> Result<Record, Fault> {
        let mut held = self.open()?;
        settlement.still_holds(&self.records()?)?;
        held.append(settlement.entry(who))
    }

    /// Notes that a person has looked what an unreadable stretch may have written.
    pub fn looked(&self, looking: Looking, who: Who) -> Result<Note, Fault> {
        let mut held = held::Held::open(self)?;
        let note = looking.note(held.verifier.chain(), who)?;
        held.note(note)
    }

    /// The newest lines, what is in doubt, and whether the chain holds.
    pub fn view(&self) -> Result<JournalView, Fault> {
        let mut gathered = view::Gathered::default();
        let verified = self.walk(|record| gathered.see(record))?;
        Ok(gathered.finish(verified, Some(self.path()?)))
    }

    /// Reads everything, oldest first; records after a broken link too.
    pub fn walk(&self, mut see: impl FnMut(Record)) -> Result<Verified, Fault> {
        match Folder::open(self.path()?)? {
            Some(folder) => walk::walk(&folder, &self.known, &mut see),
            None => Ok(Verified::default()),
        }
    }

    /// The record or note whose hash begins so, by its number.
    pub fn with_hash(&self, begins: &str) -> Result<Option<u64>, Fault> {
        let mut found = None;
        let verified = self.walk(|record| {
            if record.hash.starts_with(begins) {
                found = Some(record.seq);
            }
        })?;
        let (seq, head) = verified.verifier.end();
        let is_head = seq > 0 && head.starts_with(begins);
        Ok(is_head.then_some(seq).or(found))
    }
}

impl Journal for JournalFile {
    fn open(&self) -> Result<Box<dyn Written + '_>, Fault> {
        Ok(Box::new(held::Held::open(self)?))
    }

    fn chain(&self) -> Result<Chain, Fault> {
        Ok(match Folder::open(self.path()?)? {
            Some(folder) => walk::check(&folder, &self.known)?.chain,
            None => Chain::default(),
        })
    }

    fn records(&self) -> Result<Vec<Record>, Fault> {
        let mut records = Vec::new();
        self.walk(|record| records.push(record))?;
        Ok(records)
    }
}

/// Nothing is written that can't be noted first.
fn unwritable(path: &std::path::Path, error: impl std::fmt::Display) -> Fault {
    Fault::new(
        FaultKind::ReadOnly,
        format!(
            "No write can be made: the journal {} can't be written.",
            path.display()
        ),
        "Look at the disk, the quota and the folder's permissions, then propose the change again.",
    )
    .caused_by(error.to_string())
}
