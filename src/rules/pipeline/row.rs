//! A row of the audit: how a rule found the repository, and where it saw it.
//!
//! What could not be told is a state of its own, worse than well and better than a fault.

use serde::{Deserialize, Serialize};

use super::source::{Source, Spot};
use crate::policy::Place;

/// The worst comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum State {
    Green,
    /// A fault that an earlier report has, or that the project accepts: not well, and no news.
    Known,
    Unknown,
    Amber,
    Red,
}

impl State {
    pub const WORST_FIRST: [Self; 5] = [
        Self::Red,
        Self::Amber,
        Self::Unknown,
        Self::Known,
        Self::Green,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Green => "GREEN",
            Self::Known => "KNOWN",
            Self::Unknown => "UNKNOWN",
            Self::Amber => "AMBER",
            Self::Red => "RED",
        }
    }

    pub fn is_a_fault(self) -> bool {
        matches!(self, Self::Amber | Self::Red)
    }
}

/// One thing that a rule saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub state: State,
    pub what: String,
    /// None: it is the lack of something.
    pub at: Option<Spot>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub rule: String,
    pub state: State,
    /// The worst first, then as the files have them.
    pub marks: Vec<Mark>,
}

/// A row says no more than this many times where: who has so many, fixes them by a tool.
const MARKS: usize = 500;

impl Row {
    pub(super) fn of(rule: &str, mut marks: Vec<Mark>) -> Self {
        let worst = marks.iter().map(|mark| mark.state).max();
        let state = worst.unwrap_or(State::Green);
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.state));
        let more = marks.len().saturating_sub(MARKS);
        if more > 0 {
            marks.truncate(MARKS);
            marks.push(Mark::of(state, format!("and {more} more like these")));
        }
        Self {
            rule: rule.to_owned(),
            state,
            marks,
        }
    }

    /// The same, with the faults that `is_known` says to be no news.
    #[must_use]
    pub fn without_known(&self, is_known: impl Fn(&Mark) -> bool) -> Self {
        let marks = self
            .marks
            .iter()
            .map(|mark| match mark.state.is_a_fault() && is_known(mark) {
                true => Mark {
                    state: State::Known,
                    ..mark.clone()
                },
                false => mark.clone(),
            });
        Self::of(&self.rule, marks.collect())
    }

    /// What is wrong or unknown; of a row that is well, what makes it so.
    pub fn telling(&self) -> impl Iterator<Item = &Mark> {
        let well = self.state == State::Green;
        self.marks
            .iter()
            .filter(move |mark| well || mark.state != State::Green)
    }
}

impl Mark {
    /// Of something that is nowhere, or of the repository as a whole.
    pub(super) fn of(state: State, what: impl Into<String>) -> Self {
        Self {
            state,
            what: what.into(),
            at: None,
        }
    }

    pub(super) fn at(state: State, source: &Source, place: Place, what: impl Into<String>) -> Self {
        Self {
            at: Some(source.spot(place)),
            ..Self::of(state, what)
        }
    }
}
