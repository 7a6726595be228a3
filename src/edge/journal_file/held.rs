//! The journal while one write holds it: checked at its end, then appended to.
//!
//! A line is written by one call and is on the disk before `append` returns, or
//! the file is cut back to what it was and the write does not happen.

use std::{
    fs::File,
    io::{self, Write},
    os::unix::fs::MetadataExt,
};

use jiff::Timestamp;

use super::{
    JournalFile,
    folder::{Folder, Segment},
    lock::Lock,
    tail, unwritable,
};
use crate::{
    edge::write::Written,
    facts::Fault,
    gate::record::{Entry, GENESIS, Record, line},
};

#[derive(Debug)]
pub(super) struct Held<'a> {
    journal: &'a JournalFile,
    folder: Folder,
    segment: Segment,
    file: File,
    /// Of the file, as we left it.
    length: u64,
    seq: u64,
    head: String,
    /// What could not be taken back stands at the end: nothing may follow it.
    spoilt: bool,
    _lock: Lock<'a>,
}

impl<'a> Held<'a> {
    pub(super) fn open(journal: &'a JournalFile) -> Result<Self, Fault> {
        let folder = Folder::create(journal.path()?)?;
        let lock = Lock::take(&journal.turns, &folder)?;
        let segments = folder.segments()?;
        let (segment, mut file) = match segments.last() {
            Some(newest) => (newest.clone(), folder.append(&newest.name)?),
            None => {
                let first = Segment::numbered(1);
                let file = folder.create_new(&first.name)?;
                (first, file)
            }
        };
        let length = tail::set_torn_aside(&folder, &segment.name, &mut file)?;
        let last = tail::last_record(&folder, &segments)?;
        let (seq, head) = last.map_or((0, GENESIS.to_owned()), |last| (last.seq, last.hash));
        Ok(Self {
            journal,
            folder,
            segment,
            file,
            length,
            seq,
            head,
            spoilt: false,
            _lock: lock,
        })
    }

    /// The next file; its first record continues the chain.
    fn rotate(&mut self) -> Result<(), Fault> {
        let next = Segment::numbered(self.segment.number.saturating_add(1));
        self.file = self.folder.create_new(&next.name)?;
        self.segment = next;
        self.length = 0;
        Ok(())
    }

    fn write(&mut self, line: &str) -> Result<(), Fault> {
        let path = self.folder.path.join(&self.segment.name);
        if self.spoilt {
            return Err(unwritable(
                &path,
                "an unfinished line could not be taken back",
            ));
        }
        // Somebody who keeps no lock wrote here, or took the file away: hands off.
        let now = self.file.metadata().map_err(|e| unwritable(&path, e))?;
        if now.len() != self.length || now.nlink() == 0 {
            return Err(unwritable(&path, "it was changed while it was held"));
        }
        let written = once(&mut self.file, line.as_bytes()).and_then(|()| self.file.sync_all());
        if let Err(error) = written {
            let cut = self.file.set_len(self.length);
            self.spoilt = cut.and_then(|()| self.file.sync_all()).is_err();
            return Err(unwritable(&path, error));
        }
        self.length += line.len() as u64;
        Ok(())
    }
}

/// A line is never written in two pieces: a crash or a full disk in between would tear it.
fn once(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    loop {
        match file.write(bytes) {
            Ok(written) if written == bytes.len() => return Ok(()),
            Ok(written) => {
                return Err(io::Error::other(format!(
                    "only {written} of {} bytes were taken: the disk is full, or a limit is reached",
                    bytes.len()
                )));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

impl Written for Held<'_> {
    fn append(&mut self, entry: Entry) -> Result<Record, Fault> {
        let record = Record::next(self.seq + 1, &self.head, Timestamp::now(), entry)?;
        let line = line::write(&record)?;
        if self.length > 0 && self.length + line.len() as u64 > self.journal.file_bytes {
            self.rotate()?;
        }
        self.write(&line)?;
        self.seq = record.seq;
        self.head.clone_from(&record.hash);
        self.journal.syslog.tell(&record);
        Ok(record)
    }
}
