//! Where a step leads: to what the runbook is carried out for, in the pane that shows it.

use crate::{
    ask::{Question, journal},
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
        SubjectKind::Stack => Some(of_stack(step, &StackName::from(subject), cx)),
        SubjectKind::Role => Some(Destination::Role(RoleName::from(subject), None)),
        SubjectKind::Run => Some(Destination::Run(RunId(subject.parse().ok()?))),
        SubjectKind::Service => Some(Destination::Service(subject.to_owned())),
        SubjectKind::None => None,
    }
}

/// To what was made to be looked at and executed, where there is such a change set.
fn of_stack(step: &Step, stack: &StackName, cx: &Cx<'_>) -> Destination {
    let of_change_set = match &step.kind {
        Kind::Human { .. } => true,
        Kind::Propose { command, .. } => command == "stacks.execute-change-set",
        _ => false,
    };
    let view = cx.store.get(&journal::Entries.here());
    let left = view
        .into_iter()
        .flat_map(|view| view.left_over.iter().rev());
    let mut made = left.filter(|one| one.stack == *stack && one.environment == *cx.environment);
    match made
        .find_map(|one| one.id.clone())
        .filter(|_| of_change_set)
    {
        Some(id) => Destination::ChangeSet(stack.clone(), id),
        None => Destination::Stack(stack.clone()),
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
