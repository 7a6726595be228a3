//! The change sets of a stack, newest first.

use super::{Open, asks, words};
use crate::{
    ask::cloudformation,
    facts::{
        ChangeSetId, ChangeSetSummary,
        stack::{ChangeSetStatus, ExecutionStatus},
    },
    panes::Cx,
    ui::{Line, Role},
};

const STATUS: usize = 19;
const EXECUTION: usize = 20;
const CREATED: usize = 18;

fn all<'a>(open: &Open, cx: &Cx<'a>) -> &'a [ChangeSetSummary] {
    asks::view_answer::<cloudformation::ChangeSets>(open, cx).map_or(&[], Vec::as_slice)
}

pub(super) fn names(open: &Open, cx: &Cx<'_>) -> Vec<String> {
    let all = all(open, cx).iter();
    all.map(|one| one.name.raw().to_owned()).collect()
}

pub(super) fn of_status(status: &ChangeSetStatus, execution: &ExecutionStatus) -> (char, Role) {
    match (status, execution) {
        (ChangeSetStatus::Failed | ChangeSetStatus::DeleteFailed, _) => ('x', Role::Bad),
        (_, ExecutionStatus::Failed | ExecutionStatus::Obsolete) => ('x', Role::Bad),
        (_, ExecutionStatus::InProgress) => ('>', Role::Info),
        (ChangeSetStatus::CreatePending | ChangeSetStatus::CreateInProgress, _) => {
            ('>', Role::Info)
        }
        (_, ExecutionStatus::Available | ExecutionStatus::Complete) => ('=', Role::Good),
        _ => ('?', Role::Warn),
    }
}

pub(super) fn heading(width: usize) -> Line {
    let name = width.saturating_sub(STATUS + EXECUTION + CREATED + 2);
    Line::of(
        Role::Dim,
        format!(
            "  {:<name$}{:<STATUS$}{:<EXECUTION$}{:<CREATED$}",
            "change set", "status", "execution", "created"
        ),
    )
}

pub(super) fn row(open: &Open, at: usize, width: usize, role: Role, cx: &Cx<'_>) -> Line {
    let Some(one) = all(open, cx).get(at) else {
        return Line::empty();
    };
    let name = width.saturating_sub(STATUS + EXECUTION + CREATED + 2);
    let (letter, state) = of_status(&one.status, &one.execution);
    let created = one.created.map_or(String::new(), words::minute);
    Line::of(state, format!("{letter} "))
        .then(role, words::cell(one.name.raw(), name.saturating_sub(1)))
        .then(
            Role::Text,
            format!(" {}", words::cell(one.status.raw(), STATUS - 1)),
        )
        .then(
            state,
            format!(" {}", words::cell(one.execution.raw(), EXECUTION - 1)),
        )
        .then(Role::Dim, created)
}

pub(super) fn about(open: &Open, at: usize, cx: &Cx<'_>) -> Vec<Line> {
    let Some(one) = all(open, cx).get(at) else {
        return Vec::new();
    };
    let mut lines = vec![Line::of(Role::Strong, one.name.raw().to_owned())];
    if let Some(said) = impact(&one.execution) {
        lines.push(Line::of(Role::Warn, said));
    }
    if let Some(reason) = &one.reason {
        lines.push(words::label("Reason").then(Role::Text, reason.raw().to_owned()));
    }
    if let Some(description) = &one.description {
        lines.push(words::label("Says").then(Role::Text, description.raw().to_owned()));
    }
    if one.parent.is_some() {
        lines.push(
            words::label("").then(Role::Dim, "It belongs to a change set of a parent stack."),
        );
    }
    lines
}

/// What a state means for whoever wanted to execute it.
pub(super) fn impact(execution: &ExecutionStatus) -> Option<&'static str> {
    Some(match execution {
        ExecutionStatus::Obsolete => {
            "OBSOLETE: the stack was updated since, so it cannot be executed. Create it anew."
        }
        ExecutionStatus::Unavailable => {
            "UNAVAILABLE: it cannot be executed; the status and its reason say why."
        }
        ExecutionStatus::Failed => "EXECUTE_FAILED: it was executed, and that failed.",
        ExecutionStatus::Complete => "It has been executed already.",
        ExecutionStatus::InProgress => "It is being executed.",
        ExecutionStatus::Available => return None,
        ExecutionStatus::Unknown(_) => "Whether it can be executed is not known.",
    })
}

pub(super) fn id(open: &Open, at: usize, cx: &Cx<'_>) -> Option<ChangeSetId> {
    all(open, cx).get(at).map(|one| one.id.clone())
}
