//! What a rule is, what it says of a statement, and the readings that rules share.
//!
//! No rule judges by an action's name alone: that is for each rule's own file.

use super::RULES;
use crate::{
    policy::{self, Condition, Document, Effect, Kind, Place, Quantifier, Statement},
    rules::{self, Family},
};

/// What a document should not give away; `fix` says what to write instead.
#[derive(Debug)]
pub struct LeastPrivilege;

impl Family for LeastPrivilege {
    type Subject<'a> = Allowing<'a>;
    type Found = (Place, String);
}

pub type Rule = rules::Rule<LeastPrivilege>;

/// A statement that allows something, in its document.
#[derive(Clone, Copy, Debug)]
pub struct Allowing<'a> {
    pub(super) document: &'a Document,
    pub(super) statement: &'a Statement,
}

/// Places in the document, and what each gives away.
pub(super) type Found = Option<Vec<(Place, String)>>;

impl<'a> Allowing<'a> {
    /// The statement, if it is of an identity policy.
    pub(super) fn of_identity(&self) -> Option<&'a Statement> {
        (self.document.kind == Kind::Identity).then_some(self.statement)
    }
}

/// A rule's word on one statement. `sid` and `what` quote the document raw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub rule: &'static str,
    /// From 1, as they stand in the document.
    pub statement: usize,
    pub sid: Option<String>,
    pub place: Place,
    pub what: String,
}

/// All hits of all rules, as one reads the document.
pub fn lint(document: &Document) -> Vec<Hit> {
    let all = RULES.iter().flat_map(|rule| hits(rule, document));
    let mut hits: Vec<Hit> = all.collect();
    hits.sort_by_key(|hit| (hit.statement, hit.place));
    hits
}

/// What one rule finds in the statements that allow something.
pub fn hits(rule: &Rule, document: &Document) -> Vec<Hit> {
    let statements = document.statements.iter().zip(1..);
    statements
        .filter(|(statement, _)| statement.effect == Effect::Allow)
        .flat_map(|(statement, number)| {
            let allowing = Allowing {
                document,
                statement,
            };
            let found = (rule.check)(&allowing).unwrap_or_default().into_iter();
            found.map(move |(place, what)| Hit {
                rule: rule.id,
                statement: number,
                sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
                place,
                what,
            })
        })
        .collect()
}

/// The conditions that hold only if a wanted key is there with a value they list.
///
/// A negated operator admits all but a few. `IfExists` and `ForAllValues` hold
/// without the key, unless a `Null` beside them insists on it.
pub(super) fn demanding<'a>(
    statement: &'a Statement,
    wanted: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = &'a Condition> {
    statement.conditions.iter().filter(move |condition| {
        let operator = condition.operator;
        let holds_without = operator.if_exists || operator.quantifier == Quantifier::ForAllValues;
        wanted(&condition.key.value)
            && !operator.negated
            && operator.family != policy::Family::Null
            && (!holds_without || must_be_there(statement, &condition.key.value))
    })
}

fn must_be_there(statement: &Statement, key: &str) -> bool {
    statement.conditions.iter().any(|condition| {
        let mut values = condition.values.iter();
        condition.operator.family == policy::Family::Null
            && condition.key.value.eq_ignore_ascii_case(key)
            && values.all(|value| value.value.eq_ignore_ascii_case("false"))
    })
}

/// Whether the statement holds only for named values of a wanted key.
pub(super) fn names_values(statement: &Statement, wanted: impl Fn(&str) -> bool) -> bool {
    demanding(statement, wanted).any(|condition| {
        let mut values = condition.values.iter();
        !values.any(|value| is_open(condition.operator.family, &value.value))
    })
}

/// Whether a condition's value leaves nothing out.
pub(super) fn is_open(family: policy::Family, value: &str) -> bool {
    match family {
        policy::Family::Ip => value.ends_with("/0"),
        family => family.has_wildcards() && is_everything(value),
    }
}

/// `*`, and its longer spellings: `**`, `arn:*`, `arn:aws:*`, `*:*`.
pub(super) fn is_everything(pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.split(':').collect();
    let rest = match parts.as_slice() {
        ["arn", _, rest @ ..] if !rest.is_empty() => rest,
        ["arn", rest @ ..] => rest,
        all => all,
    };
    !rest.is_empty() && rest.iter().all(|part| is_wild(part))
}

/// Only wildcards, and at least one.
pub(super) fn is_wild(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| matches!(c, '*' | '?'))
}

/// `a, b and 3 more`
pub(super) fn in_short(names: &[String]) -> String {
    const NAMED: usize = 3;
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        _ => {
            let named = names.iter().take(NAMED).cloned().collect::<Vec<_>>();
            format!("{} and {} more", named.join(", "), names.len() - NAMED)
        }
    }
}
