//! Where a step leads: to what the runbook is carried out for, in the pane that shows it.

use crate::{
    checks::watch::Watch,
    facts::{RoleName, StackName, actions::RunId},
    panes::Cx,
    runbooks::{Kind, Runbook, Step, SubjectKind},
    ui::Destination,
};

pub(super) fn of_step(
    book: &Runbook,
    step: &Step,
    subject: &str,
    cx: &Cx<'_>,
) -> Option<Destination> {
    let of_runs =
        matches!(&step.kind, Kind::Propose { command, .. } if command.starts_with("runs."));
    match book.subject {
        SubjectKind::Stack if of_runs => failed_run(subject, cx),
        SubjectKind::Stack => Some(Destination::Stack(StackName::from(subject))),
        SubjectKind::Role => Some(Destination::Role(RoleName::from(subject), None)),
        SubjectKind::Run => Some(Destination::Run(RunId(subject.parse().ok()?))),
        SubjectKind::Service => Some(Destination::Service(subject.to_owned())),
        SubjectKind::None => None,
    }
}

/// The run that failed for the stack, as the chain of what is wrong has it.
fn failed_run(stack: &str, cx: &Cx<'_>) -> Option<Destination> {
    let report = cx.store.conclusion(&Watch::of(cx.environment))?;
    let mut troubles = report.troubles.iter();
    let trouble = troubles.find(|trouble| {
        let names = trouble.chain.iter().any(|link| link.subject == stack);
        names && (trouble.check == "runs" || trouble.also.iter().any(|(check, _)| check == "runs"))
    })?;
    let itself = (trouble.check.as_str(), &trouble.finding);
    let also = trouble.also.iter();
    let mut all = std::iter::once(itself).chain(also.map(|(check, it)| (check.as_str(), it)));
    let (_, of_run) = all.find(|(check, _)| *check == "runs")?;
    Some(Destination::Run(RunId(of_run.subject.name.parse().ok()?)))
}
