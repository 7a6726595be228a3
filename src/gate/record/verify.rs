//! Whether a chain holds, line by line: the first link that does not is named, and
//! every stretch that nobody can vouch for.
//!
//! Finds changed, missing, repeated and moved lines. A cut at the end leaves a
//! shorter chain that holds: only a hash kept elsewhere can tell.

use super::{
    GENESIS, Record, Renewed, Says, Stretch,
    line::{self, Link},
};
use crate::facts::{Fault, FaultKind, Reason};

/// The first link that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The record that should stand there.
    pub seq: u64,
    pub file: String,
    /// Counts from 1.
    pub line: u64,
    /// The rest of a sentence about the line.
    pub what: String,
}

impl Broken {
    pub fn in_words(&self) -> String {
        let Self {
            seq,
            file,
            line,
            what,
        } = self;
        format!("The chain breaks at record {seq}: {file}:{line} {what}.")
    }
}

/// What is known once all lines were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Lines that are records or notes, whether or not they hold.
    pub count: u64,
    /// Those of them that are notes.
    pub notes: u64,
    /// The hash of the last one.
    pub head: Option<String>,
    pub broken: Option<Broken>,
    /// What broke, one stretch a file at most: from its first bad line to its last.
    pub stretches: Vec<Stretch>,
    /// The journal that this one took the place of.
    pub renewed: Option<Renewed>,
    /// Stretches of that one which no person has settled yet.
    pub unsettled: Vec<Stretch>,
}

impl Chain {
    /// Nothing is appended to a chain that does not hold, wherever it breaks.
    pub fn holds(&self) -> Result<(), Fault> {
        match &self.broken {
            None => Ok(()),
            Some(broken) => Err(Fault::new(
                FaultKind::Malformed,
                format!(
                    "No write can be made: the journal is BROKEN. {}",
                    broken.in_words()
                ),
                "`watchkeeper journal verify` says more. It is evidence: `watchkeeper journal renew` moves it aside as it is, and opens a new one with all that is still in doubt.",
            )),
        }
    }

    /// No write happens while a stretch may hide the intent of another one.
    pub fn takes_writes(&self) -> Result<(), Fault> {
        self.holds()?;
        let Some(first) = self.unsettled.first() else {
            return Ok(());
        };
        let names: Vec<String> = self.unsettled.iter().map(Stretch::name).collect();
        Err(Fault::new(
            FaultKind::Malformed,
            format!(
                "No write can be made: the journal before this one could not be read at {}, and whether a write was begun there is not known.",
                names.join(", ")
            ),
            format!(
                "Look at what was written at that time (CloudTrail, git), then say so: `watchkeeper journal settle {} looked`.",
                first.name()
            ),
        ))
    }
}

/// Takes the lines of a chain, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    last: Option<(u64, String)>,
    chain: Chain,
}

impl Verifier {
    /// One line without its line feed, or why it could not be read. Gives the
    /// record that it holds even where the chain is broken, to be shown.
    pub fn take(&mut self, file: &str, at: u64, line: Result<&[u8], Reason>) -> Option<Record> {
        let link = match line.and_then(line::link) {
            Ok(link) => link,
            Err(why) => {
                self.breaks(file, at, why.to_string());
                return None;
            }
        };
        match link {
            Link::Record(record) => {
                self.follows(file, at, (record.seq, &record.prev), record.is_whole());
                self.ends_with(record.seq, &record.hash);
                Some(*record)
            }
            Link::Note(note) => {
                let holds = self.follows(file, at, (note.seq, &note.prev), note.is_whole());
                self.noted(file, at, note.note.says, holds);
                self.chain.notes += 1;
                self.ends_with(note.seq, &note.hash);
                None
            }
        }
    }

    /// Notes what is wrong at a place where no line can be taken.
    pub fn breaks(&mut self, file: &str, line: u64, what: String) {
        self.breaks_from(file, line, line, what);
    }

    pub fn finish(self) -> Chain {
        self.chain
    }

    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The number and the hash that the next link follows from.
    pub fn end(&self) -> (u64, &str) {
        let last = self.last.as_ref();
        last.map_or((0, GENESIS), |(seq, hash)| (*seq, hash))
    }

    fn ends_with(&mut self, seq: u64, hash: &str) {
        self.chain.count += 1;
        self.chain.head = Some(hash.to_owned());
        self.last = Some((seq, hash.to_owned()));
    }

    /// What a note says counts where it holds; where it does not, only what makes
    /// things stricter.
    fn noted(&mut self, file: &str, at: u64, says: Says, holds: bool) {
        match says {
            Says::Renewed(_) if self.last.is_some() => {
                let what = "says that a journal begins, in the middle of one";
                self.breaks(file, at, what.to_owned());
            }
            Says::Renewed(renewed) => {
                self.chain.unsettled.clone_from(&renewed.stretches);
                self.chain.renewed = Some(renewed);
            }
            Says::Looked { stretch } if holds => {
                self.chain.unsettled.retain(|open| *open != stretch);
            }
            Says::Looked { .. } => {}
        }
    }

    fn breaks_from(&mut self, file: &str, first: u64, line: u64, what: String) {
        let seq = self.end().0.saturating_add(1);
        let known = self.chain.stretches.iter_mut();
        match known.into_iter().find(|stretch| stretch.file == file) {
            Some(stretch) => stretch.last = stretch.last.max(line),
            None => self.chain.stretches.push(Stretch {
                file: file.to_owned(),
                first,
                last: line,
            }),
        }
        self.chain.broken.get_or_insert_with(|| Broken {
            seq,
            file: file.to_owned(),
            line,
            what,
        });
    }

    /// Says whether a link belongs here that has this number, and this hash of the one before.
    fn follows(&mut self, file: &str, at: u64, (seq, prev): (u64, &str), is_whole: bool) -> bool {
        let (last, hash) = self.end();
        let expected = last.saturating_add(1);
        let mut first = at;
        let why = if !is_whole {
            format!("has record {seq}, which was changed after it was written")
        } else if seq > expected {
            format!("has record {seq}: what stood before it is missing")
        } else if seq < expected {
            format!("has record {seq}, which is repeated or was moved")
        } else if prev != hash {
            // Which of the two it was, nothing tells.
            first = at.saturating_sub(1).max(1);
            "does not follow from the line before: one of them was replaced".to_owned()
        } else {
            return true;
        };
        self.breaks_from(file, first, at, why);
        false
    }
}

/// All records of these lines (file, line, text), and whether they are a chain.
pub fn verify<'a>(
    lines: impl IntoIterator<Item = (&'a str, u64, &'a [u8])>,
) -> (Vec<Record>, Chain) {
    let mut verifier = Verifier::default();
    let lines = lines.into_iter();
    let records = lines.filter_map(|(file, at, line)| verifier.take(file, at, Ok(line)));
    let records = records.collect();
    (records, verifier.finish())
}
