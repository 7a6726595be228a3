//! What a guard is, what it looks at, and what it may say.

mod expected;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::GUARDS;
use crate::{
    facts::{Environment, Settings},
    gate::{
        Assessment, AwsCall, Grant, Observed, StackState, Step, TargetState,
        writes::{Change, Subject, Write},
    },
    policy::like,
};

pub(super) use expected::{Expected, OWN, by};

#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// The name of its file: `broadening`.
    pub id: &'static str,
    /// What it looks after, in a few words.
    pub title: &'static str,
    pub check: fn(&Case<'_>) -> Ruling,
}

impl Guard {
    pub(super) const fn new(
        id: &'static str,
        title: &'static str,
        check: fn(&Case<'_>) -> Ruling,
    ) -> Self {
        Self { id, title, check }
    }
}

/// Everything that a guard may look at.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub assessment: &'a Assessment,
    pub settings: &'a Settings,
    pub environment: &'a Environment,
    /// What would be sent or written; an error says why it can't be planned.
    pub steps: Result<&'a [Step], &'a str>,
    pub now: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ruling {
    Pass,
    /// Pinned over the preview; a person decides.
    Warn {
        what: Vec<String>,
    },
    /// Nothing that is typed helps. `ask` says whom to ask, or what would have to change.
    Stop {
        why: String,
        ask: String,
    },
}

/// A guard's word on one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardRuling {
    pub id: &'static str,
    pub title: &'static str,
    pub verdict: Ruling,
}

impl GuardRuling {
    pub fn passes(&self) -> bool {
        self.verdict == Ruling::Pass
    }

    /// What is wrong, and which guard says so; None unless it stops.
    pub fn refusal(&self) -> Option<String> {
        match &self.verdict {
            Ruling::Stop { why, .. } => Some(format!("{why} (guard {})", self.id)),
            Ruling::Pass | Ruling::Warn { .. } => None,
        }
    }
}

impl<'a> Case<'a> {
    pub(super) fn write(&self) -> &'a Write {
        &self.assessment.draft.write
    }

    pub(super) fn change(&self) -> &'a dyn Change {
        self.write().change()
    }

    pub(super) fn subject(&self) -> Subject<'a> {
        self.change().subject()
    }

    pub(super) fn seen(&self) -> &'a Observed {
        &self.assessment.observed
    }

    /// Only the working tree changes, which belongs to the person.
    pub(super) fn is_of_file(&self) -> bool {
        matches!(self.seen().target, TargetState::File { .. })
            && self.calls().next().is_none()
            && self.write().file().is_some()
    }

    /// It is written to GitHub, which no credentials of AWS's sign.
    pub(super) fn is_on_github(&self) -> bool {
        self.subject().github().is_some() && self.seen().github().is_some()
    }

    /// The stack that it is about, as it was read.
    pub(super) fn stack(&self) -> Option<&'a StackState> {
        self.seen().stack()
    }

    /// The stack, where its change set would be executed.
    pub(super) fn executed(&self) -> Option<&'a StackState> {
        self.subject().executed().and(self.stack())
    }

    /// What a glob of `gate.protect` hits among these names, without regard to case.
    pub(super) fn protecting(&self, names: &[&str]) -> Option<&'a str> {
        let lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        let mut globs = self.settings.gate.protect.iter();
        let hit = globs.find(|glob| {
            let glob = glob.to_ascii_lowercase();
            lower.iter().any(|name| like(&glob, name))
        });
        hit.map(String::as_str)
    }

    pub(super) fn calls(&self) -> impl Iterator<Item = &'a AwsCall> {
        let steps = self.steps.unwrap_or_default();
        steps.iter().filter_map(Step::call)
    }

    /// The new grants of which `says` is true, in words.
    pub(super) fn gains(&self, says: impl Fn(&Grant) -> bool) -> Vec<String> {
        let gains = self.assessment.impact.gains.iter();
        gains
            .filter(|grant| says(grant))
            .map(Grant::words)
            .collect()
    }
}

impl Ruling {
    pub fn stops(&self) -> bool {
        matches!(self, Self::Stop { .. })
    }

    pub(super) fn stop(why: impl Into<String>, ask: impl Into<String>) -> Self {
        Self::Stop {
            why: why.into(),
            ask: ask.into(),
        }
    }

    pub(super) fn warn(what: impl Into<String>) -> Self {
        Self::Warn {
            what: vec![what.into()],
        }
    }

    /// Passes when there is nothing to say.
    pub(super) fn warn_all(what: Vec<String>) -> Self {
        match what.is_empty() {
            true => Self::Pass,
            false => Self::Warn { what },
        }
    }
}

/// The line of a configuration that a person would have to write, fit to be copied.
pub(super) fn line_to_write(key: &str, texts: Vec<String>) -> String {
    let texts = texts.into_iter().map(toml::Value::String).collect();
    format!("{key} = {}", toml::Value::Array(texts))
}

/// Every guard's word, in the order of the list.
pub fn judge(case: &Case<'_>) -> Vec<GuardRuling> {
    let given = |guard: &&Guard| GuardRuling {
        id: guard.id,
        title: guard.title,
        verdict: (guard.check)(case),
    };
    GUARDS.iter().map(given).collect()
}
