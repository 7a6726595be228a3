//! A new journal in the place of a broken one: first the new one is there, whole
//! and on the disk, then the old files are moved aside as they are.
//!
//! A crash in between loses nothing: the newest file that says that a journal
//! begins is in force, and whoever holds it next moves the rest aside.

use jiff::Timestamp;

use super::{
    JournalFile,
    folder::{Folder, Segment},
    lock::Lock,
    unwritable, walk,
};
use crate::{
    facts::{Fault, FaultKind},
    gate::record::{Carried, GENESIS, Note, Record, Renewal, Who, line},
};

impl JournalFile {
    /// What taking a new journal would do now. Changes nothing.
    pub fn renewal(&self) -> Result<Renewal, Fault> {
        let folder = Folder::open(self.path()?)?.ok_or_else(|| {
            Fault::new(
                FaultKind::Missing,
                "There is no journal yet: there is nothing to renew.",
                "The first write begins one.",
            )
        })?;
        self.renewal_in(&folder)
    }

    fn renewal_in(&self, folder: &Folder) -> Result<Renewal, Fault> {
        let mut carried = Carried::default();
        let verified = walk::walk(folder, &self.known, &mut |record| carried.see(&record))?;
        Renewal::of(&verified.chain, carried, &folder.free_aside()?)
    }

    /// Does it, if it is still what was shown and confirmed.
    pub fn renew(&self, confirmed: &Renewal, who: Who) -> Result<(), Fault> {
        let folder = Folder::create(self.path()?)?;
        let _lock = Lock::take(&self.turns, &folder)?;
        confirmed.still_holds(&self.renewal_in(&folder)?)?;
        let files = walk::files(&folder)?;
        let newest = files.current.last();
        let next = newest.map_or(0, |newest| newest.number).checked_add(1);
        let next = next.ok_or_else(|| unwritable(&folder.path, "there are too many files"))?;
        let note = Note::next(1, GENESIS, Timestamp::now(), confirmed.note(who));
        folder.put(
            &Segment::numbered(next).name,
            text(&note, confirmed.carried())?.as_bytes(),
        )?;
        self.known.forget();
        self.syslog.tell_note(&note);
        let mut old = files.old;
        old.extend(files.current);
        folder.move_aside(&old, &confirmed.renewed().aside)
    }
}

/// The new journal: what became of the old one, and what is still open of it.
fn text(note: &Note, carried: &[Record]) -> Result<String, Fault> {
    let mut text = line::write(note)?;
    let (mut seq, mut prev) = (note.seq, note.hash.clone());
    for record in carried {
        seq += 1;
        // As old as it was: how long a doubt is open decides what a look at it tells.
        let record = Record::next(seq, &prev, record.at, record.entry.clone())?;
        text.push_str(&line::write(&record)?);
        prev = record.hash;
    }
    Ok(text)
}
