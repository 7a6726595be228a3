//! What the journal says of itself: that it took the place of a broken one, and
//! which stretch of that one a person has settled.
//!
//! A note is a link of the chain like a record, and is about no change: it never
//! says that something was or was not written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Who, digest};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Counts on with the records.
    pub seq: u64,
    pub at: Timestamp,
    pub note: Noted,
    pub prev: String,
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    pub who: Who,
    pub says: Says,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// Only as the first link of a chain.
    Renewed(Renewed),
    /// A person has looked what an unreadable stretch may have written.
    Looked { stretch: Stretch },
}

/// What became of the journal before this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewed {
    /// The folder, inside the journal's, that the broken files were moved to.
    pub aside: String,
    /// The hash of the last link that could be read.
    pub head: Option<String>,
    /// How many links could be read.
    pub count: u64,
    /// Where it broke first, in a sentence.
    pub broken: String,
    /// What nobody can vouch for: it may have held an intent of any write.
    pub stretches: Vec<Stretch>,
}

/// Lines of one file that could not be read, or were changed or taken away.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    pub file: String,
    pub first: u64,
    pub last: u64,
}

impl Stretch {
    /// As it is shown, and as a person names it: `journal-000001.jsonl:12-14`.
    pub fn name(&self) -> String {
        let Self { file, first, last } = self;
        match first == last {
            true => format!("{file}:{first}"),
            false => format!("{file}:{first}-{last}"),
        }
    }
}

impl Note {
    pub fn next(seq: u64, prev: &str, at: Timestamp, note: Noted) -> Self {
        Self {
            hash: digest(seq, prev, at, &note),
            seq,
            at,
            note,
            prev: prev.to_owned(),
        }
    }

    /// Whether the note is what its hash was taken of.
    pub fn is_whole(&self) -> bool {
        self.hash == digest(self.seq, &self.prev, self.at, &self.note)
    }
}
