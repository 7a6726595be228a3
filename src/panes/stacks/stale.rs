//! What a stale stack says of itself: what it is behind, who failed for it, and what
//! brings it up to date.

use super::{naming, words};
use crate::{
    ask::{Question, cloudformation},
    facts::{StackName, stack::ExecutionStatus},
    panes::Cx,
    rules::stacks::StaleStack,
    ui::{Destination, Line, Role},
};

const CHANGE_SET: &str = "stacks.create-change-set";

pub(super) fn lines(stale: &StaleStack, cx: &Cx<'_>) -> Vec<Line> {
    let (stack, failed) = (&stale.stack, &stale.failed);
    let refused = format!("in stack {}, {}", failed.raw(), cx.dated(stale.at));
    let mut file = stale.file.clone();
    if stale.is_found {
        file.push_str(", found by search, not configured");
    }
    let mut lines = vec![
        first(stack, stale.is_found, cx),
        words::label("Refused").then(Role::Text, stale.refused.as_str()),
        words::label("")
            .then(Role::Dim, refused)
            .leading_to(Destination::Stack(failed.clone())),
        words::label("Template").then(Role::Text, file),
    ];
    lines.extend(naming::of_stale(stale, cx));
    lines
}

/// A template that nobody named can make no change set yet.
fn first(stack: &StackName, is_found: bool, cx: &Cx<'_>) -> Line {
    let line = Line::of(Role::Warn, "~ ");
    let said = "stale: the template is ahead";
    let available = available(stack, cx);
    if is_found {
        return line.behind(Role::Strong, format!("{said}{available}"));
    }
    let key = cx.key(CHANGE_SET);
    line.behind(
        Role::Strong,
        format!("{said}; {key} makes a change set{available}"),
    )
    .leading_to(Destination::Proposal(stack.clone(), CHANGE_SET))
}

/// Those that wait for nothing but to be executed: where they were read, and only then.
fn available(stack: &StackName, cx: &Cx<'_>) -> String {
    let all = cloudformation::ChangeSets(stack.clone()).of(cx.environment);
    let all = cx.store.get(&all).map_or(&[][..], Vec::as_slice);
    let available = all
        .iter()
        .filter(|one| one.execution == ExecutionStatus::Available);
    match available.count() {
        0 => String::new(),
        count => format!(" ({count} AVAILABLE)"),
    }
}
