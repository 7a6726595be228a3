//! Every change of a change set: what goes or is replaced first, then IAM, then the rest.
//! Nothing of a change is left out; what is equal is said once, its names behind a key.

mod alike;
mod tags;
mod values;

use super::{Section, fact};
use crate::{
    facts::stack::{ChangeDetail, ResourceAttribute},
    gate::{Changed, Plan, observed::removes},
};

/// A person reads a few names; behind a key go more.
const MOST_NAMES: usize = 2;

pub(super) fn all(plan: &Plan, to: &mut Vec<Section>) {
    let executed = plan.write().change().subject().executed();
    let Some(state) = executed.and_then(|_| plan.assessment().observed.stack()) else {
        return;
    };
    for group in alike::groups(state, &plan.assessment().impact) {
        match group.as_slice() {
            [first, .., _] if group.len() > MOST_NAMES => equal(first, &group, to),
            _ => group.iter().for_each(|change| single(change, to)),
        }
    }
}

/// The loud word of a change by which something goes.
pub(super) fn loss(change: &Changed<'_>) -> Option<String> {
    match change.replaced() {
        _ if removes(change) => Some(format!("DELETED: {}", line(change))),
        Some(replaced) => Some(format!("{}: {}", replaced.word(), line(change))),
        None => None,
    }
}

fn single(change: &Changed<'_>, to: &mut Vec<Section>) {
    to.push(fact("change", line(change)));
    told(change, to);
}

fn told(change: &Changed<'_>, to: &mut Vec<Section>) {
    for one in &change.details {
        detail(one, to);
    }
    to.extend(values::beyond(change));
    if values::is_untold(change) {
        to.push(fact("", "AWS does not tell what it becomes."));
    }
}

/// Changes that differ in nothing but their names.
fn equal(first: &Changed<'_>, group: &[Changed<'_>], to: &mut Vec<Section>) {
    let (count, kind) = (group.len(), first.resource_type.raw());
    match tags::alone(first) {
        Some(tags) => {
            to.push(fact("changes", format!("{count} x {kind}: {tags}")));
            let how: Vec<String> = first.details.iter().map(reasons).collect();
            let action = format!("{}{}{}", first.action.raw(), manner(first), how.join(""));
            to.push(fact("", action));
        }
        None => {
            let (action, manner) = (first.action.raw(), manner(first));
            to.push(fact(
                "changes",
                format!("{count} x {kind}: {action}{manner}"),
            ));
            told(first, to);
        }
    }
    to.push(Section::Folded {
        what: format!("the names of these {count}"),
        sections: group.iter().map(|change| fact("", named(change))).collect(),
    });
}

fn named(change: &Changed<'_>) -> String {
    let physical = change.physical_id.as_ref().map_or("", |id| id.raw());
    format!("{} {physical}{}", change.name(), change.level.words())
}

fn line(change: &Changed<'_>) -> String {
    let physical = change.physical_id.as_ref().map_or("", |id| id.raw());
    format!(
        "{} {} ({}) {physical}{}{}",
        change.action.raw(),
        change.name(),
        change.resource_type.raw(),
        change.level.words(),
        manner(change)
    )
}

/// Everything but what it is called.
fn manner(change: &Changed<'_>) -> String {
    let mut line = String::new();
    if let Some(replacement) = &change.replacement {
        line.push_str(&format!(", replacement {}", replacement.raw()));
    }
    if let Some(action) = &change.policy_action {
        line.push_str(&format!(", {}", action.raw()));
    }
    let scope: Vec<&str> = change.scope.iter().map(ResourceAttribute::raw).collect();
    if !scope.is_empty() {
        line.push_str(&format!(", changes {}", scope.join(", ")));
    }
    line
}

/// One property, with its values: in its line, or as a text under it.
fn detail(detail: &ChangeDetail, to: &mut Vec<Section>) {
    let attribute = detail.attribute.as_ref().map_or("", |one| one.raw());
    let name = detail.path.as_ref().or(detail.name.as_ref());
    let name = name.map_or("", |name| name.raw());
    // A path begins with the attribute, which need not be said twice.
    let name = match name
        .strip_prefix('/')
        .and_then(|path| path.strip_prefix(attribute))
    {
        Some(_) if !attribute.is_empty() => name.to_owned(),
        _ => format!("{attribute} {name}"),
    };
    let (line, text) = match values::of(detail) {
        values::Told::Nothing => (String::new(), None),
        values::Told::Line(line) => (line, None),
        values::Told::Text(text) => (String::new(), Some(text)),
    };
    let cut = match values::is_cut(detail) {
        true => " (AWS cut the values)",
        false => "",
    };
    to.push(fact("", format!("{name}{line}{cut}{}", reasons(detail))));
    to.extend(text);
}

/// Why it changes, and whether the resource has to be made anew for it.
fn reasons(detail: &ChangeDetail) -> String {
    let mut line = String::new();
    if let Some(word) = &detail.requires_recreation {
        line.push_str(&format!(", recreation {}", word.raw()));
    }
    if let Some(source) = &detail.source {
        line.push_str(&format!(", because of {}", source.raw()));
    }
    if let Some(cause) = &detail.causing_entity {
        line.push_str(&format!(" of {}", cause.raw()));
    }
    if let Some(word) = &detail.evaluation {
        line.push_str(&format!(", {}", word.raw()));
    }
    line
}
