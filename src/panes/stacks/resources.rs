//! The stack's resources as CloudFormation has them.

use super::{Open, asks, known, words};
use crate::{
    ask::cloudformation,
    facts::{LogicalId, PhysicalId, StackId, StackResource, StackStatus},
    panes::Cx,
    ui::{Line, Role},
};

const STATUS: usize = 25;
const DRIFT: usize = 13;

fn all<'a>(open: &Open, cx: &Cx<'a>) -> &'a [StackResource] {
    asks::view_answer::<cloudformation::Resources>(open, cx)
        .map_or(&[], |found| found.resources.as_slice())
}

pub(super) fn names(open: &Open, cx: &Cx<'_>) -> Vec<String> {
    let name =
        |one: &StackResource| format!("{} {}", one.logical_id.raw(), one.resource_type.raw());
    all(open, cx).iter().map(name).collect()
}

fn widths(width: usize) -> (usize, usize) {
    let left = width.saturating_sub(STATUS + DRIFT + 2);
    (left / 2, left - left / 2)
}

pub(super) fn heading(width: usize) -> Line {
    let (name, kind) = widths(width);
    Line::of(
        Role::Dim,
        format!(
            "  {:<name$}{:<kind$}{:<STATUS$}{:<DRIFT$}",
            "resource", "type", "status", "drift"
        ),
    )
}

pub(super) fn row(
    open: &Open,
    at: usize,
    width: usize,
    role: Role,
    skipped: bool,
    cx: &Cx<'_>,
) -> Line {
    let Some(one) = all(open, cx).get(at) else {
        return Line::empty();
    };
    let (name, kind) = widths(width);
    let (letter, state) = match skipped {
        true => ('S', Role::Warn),
        false => words::of_resource(&one.status),
    };
    let drift = one.drift.as_ref().map(|drift| {
        let (letter, role) = words::of_resource_drift(drift);
        (format!("{letter} {}", drift.raw()), role)
    });
    let (drift, drift_role) = drift.unwrap_or((String::new(), Role::Dim));
    Line::of(state, format!("{letter} "))
        .then(
            role,
            words::cell(one.logical_id.raw(), name.saturating_sub(1)),
        )
        .then(
            Role::Dim,
            format!(
                " {}",
                words::cell(one.resource_type.raw(), kind.saturating_sub(1))
            ),
        )
        .then(
            state,
            format!(" {}", words::cell(one.status.raw(), STATUS - 1)),
        )
        .then(drift_role, words::cell(&drift, DRIFT))
}

pub(super) fn about(open: &Open, at: usize, skipped: bool, cx: &Cx<'_>) -> Vec<Line> {
    let Some(one) = all(open, cx).get(at) else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::of(Role::Strong, one.logical_id.raw().to_owned())
            .then(Role::Dim, format!("   {}", one.resource_type.raw())),
    ];
    if let Some(id) = &one.physical_id {
        lines.push(words::label("Physical").then(Role::Text, id.raw().to_owned()));
    }
    if let Some(at) = one.updated {
        lines.push(words::label("Updated").then(Role::Text, words::minute(at)));
    }
    if let Some(reason) = &one.reason {
        lines.push(words::label("Reason").then(Role::Text, reason.raw().to_owned()));
    }
    if skipped {
        let said = "S: left out when the roll back is continued. CloudFormation then believes it to be rolled back.";
        lines.push(words::label("").then(Role::Warn, said));
    }
    if nested(open, at, cx).is_some() {
        let said = "A nested stack: Enter opens it.";
        lines.push(words::label("").then(Role::Info, said));
    }
    lines
}

/// A copy is what other tools take: the physical id, where there is one.
pub(super) fn name(open: &Open, at: usize, cx: &Cx<'_>) -> Option<String> {
    let one = all(open, cx).get(at)?;
    let physical = one.physical_id.as_ref().map(PhysicalId::raw);
    Some(physical.unwrap_or(one.logical_id.raw()).to_owned())
}

pub(super) fn nested(open: &Open, at: usize, cx: &Cx<'_>) -> Option<StackId> {
    let one = all(open, cx).get(at)?;
    let is_stack = one.resource_type.is_stack();
    one.physical_id.as_ref().filter(|_| is_stack)?.stack()
}

/// What may be left out of a roll back that stuck: a resource that failed in it.
pub(super) fn stuck(open: &Open, at: usize, cx: &Cx<'_>) -> Option<LogicalId> {
    let stack = known::stack(&open.stack, cx)?;
    let sticks = stack.status == StackStatus::UpdateRollbackFailed;
    let one = all(open, cx)
        .get(at)
        .filter(|one| sticks && one.status.is_failed())?;
    Some(one.logical_id.clone())
}

pub(super) fn is_failure(open: &Open, at: usize, cx: &Cx<'_>) -> bool {
    all(open, cx)
        .get(at)
        .is_some_and(|one| one.status.is_failed())
}
