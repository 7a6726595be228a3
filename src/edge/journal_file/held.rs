//! The journal while one write holds it: its whole chain is checked, then it is
//! appended to.
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
    known::Stamp,
    lock::Lock,
    tail, unwritable,
    uptime::uptime,
    walk,
};
use crate::{
    edge::write::Written,
    facts::Fault,
    gate::record::{Entry, Note, Noted, Record, line, verify::Verifier},
};

#[derive(Debug)]
pub(super) struct Held<'a> {
    journal: &'a JournalFile,
    folder: Folder,
    segment: Segment,
    file: File,
    /// Of the file, as we left it.
    length: u64,
    /// The chain as far as it goes.
    pub(super) verifier: Verifier,
    /// What could not be taken back stands at the end: nothing may follow it.
    spoilt: bool,
    _lock: Lock<'a>,
}

impl<'a> Held<'a> {
    pub(super) fn open(journal: &'a JournalFile) -> Result<Self, Fault> {
        let folder = Folder::create(journal.path()?)?;
        let lock = Lock::take(&journal.turns, &folder)?;
        let verified = walk::check(&folder, &journal.known)?;
        verified.chain.holds()?;
        let files = walk::files(&folder)?;
        if let (false, Some(renewed)) = (files.old.is_empty(), &verified.chain.renewed) {
            // A renewal that a crash cut: its new journal is in force since it was there.
            folder.move_aside(&files.old, &renewed.aside)?;
        }
        let (segment, mut file) = match files.current.last() {
            Some(newest) => (newest.clone(), folder.append(&newest.name)?),
            None => {
                let first = Segment::numbered(1);
                let file = folder.create_new(&first.name)?;
                (first, file)
            }
        };
        let length = tail::set_torn_aside(&folder, &segment.name, &mut file)?;
        let mut held = Self {
            journal,
            folder,
            segment,
            file,
            length,
            verifier: verified.verifier,
            spoilt: false,
            _lock: lock,
        };
        held.remember();
        Ok(held)
    }

    /// Appends what the journal says of itself.
    pub(super) fn note(&mut self, note: Noted) -> Result<Note, Fault> {
        let (seq, head) = self.verifier.end();
        let note = Note::next(seq + 1, head, Timestamp::now(), note);
        self.add(&line::write(&note)?)?;
        self.journal.syslog.tell_note(&note);
        Ok(note)
    }

    fn add(&mut self, line: &str) -> Result<(), Fault> {
        if self.length > 0 && self.length + line.len() as u64 > self.journal.file_bytes {
            self.rotate()?;
        }
        self.write(line)?;
        let text = line.strip_suffix('\n').unwrap_or(line);
        self.verifier
            .take(&self.segment.name, 0, Ok(text.as_bytes()));
        self.remember();
        Ok(())
    }

    fn remember(&mut self) {
        match Stamp::of(&self.file) {
            Ok(stamp) if stamp.length == self.length => {
                let known = &self.journal.known;
                known.grown(&self.segment.name, stamp, &self.verifier);
            }
            _ => self.journal.known.forget(),
        }
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
        if now.len() != self.length || now.nlink() != 1 {
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
    fn append(&mut self, mut entry: Entry) -> Result<Record, Fault> {
        entry.uptime = uptime();
        let (seq, head) = self.verifier.end();
        let record = Record::next(seq + 1, head, Timestamp::now(), entry)?;
        self.add(&line::write(&record)?)?;
        self.journal.syslog.tell(&record);
        Ok(record)
    }
}
