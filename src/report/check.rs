//! The answer of `check X`, as text and as JSON: what is the same for all checks, and
//! around it what only one check has to say. Judges nothing.

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    deployed, drift,
    envelope::Envelope,
    finding::{finding_lines, unknown_line},
    health, pipeline, registry, runs, stacks,
    text::joined,
    watch,
};
use crate::{
    checks::{Command, Conclusion, Outcome, Store, Summary, Topic, Weighed, weigh},
    facts::{Acceptance, Caller, Fault, Finding, Priority, numbered},
};

/// A finished check.
#[derive(Debug)]
pub struct Checked<'a> {
    pub command: &'a Command,
    pub topic: &'a Topic,
    pub conclusion: &'a Conclusion,
    /// What was read: the evidence beside the findings is in it.
    pub store: &'a Store,
    pub at: Timestamp,
    /// What could not be read, and of which environment.
    pub faults: Vec<(String, Fault)>,
    /// What the project accepts for a while.
    pub acceptances: &'a [Acceptance],
}

impl Checked<'_> {
    fn caller(&self) -> Option<&Caller> {
        self.store.caller(self.topic.environment())
    }

    /// With what of its findings is accepted taken out of them.
    pub(super) fn summary(&self) -> (Summary, Vec<(Finding, Acceptance)>) {
        let mut summary = self.topic.summary(self.conclusion, self.faults.len());
        let open = summary.unknown.len() + self.faults.len();
        let (acceptances, command) = (self.acceptances, self.command);
        let today = self.at.to_zoned(TimeZone::UTC).date();
        let before = std::mem::take(&mut summary.findings);
        let Weighed {
            open: findings,
            accepted,
        } = weigh(before.clone(), acceptances, command, today, open == 0);
        if findings != before {
            let unknown = summary.unknown.len();
            let (topic, faults) = (self.topic, self.faults.len());
            summary.status = topic.status(self.conclusion, findings.len(), unknown, faults);
        }
        if !accepted.is_empty() {
            let said = format!("{} accepted", accepted.len());
            summary.counts.push(said);
        }
        summary.findings = findings;
        (summary, accepted)
    }

    /// `drifted: 2 findings, 1 unknown, 3 in sync`
    pub(super) fn verdict(&self, summary: &Summary) -> String {
        let verdict = match summary.status {
            Outcome::Well => self.command.well,
            Outcome::Findings => self.command.found,
            Outcome::Unknown => "could not tell",
        };
        let mut counts = vec![
            numbered(summary.findings.len(), "finding"),
            format!("{} unknown", summary.unknown.len() + self.faults.len()),
        ];
        counts.extend(summary.counts.iter().cloned());
        format!("{verdict}: {}", counts.join(", "))
    }

    pub(super) fn fault_lines(&self) -> Vec<String> {
        self.faults.iter().map(fault_line).collect()
    }

    /// How it ends for who minds only findings of this priority and graver ones. Without
    /// any it still is not known whether there are some where something could not be told.
    pub fn outcome(&self, least: Option<Priority>) -> Outcome {
        let (summary, _) = self.summary();
        let Some(least) = least.filter(|_| summary.status == Outcome::Findings) else {
            return summary.status;
        };
        let minds = summary
            .findings
            .iter()
            .any(|finding| finding.priority <= least);
        let open = summary.unknown.len() + self.faults.len();
        match (minds, open) {
            (true, _) => Outcome::Findings,
            (false, 0) => Outcome::Well,
            (false, _) => Outcome::Unknown,
        }
    }
}

pub fn as_text(checked: &Checked<'_>) -> String {
    let (summary, _) = checked.summary();
    let mut lines = vec![heading(checked)];
    lines.extend(checked.fault_lines());
    match checked.conclusion {
        Conclusion::Drift(report) => lines.extend(drift::lines(report, checked.store)),
        Conclusion::Deployed(report) => {
            lines.extend(summary.unknown.iter().map(unknown_line));
            lines.extend(deployed::lines(report));
        }
        Conclusion::Health(report) => {
            lines.extend(health::lines(report));
            lines.extend(summary.findings.iter().flat_map(finding_lines));
        }
        Conclusion::Pipeline(report) => lines.extend(pipeline::lines(report)),
        Conclusion::Watch(report) => lines.extend(watch::lines(report)),
        _ => {
            lines.extend(summary.unknown.iter().map(unknown_line));
            lines.extend(summary.findings.iter().flat_map(finding_lines));
        }
    }
    lines.push(checked.verdict(&summary));
    joined(&lines)
}

pub(super) fn heading(checked: &Checked<'_>) -> String {
    let of_github = match checked.conclusion {
        Conclusion::Runs(report) => Some(report.repository.as_ref()),
        Conclusion::Deployed(report) => Some(report.repository.as_ref()),
        _ => None,
    };
    if let Some(of) = of_github {
        return match of {
            Some(of) => format!("{} of {of}", checked.command.heading),
            None => format!("{}: the repository is not known", checked.command.heading),
        };
    }
    if let Conclusion::Pipeline(report) = checked.conclusion {
        return format!("{}: {}", checked.command.heading, report.state().word());
    }
    let (what, environment) = (checked.command.heading, checked.topic.environment().raw());
    match checked.caller() {
        Some(caller) => format!(
            "{what} in {environment} ({}, {}) as {}",
            caller.account.raw(),
            caller.region.raw(),
            caller.arn.raw()
        ),
        None => format!("{what} in {environment}: the account is not known"),
    }
}

pub(super) fn fault_line((what, fault): &(String, Fault)) -> String {
    format!("? {what}: {} {}", fault.what, fault.hint)
}

pub fn as_json(checked: &Checked<'_>) -> String {
    let (summary, accepted) = checked.summary();
    let mut value = Envelope {
        command: &format!("check {}", checked.command.name),
        at: checked.at,
        environment: checked.topic.environment(),
        caller: checked.caller(),
        status: summary.status,
        faults: &checked.faults,
        unknown: &summary.unknown,
    }
    .value();
    value["findings"] = json!(summary.findings);
    if !accepted.is_empty() {
        let accepted = accepted.iter().map(|(finding, by)| {
            json!({"id": finding.id, "rule": finding.rule, "why": by.why, "until": by.until, "by": by.by})
        });
        value["accepted"] = accepted.collect();
    }
    let details: Vec<(&str, Value)> = match checked.conclusion {
        Conclusion::Drift(report) => drift::details(report, checked.store),
        Conclusion::Stacks(report) => stacks::details(report),
        Conclusion::Runs(report) => runs::details(report),
        Conclusion::Deployed(report) => deployed::details(report),
        Conclusion::Registry(report) => registry::details(report),
        Conclusion::Health(report) => health::details(report),
        Conclusion::Pipeline(report) => pipeline::details(report),
        Conclusion::Watch(report) => watch::details(report),
        _ => Vec::new(),
    };
    for (name, detail) in details {
        value[name] = detail;
    }
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
