//! Statements of the other side that allow the same under conditions: what one side
//! alone allows of it is what those conditions do not hold for.

use crate::policy::{
    Condition, Document, Effect, Family, Principal, Quantifier, Statement, StringTest, Text,
    Version,
    canonical::{fold_key, fold_principal},
    compare::Documents,
    explain::{Draft, phrase},
    like,
};

use super::patterned::{Patterned, may_meet};

/// A statement that allows all of a part, under conditions that the part does not have.
pub(super) struct Limit<'a> {
    pub(super) statement: &'a Statement,
    pub(super) version: Version,
    conditions: Vec<&'a Condition>,
}

impl<'a> Limit<'a> {
    /// The keys that the conditions look at.
    pub(super) fn keys(&self) -> Vec<String> {
        let keys = self.conditions.iter();
        keys.map(|condition| fold_key(&condition.key.value))
            .collect()
    }

    /// `not (aws:PrincipalTag/team = a and aws:SourceIp in 10.0.0.0/8)`.
    pub(super) fn words(&self) -> String {
        let all = self.conditions.iter().copied();
        let all: Vec<String> = all.map(phrase::condition).collect();
        format!("not ({})", all.join(" and "))
    }

    fn of(document: &'a Document, statement: &'a Statement, part: &Statement) -> Option<Self> {
        let conditions = statement.conditions.iter();
        let conditions = conditions.filter(|one| !is_met(one, part));
        let conditions: Vec<&Condition> = conditions.collect();
        let limits = statement.effect == Effect::Allow
            && !conditions.is_empty()
            && conditions.iter().all(|one| can_hold(one, part))
            && takes(statement, part);
        limits.then_some(Self {
            statement,
            version: document.version,
            conditions,
        })
    }
}

/// What limits a part of a granting draft on the other side. A draft that was told apart
/// by a condition already has its own.
pub(super) fn of<'a>(draft: &Draft, other: &Documents<'a>, part: &Statement) -> Vec<Limit<'a>> {
    let is_told_apart = draft.statement.effect != Effect::Allow || draft.beside.is_some();
    if is_told_apart || other.boundary.is_some() || may_deny(other, part) {
        return Vec::new();
    }
    let documents = other.identity.iter().copied();
    let documents = documents.filter(|document| document.version == draft.version);
    let limits = documents.flat_map(|document| {
        let statements = document.statements.iter();
        statements.filter_map(move |one| Limit::of(document, one, part))
    });
    limits.collect()
}

/// What the other side denies of it, it does not allow under any condition.
fn may_deny(other: &Documents<'_>, part: &Statement) -> bool {
    let documents = other.identity.iter();
    let mut denials = documents
        .flat_map(|document| &document.statements)
        .filter(|one| one.effect == Effect::Deny);
    denials.any(|denial| {
        let meets = |one: &Text| {
            let mut denied = denial.action.patterns.iter();
            denied.any(|other| may_meet(one, other))
        };
        denial.action.negated || part.action.patterns.iter().any(meets)
    })
}

/// The part asks for the same, or for less of it.
fn is_met(condition: &Condition, part: &Statement) -> bool {
    let same = |one: &&Condition| {
        one.operator == condition.operator
            && fold_key(&one.key.value) == fold_key(&condition.key.value)
    };
    let lists = |all: &Condition, some: &Condition| {
        let all = &all.values;
        let mut some = some.values.iter();
        some.all(|value| all.iter().any(|one| one.value == value.value))
    };
    let mut asked = part.conditions.iter().filter(same);
    asked.any(|one| lists(condition, one) && (!one.operator.negated || lists(one, condition)))
}

/// Whether the condition can hold for something that the part asks for. No only where
/// both list texts for the same key, and none of the part's is one of the condition's.
fn can_hold(condition: &Condition, part: &Statement) -> bool {
    let is_listing = |one: &Condition| {
        let is_text = matches!(
            one.operator.family,
            Family::String(StringTest::Equals | StringTest::Like)
        );
        is_text && !one.operator.negated && one.operator.quantifier == Quantifier::Single
    };
    let is_wild = |one: &Condition, text: &Text| {
        let is_pattern = one.operator.family == Family::String(StringTest::Like);
        text.value.contains('$') || is_pattern && text.value.contains(['*', '?'])
    };
    let meets = |asked: &Condition, text: &Text| {
        let mut listed = condition.values.iter();
        is_wild(asked, text)
            || listed.any(|one| match is_wild(condition, one) {
                true => one.value.contains('$') || like(&one.value, &text.value),
                false => one.value == text.value,
            })
    };
    let same_key = |one: &&Condition| fold_key(&one.key.value) == fold_key(&condition.key.value);
    let mut asked = part.conditions.iter().filter(same_key);
    !is_listing(condition)
        || asked.all(|one| !is_listing(one) || one.values.iter().any(|text| meets(one, text)))
}

/// All that the part is about, its conditions aside.
fn takes(statement: &Statement, part: &Statement) -> bool {
    let patterned = |element: Patterned| {
        let (wide, narrow) = (element.patterns(statement), element.patterns(part));
        !narrow.is_empty()
            && narrow.iter().all(|inner| {
                let mut wide = wide.iter();
                wide.any(|one| element.same(one, inner) || element.covers(one, inner))
            })
    };
    let no_resource = statement.resource.is_none() && part.resource.is_none();
    patterned(Patterned::Action)
        && (no_resource || patterned(Patterned::Resource))
        && takes_principals(statement, part)
}

fn takes_principals(statement: &Statement, part: &Statement) -> bool {
    let (wide, narrow) = match (&statement.principals, &part.principals) {
        (None, None) => return true,
        (Some(wide), Some(narrow)) if !wide.negated && !narrow.negated => (wide, narrow),
        _ => return false,
    };
    let same = |one: &Principal, other: &Principal| fold_principal(one) == fold_principal(other);
    let mut narrow = narrow.listed.iter();
    narrow.all(|inner| wide.listed.iter().any(|one| same(one, inner)))
}
