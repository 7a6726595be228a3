//! What one document allows and the other does not, in words.
//!
//! Read off the structure of the documents: one value more in a condition, one
//! action more, a statement more. Another statement may allow the same requests,
//! so this explains a difference and never decides whether there is one.

mod nearmiss;
mod phrase;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::phrase::{Focus, Scope};
use super::{
    Document, Effect, Operator, Statement,
    diff::{self, ElementDiff, ElementName, Side, StatementChange, StatementDiff},
};
use crate::facts::{Remote, Use};

/// A kind of request that the two documents decide differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The side that allows it, or, of a denial, the side that does not deny it.
    pub allowed: Side,
    /// `cloudwatch:PutMetricData when cloudwatch:namespace = AlphaEngine`.
    pub what: String,
    /// `"AlphaEngine/*" does not match it: the slash is missing`.
    pub reason: Option<String>,
    /// The Sid of the statement that makes the difference.
    pub sid: Option<Remote>,
    pub uses: Vec<Use>,
}

/// Every structural difference, in the order of the statements.
pub fn changes(codified: &Document, live: &Document) -> Vec<Change> {
    let mut changes = Vec::new();
    for pair in diff::statements(codified, live) {
        let at = |document: &'_ Document, number: Option<usize>| {
            let statement = document.statements.get(number?.checked_sub(1)?)?;
            Some(statement.clone())
        };
        let pair_of = Pair {
            codified: at(codified, pair.codified),
            live: at(live, pair.live),
        };
        match pair.change {
            StatementChange::Same => {}
            StatementChange::OnlyCodified => changes.extend(pair_of.whole(Side::OnlyCodified)),
            StatementChange::OnlyLive => changes.extend(pair_of.whole(Side::OnlyLive)),
            StatementChange::Changed => changes.extend(pair_of.parts(&pair)),
        }
    }
    changes
}

/// What to search the repository for, each once, in order.
pub fn uses(changes: &[Change]) -> Vec<Use> {
    let all: BTreeSet<&Use> = changes.iter().flat_map(|change| &change.uses).collect();
    all.into_iter().cloned().collect()
}

struct Pair {
    codified: Option<Statement>,
    live: Option<Statement>,
}

impl Pair {
    fn on(&self, side: Side) -> Option<&Statement> {
        match side {
            Side::OnlyLive => self.live.as_ref(),
            Side::OnlyCodified | Side::Both => self.codified.as_ref(),
        }
    }

    /// A statement that only one side has.
    fn whole(&self, side: Side) -> Option<Change> {
        let statement = self.on(side)?;
        let allowed = allowed_when_wider(statement.effect, side);
        Some(change(statement, allowed, &Scope::all(statement), None))
    }

    /// A pair of statements that differ in some elements.
    fn parts(&self, pair: &StatementDiff) -> Vec<Change> {
        let (Some(codified), Some(live)) = (&self.codified, &self.live) else {
            return Vec::new();
        };
        if codified.effect != live.effect {
            let (side, statement) = if codified.effect == Effect::Allow {
                (Side::OnlyCodified, codified)
            } else {
                (Side::OnlyLive, live)
            };
            return vec![change(statement, side, &Scope::all(statement), None)];
        }
        let changed = pair.elements.iter().filter(|element| !element.is_same());
        changed.flat_map(|element| self.element(element)).collect()
    }

    fn element(&self, element: &ElementDiff) -> Vec<Change> {
        let negated = is_negated(&element.name);
        let is_condition = matches!(element.name, ElementName::Condition { .. });
        if is_condition && element.side != Side::Both {
            // A condition more makes the statement apply to less.
            return self.condition_only(element).into_iter().collect();
        }
        let mut found = Vec::new();
        for value in &element.values {
            if value.side == Side::Both {
                continue;
            }
            // A value more widens what is listed, and narrows what is excluded.
            let wide_side = if negated {
                opposite(value.side)
            } else {
                value.side
            };
            let Some(statement) = self.on(wide_side) else {
                continue;
            };
            let others: Vec<&str> = element
                .values
                .iter()
                .filter(|other| other.side != value.side)
                .map(|other| other.text.raw())
                .collect();
            if !negated && nearmiss::is_covered(&element.name, &others, value.text.raw()) {
                continue;
            }
            let focus = Focus {
                element: &element.name,
                value: value.text.raw(),
                negated,
            };
            let reason = (!negated)
                .then(|| nearmiss::reason(&element.name, &others, value.text.raw()))
                .flatten();
            let allowed = allowed_when_wider(statement.effect, wide_side);
            found.push(change(
                statement,
                allowed,
                &Scope::with(statement, focus),
                reason,
            ));
        }
        found
    }

    fn condition_only(&self, element: &ElementDiff) -> Option<Change> {
        let wide_side = opposite(element.side);
        let statement = self.on(wide_side)?;
        let narrow = self.on(element.side)?;
        let allowed = allowed_when_wider(statement.effect, wide_side);
        let scope = Scope::without(statement, narrow, &element.name);
        Some(change(statement, allowed, &scope, None))
    }
}

fn change(
    statement: &Statement,
    allowed: Side,
    scope: &Scope<'_>,
    reason: Option<String>,
) -> Change {
    Change {
        allowed,
        what: scope.words(),
        reason,
        sid: statement
            .sid
            .as_ref()
            .map(|sid| Remote::new(sid.value.as_str())),
        uses: scope.uses(),
    }
}

/// Who allows what the wider of two statements adds.
fn allowed_when_wider(effect: Effect, wide_side: Side) -> Side {
    match effect {
        Effect::Allow => wide_side,
        Effect::Deny => opposite(wide_side),
    }
}

fn opposite(side: Side) -> Side {
    match side {
        Side::OnlyCodified => Side::OnlyLive,
        Side::OnlyLive => Side::OnlyCodified,
        Side::Both => Side::Both,
    }
}

fn is_negated(name: &ElementName) -> bool {
    match name {
        ElementName::Condition { operator, .. } => {
            Operator::read(operator.raw()).is_some_and(|operator| operator.negated)
        }
        other => other.is_negated(),
    }
}
