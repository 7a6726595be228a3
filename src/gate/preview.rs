//! The preview as data: every line a person must have seen before typing.
//!
//! `shell/confirm` lays it out; nothing that a plan holds may be missing here.

use super::{Plan, Step, writes::Target};
use crate::policy::diff::StatementDiff;

/// A part of the preview. The order is that of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// A label and a value: account, caller, role.
    Fact {
        label: &'static str,
        value: String,
    },
    /// Why it can't be confirmed, and whom to ask.
    Stop {
        guard: &'static str,
        why: String,
        ask: String,
    },
    /// Pinned: stays on screen whatever is scrolled.
    Warning(String),
    /// NARROWS live access, in a sentence.
    Headline(String),
    Gain(String),
    Loss(String),
    Statement(StatementDiff),
    /// The text of both documents, to be shown as a diff.
    Text {
        before: String,
        after: String,
    },
    /// One request or file, exactly.
    Call {
        step: Step,
    },
    Undo(String),
    Note(String),
}

impl Plan {
    pub fn target(&self) -> Target {
        self.write().change().target()
    }
}
