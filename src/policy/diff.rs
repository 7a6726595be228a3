//! Two documents side by side, for people: which statement changed in what.
//!
//! Data only; drawing is `ui`'s. What is paired or called similar here has no
//! weight: whether the documents mean the same is decided elsewhere.

mod elements;
mod pairing;

use serde::{Deserialize, Serialize};

use super::{Document, Statement};
use crate::facts::Remote;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Both,
    OnlyCodified,
    OnlyLive,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatementChange {
    /// Equal in the canonical form; the writing may differ.
    Same,
    Changed,
    OnlyCodified,
    OnlyLive,
}

/// A pair of statements, or one without a counterpart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementDiff {
    pub change: StatementChange,
    /// The statement's Sid; the codified one where they differ.
    pub sid: Option<Remote>,
    /// Its number in each document, counted from one.
    pub codified: Option<usize>,
    pub live: Option<usize>,
    /// In the order of the grammar, all elements that either side has.
    pub elements: Vec<ElementDiff>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementDiff {
    pub name: ElementName,
    /// Whether both sides have the element at all.
    pub side: Side,
    /// The codified order, then what only the live side has.
    pub values: Vec<ValueDiff>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueDiff {
    pub text: Remote,
    pub side: Side,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ElementName {
    Effect,
    /// The type it is written under: `AWS`, `Service`; `*` for the bare star.
    Principal(String),
    NotPrincipal(String),
    Action,
    NotAction,
    Resource,
    NotResource,
    Condition {
        operator: Remote,
        key: Remote,
    },
}

/// All statements of both documents: the codified ones in their order, then
/// those that only the live side has, in theirs.
pub fn statements(codified: &Document, live: &Document) -> Vec<StatementDiff> {
    pairing::pair(codified, live)
        .into_iter()
        .map(|pair| diff(codified, live, &pair))
        .collect()
}

fn diff(codified: &Document, live: &Document, pair: &pairing::Pair) -> StatementDiff {
    let side = |document: &'_ Document, at: Option<usize>| -> Option<Statement> {
        at.and_then(|at| document.statements.get(at)).cloned()
    };
    let (left, right) = (side(codified, pair.codified), side(live, pair.live));
    let sid = [&left, &right].into_iter().flatten();
    let sid = sid.filter_map(|statement| statement.sid.as_ref()).next();
    StatementDiff {
        change: match (&left, &right) {
            (Some(_), None) => StatementChange::OnlyCodified,
            (None, _) => StatementChange::OnlyLive,
            (Some(_), Some(_)) if pair.same => StatementChange::Same,
            (Some(_), Some(_)) => StatementChange::Changed,
        },
        sid: sid.map(|sid| Remote::new(sid.value.as_str())),
        codified: pair.codified.map(|at| at + 1),
        live: pair.live.map(|at| at + 1),
        elements: elements::diff(left.as_ref(), right.as_ref()),
    }
}

impl ElementDiff {
    pub fn is_same(&self) -> bool {
        self.side == Side::Both && self.values.iter().all(|value| value.side == Side::Both)
    }
}

impl ElementName {
    /// Whether what is listed is what the statement does not speak of.
    pub fn is_negated(&self) -> bool {
        matches!(
            self,
            Self::NotPrincipal(_) | Self::NotAction | Self::NotResource
        )
    }
}

impl Side {
    fn of(codified: bool, live: bool) -> Self {
        match (codified, live) {
            (true, false) => Self::OnlyCodified,
            (false, true) => Self::OnlyLive,
            _ => Self::Both,
        }
    }
}
