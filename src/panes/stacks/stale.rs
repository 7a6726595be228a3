//! What a stale stack says of itself: what it is behind, who failed for it, and what
//! brings it up to date.

use super::{naming, words};
use crate::{
    ask::{Question, cloudformation},
    facts::{
        StackName,
        stack::{ChangeSetSummary, ExecutionStatus},
    },
    gate::writes::PREFIX,
    panes::Cx,
    rules::stacks::StaleStack,
    ui::{Destination, Line, Role},
};

/// So many change sets are named; the rest are counted.
const SHOWN: usize = 3;
const CHANGE_SET: &str = "stacks.create-change-set";

pub(super) fn lines(stale: &StaleStack, cx: &Cx<'_>) -> Vec<Line> {
    let (stack, failed) = (&stale.stack, &stale.failed);
    let refused = format!("in stack {}, {}", failed.raw(), cx.dated(stale.at));
    let mut file = stale.file.clone();
    if stale.is_found {
        file.push_str(", found by search, not configured");
    }
    let mut lines = vec![first(stack, stale.is_found, cx)];
    lines.extend(lines_of_available(stack, cx));
    lines.extend([
        words::label("Refused").then(Role::Text, stale.refused.as_str()),
        words::label("")
            .then(Role::Dim, refused)
            .leading_to(Destination::Stack(failed.clone())),
        words::label("Template").then(Role::Text, file),
    ]);
    lines.extend(naming::of_stale(stale, cx));
    lines
}

/// A template that nobody named can make no change set yet.
fn first(stack: &StackName, is_found: bool, cx: &Cx<'_>) -> Line {
    let line = Line::of(Role::Warn, "~ ");
    let said = "stale: the template is ahead";
    if is_found {
        return line.behind(Role::Strong, said);
    }
    if let Some(made) = made_here(stack, cx) {
        return line
            .behind(
                Role::Strong,
                format!(
                    "{said}; look at what {} changes, and execute it",
                    made.name.raw()
                ),
            )
            .leading_to(Destination::ChangeSet(stack.clone(), made.id.clone()));
    }
    let key = cx.key(CHANGE_SET);
    line.behind(Role::Strong, format!("{said}; {key} makes a change set"))
        .leading_to(Destination::Proposal(stack.clone(), CHANGE_SET))
}

/// The change sets that wait for nothing but to be executed, newest first: where they
/// were read, and only then.
fn available<'a>(stack: &StackName, cx: &Cx<'a>) -> Vec<&'a ChangeSetSummary> {
    let all = cloudformation::ChangeSets(stack.clone()).of(cx.environment);
    let all = cx.store.get(&all).map_or(&[][..], Vec::as_slice);
    let mut available: Vec<_> = all
        .iter()
        .filter(|one| one.execution == ExecutionStatus::Available)
        .collect();
    available.sort_by_key(|one| std::cmp::Reverse(one.created));
    available
}

/// The newest of those that Watchkeeper made.
pub(super) fn made_here<'a>(stack: &StackName, cx: &Cx<'a>) -> Option<&'a ChangeSetSummary> {
    let all = available(stack, cx);
    all.into_iter()
        .find(|one| one.name.raw().starts_with(PREFIX))
}

fn lines_of_available(stack: &StackName, cx: &Cx<'_>) -> Vec<Line> {
    let available = available(stack, cx);
    let line = |(at, one): (usize, &&ChangeSetSummary)| {
        let created = one
            .created
            .map_or(String::new(), |at| format!(", {}", cx.dated(at)));
        words::label(if at == 0 { "Available" } else { "" })
            .then(
                Role::Text,
                format!("change set {}{created}", one.name.raw()),
            )
            .leading_to(Destination::ChangeSet(stack.clone(), one.id.clone()))
    };
    let mut lines: Vec<Line> = available.iter().enumerate().take(SHOWN).map(line).collect();
    if available.len() > SHOWN {
        let more = available.len() - SHOWN;
        let said = format!("{more} more ({} lists all)", cx.key("stacks.change-sets"));
        lines.push(words::label("").then(Role::Dim, said));
    }
    lines
}
