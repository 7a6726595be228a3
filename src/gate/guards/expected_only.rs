//! A change set holds nothing but what the settings expect of this stack.
//!
//! "Verify the change set before executing if AWS reports unexpected changes":
//! another property, tag, parameter or logical id stops.

use crate::{
    facts::{
        ChangeSet, ExpectedChange, Remote, ResourceChange, Stack,
        stack::{ChangeAction, ChangeDetail, Parameter, ResourceAttribute},
    },
    gate::{Changed, StackNode},
};

use super::{Case, Expected, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("expected_only", "only what is expected changes", check);

fn check(case: &Case<'_>) -> Ruling {
    let Some(state) = case.executed().filter(|state| state.change_set().is_some()) else {
        return Ruling::Pass;
    };
    let mut listed = Vec::new();
    for level in state.levels() {
        let Some(set) = level.state.change_set() else {
            continue;
        };
        listed.extend(hidden(set));
        let Some(expected) = case.expected_changes(&level) else {
            listed.extend(all_listed(&level, set));
            continue;
        };
        let all = expected.all();
        let parameters = || beside(level.state.stack.known()?, set);
        // Nothing happens to a nested stack whose change set is empty.
        let idle = level.nested().is_some() && set.is_empty();
        let unexpected = level
            .changes()
            .iter()
            .find_map(|change| outside(change, &all))
            .or_else(|| (!idle).then(parameters).flatten());
        if let Some(what) = unexpected {
            return stop(&level, &expected, &what);
        }
        let what = format!("Of stack {} this may change", level.state.name.short());
        listed.extend(expected.pin(&what, ExpectedChange::words));
    }
    Ruling::warn_all(listed)
}

fn stop(level: &StackNode<'_>, expected: &Expected<'_, ExpectedChange>, what: &str) -> Ruling {
    let name = level.state.name.short();
    let ask = match level.nested() {
        None => "Don't execute it. Find out why it changes this, and ask whoever owns the stack; `stacks.expect_only` in watchkeeper.toml says what is expected.".to_owned(),
        Some(_) => format!(
            "Don't execute it. Find out why it changes this, and ask whoever owns the stack; `stacks.expect_only` in watchkeeper.toml says what is expected of a nested stack under the nested stack's own name, {name}."
        ),
    };
    Ruling::stop(
        format!(
            "Stop and escalate: the change set{} {what}. Of stack {name} only this is expected: {}.",
            level.words(),
            expected.listed(ExpectedChange::words, ", ", "nothing")
        ),
        ask + &expected.lapsed("expect_only"),
    )
}

/// Nobody said what to expect: all of it is said.
fn all_listed(level: &StackNode<'_>, set: &ChangeSet) -> Vec<String> {
    let name = level.state.name.short();
    let mut what = vec![format!(
        "`stacks.expect_only` says nothing of stack {name}: read every change.",
    )];
    what.extend(level.changes().iter().map(in_short));
    if let Some(stack) = level.state.stack.known() {
        what.extend(beside(stack, set).map(|what| format!("It {what}{}.", level.words())));
    }
    what
}

/// One change, as the guard lists it.
pub(in crate::gate) fn in_short(change: &Changed<'_>) -> String {
    let names: Vec<String> = change.details.iter().map(property).collect();
    format!(
        "{} {} ({}): {}",
        change.action.raw(),
        change.name(),
        change.resource_type.raw(),
        match (names.is_empty(), told(change)) {
            (false, _) => names.join(", "),
            (true, Some(told)) => told,
            (true, None) => "which properties is not said".to_owned(),
        }
    )
}

/// What AWS says that a resource has which is added, imported or removed.
fn told(change: &ResourceChange) -> Option<String> {
    let context = match change.action == ChangeAction::Remove {
        true => &change.before,
        false => &change.after,
    };
    let context = context.as_ref().filter(|value| !value.truncated)?;
    let value = serde_json::from_str::<serde_json::Value>(context.text.raw()).ok()?;
    let properties = value.get("Properties")?.as_object()?;
    let names: Vec<&str> = properties.keys().map(String::as_str).collect();
    Some(match names.is_empty() {
        true => "no properties".to_owned(),
        false => format!("Properties {}", names.join(", ")),
    })
}

fn property(detail: &ChangeDetail) -> String {
    let attribute = detail.attribute.as_ref().map_or("?", |one| one.raw());
    match &detail.name {
        Some(name) => format!("{attribute} {}", name.raw()),
        None => attribute.to_owned(),
    }
}

/// What the change does that is not expected, as the rest of a sentence.
fn outside(change: &ResourceChange, expected: &[&ExpectedChange]) -> Option<String> {
    let id = change.logical_id.raw();
    let mut mine = expected.to_vec();
    mine.retain(|one| one.logical_id == change.logical_id);
    if mine.is_empty() {
        return Some(format!("changes {id} ({})", change.resource_type.raw()));
    }
    if mine.iter().any(|one| one.property.is_none()) {
        return None;
    }
    if change.action != ChangeAction::Modify {
        return Some(format!(
            "would {} {id}, not only modify it",
            change.action.raw()
        ));
    }
    let other = |scope: &&ResourceAttribute| **scope != ResourceAttribute::Properties;
    if let Some(scope) = change.scope.iter().find(other) {
        return Some(format!("changes {} of {id}", scope.raw()));
    }
    if change.details.is_empty() {
        return Some(format!("does not say which properties of {id} change"));
    }
    let unexpected = change.details.iter().find(|detail| {
        let is_property = detail.attribute == Some(ResourceAttribute::Properties);
        let name = detail.name.as_ref().map(Remote::raw);
        let listed = mine.iter().any(|one| one.property.as_deref() == name);
        !is_property || name.is_none() || !listed
    });
    unexpected.map(|detail| format!("changes {} of {id}", property(detail)))
}

/// Only where both are known.
fn is_another(was: &Option<Remote>, is: &Option<Remote>) -> bool {
    was.is_some() && is.is_some() && was != is
}

/// A value that AWS hides looks like any other one: a new password is not seen.
fn hidden(set: &ChangeSet) -> Vec<String> {
    let is_hidden = |one: &&Parameter| {
        let value = one.value.as_ref().map_or("", Remote::raw);
        !one.use_previous && !value.is_empty() && value.chars().all(|c| c == '*')
    };
    let all = set.parameters.iter().filter(is_hidden);
    all.map(|one| {
        format!(
            "Parameter {} is hidden (NoEcho): AWS does not say whether it changes.",
            one.key.raw()
        )
    })
    .collect()
}

/// Parameters and tags of the stack itself, which no resource names.
fn beside(stack: &Stack, set: &ChangeSet) -> Option<String> {
    let live = |key: &Remote| stack.parameters.iter().find(|one| one.key == *key);
    for parameter in &set.parameters {
        let key = parameter.key.raw();
        match live(&parameter.key) {
            None if !parameter.use_previous => return Some(format!("brings parameter {key}")),
            Some(known) if !parameter.use_previous && known.value != parameter.value => {
                return Some(format!("changes parameter {key}"));
            }
            // An SSM parameter is read again, be its name the same.
            Some(known) if is_another(&known.resolved, &parameter.resolved) => {
                return Some(format!("changes what parameter {key} resolves to"));
            }
            _ => {}
        }
    }
    let given = |key: &Remote| set.parameters.iter().any(|one| one.key == *key);
    if let Some(gone) = stack.parameters.iter().find(|one| !given(&one.key)) {
        return Some(format!("takes away parameter {}", gone.key.raw()));
    }
    let differs = set.tags.iter().find(|tag| !stack.tags.contains(tag));
    // Without any, the stack keeps those it has.
    let kept = set.tags.is_empty();
    let mut tags = stack.tags.iter();
    let gone = || tags.find(|tag| !kept && !set.tags.contains(tag));
    let tag = differs.or_else(gone);
    tag.map(|tag| format!("changes tag {} of the stack", tag.key.raw()))
}
