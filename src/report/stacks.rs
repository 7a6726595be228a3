//! The answer of `check stacks`, as text and as JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{drift::Outcome, text::joined};
use crate::{
    cause::{
        chain::refused,
        stack_story::{Blame, StackStory},
    },
    facts::{Caller, Fault, Finding, Remote, Stack, StackName, numbered, stack::StackDriftStatus},
    rules::stacks::{Subject, Told, judge, missing},
};

/// A finished check.
#[derive(Debug)]
pub struct Checked<'a> {
    pub environment: &'a str,
    pub caller: Option<&'a Caller>,
    pub at: Timestamp,
    /// What could not be read, and of which environment.
    pub faults: Vec<(String, Fault)>,
    pub subjects: Vec<(&'a Stack, Option<&'a StackStory>)>,
    /// Watched, and not there.
    pub missing: Vec<StackName>,
}

impl Checked<'_> {
    pub fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.missing.iter().map(missing).collect();
        for (stack, story) in &self.subjects {
            let told = story.and_then(told);
            let told = told.as_ref();
            found.extend(judge(&Subject { stack, told }));
        }
        found.sort_by_key(|finding| finding.priority);
        found
    }

    pub fn status(&self) -> Outcome {
        if !self.findings().is_empty() {
            Outcome::Findings
        } else if self.faults.is_empty() {
            Outcome::InSync
        } else {
            Outcome::Unknown
        }
    }
}

/// The first failure of an operation, in words.
pub(super) fn told(story: &StackStory) -> Option<Told> {
    let failure = story.root.as_ref().or(story.rollback_root.as_ref())?;
    let event = story.told(failure)?;
    let status = event.status.as_ref();
    Some(Told {
        root: event.logical_id.raw().to_owned(),
        status: status.map_or("failed", |status| status.raw()).to_owned(),
        reason: event.reason.as_ref().map(|reason| reason.raw().to_owned()),
        at: event.at,
        refused: failure.denied.as_ref().map(refused),
        cause: failure.blame.as_ref().and_then(Blame::cause),
    })
}

pub fn as_text(checked: &Checked<'_>) -> String {
    let mut lines = vec![match checked.caller {
        Some(caller) => format!(
            "Stacks in {} ({}, {}) as {}",
            checked.environment,
            caller.account.raw(),
            caller.region.raw(),
            caller.arn.raw()
        ),
        None => format!(
            "Stacks in {}: the account is not known",
            checked.environment
        ),
    }];
    for (what, fault) in &checked.faults {
        lines.push(format!("? {what}: {} {}", fault.what, fault.hint));
    }
    let findings = checked.findings();
    for finding in &findings {
        let sign = match finding.rule.as_str() {
            "stack-failed" => "x",
            "stack-missing" => "-",
            _ => "!",
        };
        lines.push(format!("{sign} {}", finding.title));
        for evidence in finding.evidence.iter().skip(1) {
            let at = evidence.at.map_or(String::new(), |at| format!("{at} "));
            lines.push(format!("    {at}{}", evidence.what));
        }
        lines.push(format!("    {}", finding.remedy));
    }
    let verdict = match checked.status() {
        Outcome::InSync => "well",
        Outcome::Findings => "failed or drifted",
        Outcome::Unknown => "could not tell",
    };
    lines.push(format!(
        "{verdict}: {}, {} unknown, {}",
        numbered(findings.len(), "finding"),
        checked.faults.len(),
        numbered(checked.subjects.len(), "stack")
    ));
    joined(&lines)
}

pub fn as_json(checked: &Checked<'_>) -> String {
    let value = json!({
        "schema": 1,
        "command": "check stacks",
        "generated_at": checked.at.to_string(),
        "environment": checked.environment,
        "account": checked.caller.map(|caller| caller.account.raw()),
        "region": checked.caller.map(|caller| caller.region.raw()),
        "status": checked.status().word(),
        "findings": checked.findings(),
        "unknown": unknown(&checked.faults),
        "stacks": checked.subjects.iter().map(stack).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

pub(super) fn unknown(faults: &[(String, Fault)]) -> Vec<Value> {
    faults
        .iter()
        .map(|(what, fault)| json!({"what": what, "why": fault.what, "hint": fault.hint}))
        .collect()
}

fn stack((stack, story): &(&Stack, Option<&StackStory>)) -> Value {
    let told = story.and_then(told);
    json!({
        "name": stack.name.raw(),
        "id": stack.id.raw(),
        "status": stack.status.raw(),
        "reason": stack.reason.as_ref().map(Remote::raw),
        "drift": stack.drift.as_ref().map(StackDriftStatus::raw),
        "written": stack.written(),
        "root": told.map(|told| json!({
            "resource": told.root,
            "status": told.status,
            "at": told.at,
            "reason": told.reason,
            "denied": story.and_then(|story| story.root.as_ref()?.denied.as_ref()).map(|denied| json!({
                "principal": denied.principal.as_ref().map(Remote::raw),
                "action": denied.action,
                "resource": denied.resource.as_ref().map(Remote::raw),
            })),
            "cause": told.cause,
        })),
    })
}
