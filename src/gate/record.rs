//! The journal's records, and the chain that ties them together. Pure: the file
//! is `edge/journal_file`'s.
//!
//! Each record carries the hash of the one before and of itself, so damage, a
//! cut in the middle and clumsy edits are found. Whoever owns the file could
//! compute all of it again: nothing more is promised. No record holds a credential:
//! what looks like one is redacted before it is hashed.

mod age;
mod doubt;
mod left_over;
pub mod line;
mod note;
pub(in crate::gate) mod redact;
mod renewal;
mod settling;
mod undone;
pub mod verify;
mod what;

pub use age::Uptime;
pub use doubt::{Doubts, HOLDS, in_doubt};
pub use left_over::{LeftOvers, left_over};
pub use note::{Note, Noted, Renewed, Says, Stretch};
pub use redact::is_redacted;
pub use renewal::{Carried, Looking, Renewal};
pub use settling::{Settlement, Settling, ToldAs};
pub use undone::undone;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Draft, Fingerprint, Outcome, Verified, guards::Thaw};
use crate::facts::{AccountId, Allowance, Arn, EnvironmentName, Fault, Remote};

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Counts from 1, over all files of the chain.
    pub seq: u64,
    pub at: Timestamp,
    pub entry: Entry,
    /// The hash of the record before; of the first, 64 zeros.
    pub prev: String,
    /// SHA-256 of `prev`, `seq`, `at` and `entry` as they are written.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Ties the stages of one change together.
    pub change: String,
    pub who: Who,
    pub what: What,
    pub stage: Stage,
    /// When, by the kernel's own count. Journals of before, and other systems, have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uptime: Option<Uptime>,
}

/// Who sat at the terminal, as far as the system tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub user: String,
    pub host: String,
    /// `SSH_CONNECTION`'s client address, when there is one.
    pub ssh_client: Option<String>,
}

/// What is to be written, where, with what before and after. Secrets are redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct What {
    pub world: String,
    pub environment: EnvironmentName,
    pub account: Option<AccountId>,
    pub caller: Option<Arn>,
    pub region: Option<String>,
    /// `PUT ROLE POLICY`.
    pub title: String,
    pub target: Remote,
    pub part: Option<Remote>,
    pub draft: Draft,
    pub before: Option<Remote>,
    pub after: Option<Remote>,
    /// `iam:PutRolePolicy`, or the file's path.
    pub steps: Vec<String>,
    pub fingerprint: String,
    /// What let a stop pass that would else have held: the person's own expectations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Allowance>,
    /// What let it pass a freeze that was in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thaw: Option<Thaw>,
    /// The draft that puts back what was there, as the plan had it; see [`What::undo`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<Draft>,
    /// Where no draft puts it back: what does, or why nothing can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_undo: Option<String>,
    /// Of a file: where the working tree was. Journals of before have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree: Option<Tree>,
}

/// A working tree: a path means nothing without the clone and the machine it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// Canonical: no links in it.
    pub root: String,
    pub host: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// A preview was shown.
    Proposed,
    /// A person looked at the preview and left it before anything was typed.
    Left,
    /// It was not applied: left with the phrase begun, stopped by a guard, moved, refused.
    Refused {
        why: String,
    },
    /// Approved; the call follows at once.
    Intent,
    Done {
        outcome: Outcome,
        request_ids: Vec<String>,
        /// The ARN of what was made, also where it is of no use: an empty change set.
        #[serde(skip_serializing_if = "Option::is_none")]
        made: Option<Remote>,
    },
    Verified(Verified),
    /// Doubt that a later read settled, or a person who looked.
    Settled {
        outcome: Outcome,
        #[serde(skip_serializing_if = "Option::is_none")]
        made: Option<Remote>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_person: bool,
    },
}

/// What the first record's `prev` is.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Record {
    /// The only way to a new record: the entry is redacted first. Fails where that
    /// cannot be done, and then nothing may be written.
    pub fn next(seq: u64, prev: &str, at: Timestamp, entry: Entry) -> Result<Self, Fault> {
        let entry = redact::redacted(entry)?;
        Ok(Self {
            hash: digest(seq, prev, at, &entry),
            seq,
            at,
            entry,
            prev: prev.to_owned(),
        })
    }

    /// Whether the record is what its hash was taken of.
    pub fn is_whole(&self) -> bool {
        self.hash == digest(self.seq, &self.prev, self.at, &self.entry)
    }
}

fn digest(seq: u64, prev: &str, at: Timestamp, said: &impl Serialize) -> String {
    let mut bytes = format!("{prev}\n{seq}\n{at}\n").into_bytes();
    // Serialising plain data does not fail; if it did, no hash would match.
    bytes.extend(serde_json::to_vec(said).unwrap_or_default());
    Fingerprint::of(&bytes).hex()
}
