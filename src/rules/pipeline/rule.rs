//! What a rule of the pipeline is, what it finds, and how all of them judge a repository.
//!
//! A rule of this family gives a row for everything that it looked at, the good too, so
//! it is another thing than [`crate::rules::Rule`], which speaks only of what is wrong.

use serde::{Deserialize, Serialize};

use super::{
    RULES,
    repository::Repository,
    row::{Mark, Row, State},
};

/// A part of the audit, in the order in which a report has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    Workflows,
    Identity,
    Build,
    Testing,
    Deployment,
    Operations,
}

impl Area {
    pub const ALL: [Self; 6] = [
        Self::Workflows,
        Self::Identity,
        Self::Build,
        Self::Testing,
        Self::Deployment,
        Self::Operations,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Workflows => "Supply chain and workflows",
            Self::Identity => "Identity and AWS authentication",
            Self::Build => "Build reproducibility",
            Self::Testing => "Testing and scanning",
            Self::Deployment => "Deployment",
            Self::Operations => "Observability and operations",
        }
    }
}

/// How bad it is where the rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Risk {
    Low,
    Medium,
    High,
}

impl Risk {
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
        }
    }
}

/// How sure it is that what was found is a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It reads commands or names, which may mean something else here.
    Medium,
    /// What it judges is written there.
    High,
}

impl Confidence {
    pub fn word(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What it would need to tell everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The files alone.
    Files,
    /// What GitHub has set for the repository, too.
    GitHub,
    /// What is live in the account, too.
    Aws,
}

impl Needs {
    pub fn words(self) -> &'static str {
        match self {
            Self::Files => "the repository's files",
            Self::GitHub => "the repository's files, and its settings on GitHub",
            Self::Aws => "the repository's files, and what is live in the account",
        }
    }
}

#[derive(Debug)]
pub struct Rule {
    /// The name of its file: `unpinned-action` is in `unpinned_action.rs`.
    pub id: &'static str,
    /// As reports and suppressions call it: `CP-101`. It never means another rule.
    pub number: &'static str,
    pub area: Area,
    pub title: &'static str,
    /// The criterion in the words of an acceptance table.
    pub accepted: &'static str,
    pub risk: Risk,
    pub confidence: Confidence,
    /// Minutes that a remedy takes.
    pub effort: u32,
    pub needs: Needs,
    /// What can happen because of it, in a sentence.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// None: the repository has no such thing.
    pub check: fn(&Repository) -> Option<Vec<Mark>>,
}

impl Rule {
    /// What broken so is to be done first: within 30 days, else within 90.
    pub fn is_soon(&self, state: State) -> bool {
        match state {
            State::Red => true,
            State::Amber => self.risk >= Risk::Medium,
            State::Unknown | State::Known | State::Green => false,
        }
    }

    /// How grave a row in this state is.
    pub fn severity(&self, state: State) -> Risk {
        match (state, self.risk) {
            (State::Red, risk) => risk,
            (State::Amber, Risk::High) => Risk::Medium,
            _ => Risk::Low,
        }
    }
}

/// The rule of this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id).copied()
}

/// A row for each rule that has something to speak of, in the order of the registry.
pub fn judge(repository: &Repository) -> Vec<Row> {
    let row = |rule: &&Rule| Some(Row::of(rule.id, (rule.check)(repository)?));
    RULES.iter().filter_map(row).collect()
}
