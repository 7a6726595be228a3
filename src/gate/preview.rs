//! The preview as data: every line a person must have seen before typing, and what
//! may stay folded.
//!
//! `shell/confirm` lays it out; nothing that a plan holds may be missing here.
//! All text is raw: whoever shows it sanitises it. Names are never shortened.

mod changes;
mod facts;
mod github;
mod judged;
mod masked;
mod once;
mod registry;
mod remains;
mod stack;
mod standing;
mod steps;

use super::{Plan, Step, writes::Target};
use crate::policy::diff::StatementDiff;

pub use standing::STANDING;

/// A part of the preview. The order is that of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// A label and a value: account, caller, role.
    Fact {
        label: &'static str,
        value: String,
    },
    /// A server, a proxy or a trust store that is not the usual one: pinned.
    Way {
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
    /// Who relies on what changes.
    Uses(String),
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
    /// The same in every preview of its kind: the help says it, once.
    Standing(&'static str),
    /// Ceremony, and names of what is equal: behind a key, and not required to be read.
    Folded {
        what: String,
        sections: Vec<Section>,
    },
}

impl Plan {
    pub fn target(&self) -> Target {
        self.write().change().target()
    }

    /// All that the plan holds, in the order of reading.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        facts::target(self, &mut sections);
        judged::headline(self, &mut sections);
        judged::uses(self, &mut sections);
        judged::guards(self, &mut sections);
        steps::undo(self, &mut sections);
        facts::identity(self, &mut sections);
        facts::state(self, &mut sections);
        judged::simulated(self, &mut sections);
        judged::differences(self, &mut sections);
        changes::all(self, &mut sections);
        standing::all(self, &mut sections);
        sections.push(self.ceremony());
        masked::all(self, sections)
    }

    /// The same as a person reads it: each thing once.
    pub fn preview(&self) -> Vec<Section> {
        once::said(self, self.sections())
    }

    /// What is the same whatever is written: exact, checked by the program, and folded.
    fn ceremony(&self) -> Section {
        let mut sections = Vec::new();
        let mut what = vec!["the request".to_owned(), "times".to_owned()];
        steps::calls(self, &mut sections);
        facts::checked(self, &mut sections);
        if self.assessment().observed.stack().is_some() {
            what.push("hashes".to_owned());
            what.extend(stack::ceremony(self, &mut sections));
        }
        facts::not_asked(self, &mut sections);
        if let [Step::File(_)] = self.steps() {
            what[0] = "the file's size".to_owned();
        }
        Section::Folded {
            what: what.join(", "),
            sections,
        }
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
