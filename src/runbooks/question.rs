//! The questions that a runbook may ask of what is known: a registry, one file each. A
//! question reads facts and conclusions; it asks the world nothing and decides nothing.

mod found;
mod journaled;
mod permits;
mod stack_is_stable;

pub use journaled::of_writes;

use std::collections::BTreeMap;

use crate::{
    ask::Ask,
    checks::Store,
    facts::{EnvironmentName, Settings},
};

pub const QUESTIONS: &[&Question] = &[
    &found::QUESTION,
    &stack_is_stable::QUESTION,
    &permits::QUESTION,
    &journaled::QUESTION,
];

/// A question by its name, and how it is answered.
#[derive(Debug)]
pub struct Question {
    pub name: &'static str,
    /// For those who write runbooks.
    pub doc: &'static str,
    /// What it takes, and whether it must be given.
    pub arguments: &'static [(&'static str, bool)],
    /// What must be known beside what the watch knows.
    pub asks: fn(&Asked, &Scene<'_>) -> Vec<Ask>,
    pub tell: fn(&Asked, &Scene<'_>) -> Told,
}

/// For whom and in which world a question is asked.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub environment: &'a EnvironmentName,
    pub settings: &'a Settings,
    pub store: &'a Store,
    pub subject: &'a str,
    /// The newest record of the journal when the execution began.
    pub since: u64,
}

/// The answer, and what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// None: it could not be told, and what was said is why.
    pub holds: Option<bool>,
    pub said: Vec<String>,
}

impl Told {
    pub(super) fn of(holds: bool, said: impl IntoIterator<Item = String>) -> Self {
        Self {
            holds: Some(holds),
            said: said.into_iter().collect(),
        }
    }

    pub(super) fn unknown(why: impl Into<String>) -> Self {
        Self {
            holds: None,
            said: vec![why.into()],
        }
    }
}

/// A named question, with what it is asked about.
#[derive(Clone, Debug)]
pub struct Asked {
    pub question: &'static Question,
    pub arguments: BTreeMap<String, Vec<String>>,
}

impl Asked {
    /// The values of an argument; none: it was not given.
    pub fn all(&self, argument: &str) -> &[String] {
        self.arguments.get(argument).map_or(&[], Vec::as_slice)
    }

    pub fn one(&self, argument: &str) -> Option<&str> {
        self.all(argument).first().map(String::as_str)
    }

    pub fn tell(&self, scene: &Scene<'_>) -> Told {
        (self.question.tell)(self, scene)
    }

    pub fn asks(&self, scene: &Scene<'_>) -> Vec<Ask> {
        (self.question.asks)(self, scene)
    }
}

/// Nothing beside what the watch knows.
fn nothing_more(_: &Asked, _: &Scene<'_>) -> Vec<Ask> {
    Vec::new()
}
