//! What came of a write, as data: for the journal and for the person.

use serde::{Deserialize, Serialize};

use super::Assessment;
use crate::facts::{Fault, Remote};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Applied,
    /// The world said no, or the old state held for a minute after the answer was lost.
    NotApplied(Fault),
    /// Some of the plan's requests were done and cannot be taken back, the next was not:
    /// the target is neither as it was nor as it was to be.
    HalfDone {
        done: Vec<String>,
        not_done: Vec<String>,
        /// Why it went no further.
        fault: Box<Fault>,
    },
    /// The answer was lost and the state could not tell.
    InDoubt(Fault),
}

/// What was looked at after a write, a sentence each, and what could not be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    pub held: Vec<String>,
    pub failed: Vec<String>,
    pub blind: Vec<String>,
}

/// How far a write has come that a person waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WriteProgress {
    /// It is as it was confirmed and the intent is in the journal: the requests go out.
    Sending,
    /// The service took it and works on it: the state that the target is in.
    Following(String),
    /// No answer came: the state is read to know what became of it.
    ReadingBack,
    /// It was applied, and what it was for is looked at.
    Verifying,
}

/// The end of the straight line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WriteReport {
    /// The world is not what the preview showed: nothing was written, here is the new one.
    Moved {
        what: Vec<String>,
        assessment: Box<Assessment>,
    },
    /// Nothing was written, and why.
    Refused(Fault),
    Done {
        outcome: Outcome,
        verified: Verified,
        /// The change's number in the journal.
        change: String,
        request_ids: Vec<String>,
        /// The ARN of what was made: of a change set.
        #[serde(skip_serializing_if = "Option::is_none")]
        made: Option<Remote>,
        /// Why the journal does not have the outcome: it has the intent alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        unjournaled: Option<Box<Fault>>,
    },
}

impl Outcome {
    /// `version v1 is deleted for good; no new version was made`; None: all or nothing.
    pub fn halves(&self) -> Option<String> {
        let Self::HalfDone { done, not_done, .. } = self else {
            return None;
        };
        let all: Vec<&str> = done.iter().chain(not_done).map(String::as_str).collect();
        Some(all.join("; "))
    }
}
