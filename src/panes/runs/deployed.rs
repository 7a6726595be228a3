//! What is deployed to each of the repository's environments, beside the runs that did it.

use super::log::artifact;
use crate::{
    checks::{
        Registered,
        deployed::{Deployed, DeployedTo},
    },
    facts::Remote,
    panes::Cx,
    ui::{Destination, Line, Role},
};

pub(super) fn lines(cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![Line::of(Role::Strong, "What is deployed")];
    let check = Deployed::of(cx.environment);
    let Some(report) = cx.store.conclusion(&check) else {
        let asks = check.topic().asks(cx.settings, cx.store);
        lines.extend(cx.unread(&asks, "It was not read yet."));
        return lines;
    };
    if report.environments.is_empty() {
        let said = "No deployment to an environment on GitHub is known.";
        lines.push(Line::of(Role::Text, said));
    }
    let branch = report.branch.as_ref().map_or("the branch", Remote::raw);
    for one in &report.environments {
        lines.push(Line::empty());
        lines.extend(of_environment(one, branch, cx));
    }
    lines
}

fn of_environment(one: &DeployedTo, branch: &str, cx: &Cx<'_>) -> Vec<Line> {
    let (sign, role) = match one.sha {
        Some(_) => ("= ", Role::Good),
        None => ("? ", Role::Warn),
    };
    let at = one
        .at
        .map_or(String::new(), |at| format!("   {}", cx.dated(at)));
    let mut lines = vec![
        Line::of(role, sign)
            .then(Role::Strong, one.name.raw())
            .then(Role::Text, format!("   {}", one.short()))
            .then(Role::Dim, at),
    ];
    lines.extend(one.run.map(|run| {
        let by = Line::indented(2, Role::Text, format!("by run {}", run.0));
        by.leading_to(Destination::Run(run))
    }));
    lines.push(Line::indented(2, Role::Dim, one.said.as_str()));
    if one.sha.is_some() {
        lines.push(Line::indented(2, Role::Text, one.distance(branch)));
    }
    lines.extend(one.newer.as_ref().map(|state| {
        let said = format!("a newer deployment is {}", state.raw());
        Line::indented(2, Role::Warn, said)
    }));
    let left = one.artifacts.iter().flatten();
    lines.extend(left.flat_map(|one| artifact(one, cx)));
    lines
}
