//! Documents in which some values are not known before a change set is executed:
//! the ARN of a queue that it makes, a parameter that nobody gave.
//!
//! To the policy engine such a value is text that no ARN is like, so a grant on it
//! would give nothing. Here it becomes an ARN that is like no other: what is
//! granted on it is a gain of its own. Where that does not hold - an action, a
//! number, a denial that may go - the document is not judged.

use crate::{
    facts::{Reason, Remote},
    gate::impact::effective::parsed,
    policy::{
        Document, Effect, Family, Kind, Statement, Text,
        open::{as_arn, is_open},
    },
};

pub(in crate::gate) use crate::policy::open::{OPEN, bare};

/// What is to be.
pub(super) fn after(whose: &str, text: &str, kind: Kind) -> Result<Document, Reason> {
    let mut document = parsed(whose, text, kind)?;
    for statement in &mut document.statements {
        close(whose, statement)?;
    }
    Ok(document)
}

/// What is: a denial of what is not known may be lifted unseen.
pub(super) fn before(whose: &str, text: &str, kind: Kind) -> Result<Document, Reason> {
    let document = after(whose, text, kind)?;
    let open = |statement: &&Statement| {
        statement.effect == Effect::Deny && texts(statement).any(|text| is_open(&text.value))
    };
    match document.statements.iter().find(open) {
        None => Ok(document),
        Some(_) => Err(format!(
            "{whose} denies something on a value that is not known before it is executed."
        )
        .into()),
    }
}

/// A live document can be compared with it.
pub(super) fn is_closed(document: &Remote) -> bool {
    !is_open(document.raw())
}

fn close(whose: &str, statement: &mut Statement) -> Result<(), Reason> {
    let unknown = |what: &str, text: &Text| {
        format!(
            "{whose} has {what} that is not known before it is executed: {}.",
            text.value
        )
    };
    let mut actions = statement.action.patterns.iter();
    if let Some(action) = actions.find(|action| is_open(&action.value)) {
        return Err(unknown("an action", action).into());
    }
    let resources = statement.resource.iter_mut();
    resources
        .flat_map(|resource| &mut resource.patterns)
        .for_each(as_arn);
    for condition in &mut statement.conditions {
        if is_open(&condition.key.value) {
            return Err(unknown("a condition key", &condition.key).into());
        }
        for value in condition
            .values
            .iter_mut()
            .filter(|one| is_open(&one.value))
        {
            match condition.operator.family {
                Family::String(_) => {}
                Family::Arn => as_arn(value),
                Family::Numeric(_)
                | Family::Date(_)
                | Family::Bool
                | Family::Binary
                | Family::Ip
                | Family::Null => return Err(unknown("a value of a condition", value).into()),
            }
        }
    }
    Ok(())
}

fn texts(statement: &Statement) -> impl Iterator<Item = &Text> {
    let resources = statement.resource.iter().flat_map(|one| &one.patterns);
    let principals = statement.principals.iter().flat_map(|one| &one.listed);
    let values = statement.conditions.iter().flat_map(|one| &one.values);
    resources
        .chain(principals.map(|one| &one.name))
        .chain(values)
}
