//! An entry with all that is known of it, and what a service's entries come to.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{EntryVerdict, Judged};
use crate::facts::{Entry, GroupName, Reason};

/// What was registered a moment ago may point at what EC2 does not show yet.
const YOUNG: SignedDuration = SignedDuration::from_mins(5);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub entry: Entry,
    pub judged: Judged,
    /// Who would register it again, in a sentence.
    pub keeper: Option<Reason>,
    /// The Auto Scaling group of the instance that it points at.
    pub group: Option<GroupName>,
    /// When it appeared while we looked; None: it was there before.
    pub first_seen: Option<Timestamp>,
}

impl Registered {
    pub fn verdict(&self) -> EntryVerdict {
        self.judged.verdict
    }

    /// Whether a person may take it away; an error says why not.
    pub fn may_go(&self, now: Timestamp) -> Result<(), Reason> {
        let verdict = self.verdict();
        if !verdict.is_stale() {
            return Err(format!("It is {}, not stale. {}", verdict.word(), self.judged.why).into());
        }
        if let Some(keeper) = &self.keeper {
            return Err(keeper.clone());
        }
        let age = self.first_seen.map(|at| now.duration_since(at));
        match age.filter(|age| *age < YOUNG) {
            Some(_) => Err(
                "It was first seen less than five minutes ago: what it points at may not show yet."
                    .into(),
            ),
            None => Ok(()),
        }
    }
}

/// How many of a service's entries are current and stale, of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub current: usize,
    pub stale: usize,
    pub of: usize,
}

impl Share {
    pub fn among<'a>(entries: impl IntoIterator<Item = &'a Registered>) -> Self {
        let mut share = Self::default();
        for entry in entries {
            share.of += 1;
            share.current += usize::from(entry.verdict() == EntryVerdict::Current);
            share.stale += usize::from(entry.verdict().is_stale());
        }
        share
    }

    /// At least every second address that is answered is a stale one.
    pub fn is_half(self) -> bool {
        self.stale > 0 && self.stale * 2 >= self.of
    }

    /// `3 of 4`.
    pub fn words(self) -> String {
        format!("{} of {}", self.stale, self.of)
    }
}
