//! The preview as data: every line a person must have seen before typing.
//!
//! `shell/confirm` lays it out; nothing that a plan holds may be missing here.
//! All text is raw: whoever shows it sanitises it. Names are never shortened.

mod facts;
mod judged;
mod masked;
mod remains;
mod stack;
mod steps;

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

    /// All that a person must have read, in the order of reading.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        facts::target(self, &mut sections);
        judged::headline(self, &mut sections);
        judged::uses(self, &mut sections);
        judged::guards(self, &mut sections);
        judged::differences(self, &mut sections);
        facts::identity(self, &mut sections);
        judged::simulated(self, &mut sections);
        steps::calls(self, &mut sections);
        steps::afterwards(self, &mut sections);
        facts::not_asked(self, &mut sections);
        masked::all(self, sections)
    }
}

/// A time to the second: more tells a person nothing.
pub(super) fn moment(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

pub(super) fn fact(label: &'static str, value: impl Into<String>) -> Section {
    Section::Fact {
        label,
        value: value.into(),
    }
}
