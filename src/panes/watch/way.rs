//! Where a finding or a link of a chain leads: to the pane and the row that shows more of
//! it, in its environment.

use crate::{
    cause::chain::{Link, LinkKind},
    checks::{run::JobFailure, watch::Trouble},
    facts::{EnvironmentName, Finding, ResourceName, RoleName, StackName, actions::RunId},
    panes::{Cx, runs::of_chain},
    ui::Destination,
};

/// To the row of the check that found it.
pub(super) fn of_finding(
    check: &str,
    finding: &Finding,
    environment: &EnvironmentName,
    cx: &Cx<'_>,
) -> Option<Destination> {
    let subject = &finding.subject;
    let to = match check {
        "stacks" => Destination::Stack(StackName::from(subject.name.as_str())),
        "runs" => Destination::Run(RunId(subject.name.parse().ok()?)),
        "registry" => Destination::Service(subject.name.clone()),
        "health" => {
            let name = ResourceName::from(subject.name.as_str());
            Destination::Health(finding.rule.clone(), name)
        }
        "pipeline" => Destination::Rule(finding.rule.clone()),
        "drift" => of_drift(finding)?,
        _ => return None,
    };
    Some(there(to, environment, cx))
}

fn of_drift(finding: &Finding) -> Option<Destination> {
    let subject = &finding.subject;
    if subject.kind == "file" {
        return Some(Destination::File {
            path: subject.name.clone(),
            line: None,
        });
    }
    let role = subject.parent.as_ref().unwrap_or(&subject.name);
    Some(Destination::Role(RoleName::from(role.as_str()), None))
}

/// To what the link names.
pub(super) fn of_link(link: &Link, trouble: &Trouble, cx: &Cx<'_>) -> Option<Destination> {
    let name = StackName::from(link.subject.as_str());
    let to = match link.kind {
        LinkKind::Run => Destination::Run(RunId(trouble.finding.subject.name.parse().ok()?)),
        LinkKind::Deploys => Destination::Stack(name),
        LinkKind::Cause => {
            cx.store.stack_named(&trouble.environment, &name)?;
            Destination::Stack(name)
        }
        LinkKind::Entries => {
            let (service, _) = link.subject.split_once(" of ")?;
            Destination::Service(service.to_owned())
        }
        LinkKind::Function | LinkKind::Alarm => {
            let rule = match link.kind {
                LinkKind::Alarm => "alarm",
                _ => "function-runs",
            };
            let name = ResourceName::from(link.subject.as_str());
            Destination::Health(rule.to_owned(), name)
        }
        LinkKind::Stack | LinkKind::Live => of_chain(link)?,
        LinkKind::Repository if link.evidence.contains('/') => of_chain(link)?,
        _ => return None,
    };
    Some(there(to, &trouble.environment, cx))
}

/// The job that the link is of, as the run's story has it.
pub(super) fn failure<'a>(link: &Link, trouble: &Trouble, cx: &Cx<'a>) -> Option<&'a JobFailure> {
    let run = RunId(trouble.finding.subject.name.parse().ok()?);
    let mut told = cx.store.stories(run);
    let (_, story) = told.find(|(of, _)| **of == trouble.environment)?;
    let mut failures = story.failures.iter();
    failures.find(|failure| failure.name() == link.subject)
}

pub(super) fn there(to: Destination, environment: &EnvironmentName, cx: &Cx<'_>) -> Destination {
    match environment == cx.environment {
        true => to,
        false => Destination::Environment(environment.clone(), Some(Box::new(to))),
    }
}
