//! Whether a statement names who may pass: a condition that every request must
//! meet and that no stranger meets, or a denial of all but those.
//!
//! A proof in one direction only. What is not bound need not be open.

use super::{
    claim::{Claim, Who},
    party::Party,
    signs::signs,
};
use crate::policy::{
    Condition, Context, Document, Effect, Family, Quantifier, Request, Statement, Values, Version,
    canonical::fold_key, compiled::Rule, condition::Test,
};

/// `asks`: what the statement lets a stranger ask for.
pub(super) fn is_bound(
    document: &Document,
    statement: &Statement,
    party: &Party,
    asks: &[Request],
) -> bool {
    let version = document.version;
    let mut conditions = statement.conditions.iter();
    conditions.any(|condition| {
        holds_for(condition, party, version) == Some(false)
            || binds(condition, statement, party, version)
    }) || asks.iter().all(|ask| {
        let mut denials = document.statements.iter();
        denials.any(|one| denies_others(one, party, ask, version))
    })
}

fn who(condition: &Condition, party: &Party) -> Option<&'static Who> {
    match party.claim(&fold_key(&condition.key.value)) {
        Claim::Who(who) => Some(who),
        _ => None,
    }
}

fn is_text(condition: &Condition) -> bool {
    matches!(condition.operator.family, Family::String(_) | Family::Arn)
}

fn all_named(condition: &Condition, who: &Who, version: Version) -> bool {
    let is_named = |value: &str| {
        (who.names)(&signs(value, condition, version)) || is_of_the_resource(value, version)
    };
    let mut values = condition.values.iter().map(|value| value.value.as_str());
    !condition.values.is_empty() && values.all(is_named)
}

/// What AWS puts in for whoever owns the resource: a stranger is not of it.
fn is_of_the_resource(value: &str, version: Version) -> bool {
    let variable = value
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'));
    let known = ["aws:resourceaccount", "aws:resourceorgid"];
    version == Version::V2012 && variable.is_some_and(|key| known.contains(&fold_key(key).as_str()))
}

/// Whether a test holds for the value that every stranger has of its key; None: they
/// can have several.
fn holds_for(condition: &Condition, party: &Party, version: Version) -> Option<bool> {
    let key = fold_key(&condition.key.value);
    let mut context = Context::default();
    match party.claim(&key) {
        Claim::Fixed(value) => context.set(&key, Values::One(value.to_owned())),
        Claim::Never => {}
        _ => return None,
    }
    Some(Test::compile(condition, version).holds(&context))
}

fn binds(condition: &Condition, statement: &Statement, party: &Party, version: Version) -> bool {
    let Some(who) = who(condition, party) else {
        return false;
    };
    let operator = condition.operator;
    let holds_without = operator.if_exists || operator.quantifier == Quantifier::ForAllValues;
    let is_there =
        !holds_without || !who.may_lack || must_be_there(statement, &condition.key.value, version);
    !operator.negated && is_text(condition) && is_there && all_named(condition, who, version)
}

fn must_be_there(statement: &Statement, key: &str, version: Version) -> bool {
    let absent = Context::default();
    let mut conditions = statement.conditions.iter();
    conditions.any(|condition| {
        condition.operator.family == Family::Null
            && fold_key(&condition.key.value) == fold_key(key)
            && !Test::compile(condition, version).holds(&absent)
    })
}

/// A denial of everybody but those whom it names.
fn denies_others(statement: &Statement, party: &Party, ask: &Request, version: Version) -> bool {
    if statement.effect != Effect::Deny {
        return false;
    }
    let rule = Rule::compile(statement, version);
    if !rule.takes_action(&ask.action) || !rule.takes_resource(ask) || !rule.takes_principal(ask) {
        return false;
    }
    let names = |condition: &Condition| {
        let operator = condition.operator;
        let quantifier = operator.quantifier != Quantifier::ForAnyValue;
        operator.negated
            && quantifier
            && is_text(condition)
            && who(condition, party).is_some_and(|who| all_named(condition, who, version))
    };
    let mut named = 0;
    let all = statement.conditions.iter().all(|condition| {
        let is_name = names(condition);
        named += usize::from(is_name);
        is_name || holds_for(condition, party, version) == Some(true)
    });
    all && named == 1
}
