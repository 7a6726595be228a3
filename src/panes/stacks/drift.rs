//! What CloudFormation's last drift detection found, and what it cannot see.

use super::words;
use crate::{
    facts::{
        ResourceDrift, Stack,
        stack::{PropertyDifference, ResourceDriftStatus, StackDriftStatus},
    },
    panes::Cx,
    ui::{Line, Role},
};

/// Known since years, and the reason why this program compares policies itself.
const BLIND: &[&str] = &[
    "CloudFormation compares only the properties that the template sets.",
    "Added inline policies, attached managed policies and changed documents of managed policies are reported as IN_SYNC: the Drift pane compares those.",
    "Nested stacks are not included.",
];

pub(super) fn lines(stack: &Stack, drifts: &[ResourceDrift], cx: &Cx<'_>) -> Vec<Line> {
    let again = cx.key("stacks.detect-drift");
    let (letter, said, role) = words::of_drift(stack.drift.as_ref());
    let checked = stack
        .drift_checked
        .map_or("never, or not known".to_owned(), |at| cx.dated(at));
    let mut lines = vec![
        Line::of(role, format!("{letter} "))
            .then(role, said)
            .then(Role::Dim, format!("   detected {checked}")),
        Line::indented(2, Role::Dim, format!("{again} runs the drift detection.")),
        Line::empty(),
    ];
    for blind in BLIND {
        lines.push(Line::of(Role::Warn, "! ").behind(Role::Text, *blind));
    }
    lines.push(Line::empty());
    let mut drifts: Vec<&ResourceDrift> = drifts.iter().collect();
    drifts.sort_by_key(|one| one.status == ResourceDriftStatus::InSync);
    if drifts.is_empty() {
        lines.push(Line::of(Role::Text, without_resources(stack)));
    }
    lines.extend(drifts.into_iter().flat_map(resource));
    lines
}

/// Only resources that it looked at are named, and of some it names none.
fn without_resources(stack: &Stack) -> &'static str {
    match &stack.drift {
        Some(StackDriftStatus::InSync) => "It names no resource that differs.",
        Some(StackDriftStatus::Drifted) => "It does not say which resources differ.",
        _ => "No drift detection has been run on this stack's resources yet.",
    }
}

fn resource(one: &ResourceDrift) -> Vec<Line> {
    let (letter, role) = words::of_resource_drift(&one.status);
    let mut lines = vec![
        Line::of(role, format!("{letter} "))
            .then(Role::Strong, one.logical_id.raw().to_owned())
            .then(role, format!("   {}", one.status.raw()))
            .then(Role::Dim, format!("   {}", one.resource_type.raw())),
    ];
    if let Some(reason) = &one.reason {
        lines.push(Line::indented(4, Role::Text, reason.raw()));
    }
    lines.extend(one.differences.iter().flat_map(difference));
    lines
}

/// `-` is what the template says, `+` what is live.
fn difference(one: &PropertyDifference) -> Vec<Line> {
    let mut lines = vec![
        Line::of(Role::Text, "    ")
            .then(Role::Text, format!("{}   ", one.path.raw()))
            .then(Role::Dim, one.kind.raw().to_owned()),
    ];
    let sides = [
        ("      - ", Role::Removed, &one.expected),
        ("      + ", Role::Added, &one.actual),
    ];
    for (gutter, role, value) in sides {
        lines.push(
            Line::of(role, gutter)
                .then(role, value.text.raw().to_owned())
                .hanging(10),
        );
        if value.truncated {
            lines.push(Line::of(Role::Bad, "        ").then(Role::Bad, "did not come whole"));
        }
    }
    lines
}
