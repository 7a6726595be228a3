//! What was verified already, file by file: a chain of many records is read once,
//! and then only what is new in it.
//!
//! A file counts as known by its length, its inode and the time of its last change,
//! which the kernel keeps. Whatever differs is verified again from that file on.

use std::{fs::File, io, os::unix::fs::MetadataExt};

use parking_lot::Mutex;

use crate::gate::record::verify::Verifier;

/// As what a file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    device: u64,
    inode: u64,
    pub(super) length: u64,
    changed: (i64, i64),
}

impl Stamp {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let found = file.metadata()?;
        Ok(Self {
            device: found.dev(),
            inode: found.ino(),
            length: found.len(),
            changed: (found.ctime(), found.ctime_nsec()),
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) stamp: Stamp,
    /// The chain as it is at the end of this file.
    pub(super) after: Verifier,
    /// The line at its end that is not finished, and its bytes.
    pub(super) torn: Option<(u64, u64)>,
}

#[derive(Debug, Default)]
pub(super) struct Known(Mutex<Vec<Seen>>);

impl Known {
    /// The files, from the first on, that are as they were when they were verified.
    pub(super) fn of(&self, found: &[(String, Stamp)]) -> Vec<Seen> {
        let seen = self.0.lock();
        let pairs = seen.iter().zip(found);
        pairs
            .take_while(|(seen, (name, stamp))| seen.name == *name && seen.stamp == *stamp)
            .map(|(seen, _)| seen.clone())
            .collect()
    }

    pub(super) fn remember(&self, seen: Vec<Seen>) {
        *self.0.lock() = seen;
    }

    pub(super) fn forget(&self) {
        self.0.lock().clear();
    }

    /// The holder wrote a line, and nobody else can have.
    pub(super) fn grown(&self, name: &str, stamp: Stamp, after: &Verifier) {
        let mut seen = self.0.lock();
        let new = Seen {
            name: name.to_owned(),
            stamp,
            after: after.clone(),
            torn: None,
        };
        match seen.last_mut() {
            Some(last) if last.name == name => *last = new,
            _ => seen.push(new),
        }
    }
}
