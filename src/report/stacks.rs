//! The answer of `check stacks`, as text and as JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{drift::Outcome, text::joined};
use crate::{
    cause::{
        chain::refused,
        stack_story::{Culprit, Ending, StackStory, ToldFailure},
    },
    facts::{
        Caller, Denied, Fault, Finding, Remote, Stack, StackName, Unknown, numbered,
        stack::StackDriftStatus,
    },
    rules::stacks::{Ended, FailureSummary, Subject, judge, missing},
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
            let [told, back] = story.map_or([None, None], both);
            found.extend(judge(&Subject {
                stack,
                told: told.as_ref(),
                back: back.as_ref(),
                ended: story.and_then(ended).as_ref(),
            }));
        }
        found.sort_by_key(|finding| finding.priority);
        found
    }

    /// What the stories rest on and could not be read, each once.
    fn unread(&self) -> Vec<Unknown> {
        let stories = self.subjects.iter().filter_map(|(_, story)| *story);
        let mut found: Vec<Unknown> = Vec::new();
        for unknown in stories.flat_map(not_read) {
            if !found.contains(&unknown) {
                found.push(unknown);
            }
        }
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

/// The first failure of the way forward, and the one that stopped the way back.
fn both(story: &StackStory) -> [Option<FailureSummary>; 2] {
    [&story.root, &story.rollback_root].map(|failure| told(story, failure.as_ref()?))
}

/// What ended an operation in which nothing had to fail.
fn ended(story: &StackStory) -> Option<Ended> {
    let ending = story.ending?;
    Some(Ended {
        turned_down: matches!(ending, Ending::TurnedDown(_)),
        what: story.ended()?,
        at: story.events.get(ending.event())?.event.at,
    })
}

/// A failure of an operation, in words.
fn told(story: &StackStory, failure: &ToldFailure) -> Option<FailureSummary> {
    let event = story.told(failure)?;
    Some(FailureSummary {
        root: event.logical_id.raw().to_owned(),
        status: event.outcome(),
        reason: event.said().map(|reason| reason.raw().to_owned()),
        at: event.at,
        refused: failure.denied.as_ref().map(refused),
        cause: failure.culprit.as_ref().and_then(Culprit::cause),
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
    let unread = checked.unread();
    for unknown in &unread {
        lines.push(format!(
            "? {}: {} {}",
            unknown.what, unknown.why, unknown.hint
        ));
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
        checked.faults.len() + unread.len(),
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
        "unknown": unknown(&checked.faults, &checked.unread()),
        "stacks": checked.subjects.iter().map(stack).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

pub(super) fn unknown(faults: &[(String, Fault)], unread: &[Unknown]) -> Vec<Value> {
    let faults = faults
        .iter()
        .map(|(what, fault)| json!({"what": what, "why": fault.what, "hint": fault.hint}));
    faults.chain(unread.iter().map(|one| json!(one))).collect()
}

/// What a story rests on and could not be read.
pub(super) fn not_read(story: &StackStory) -> Vec<Unknown> {
    let nested = story.unread.iter().map(|(name, fault)| Unknown {
        what: format!("nested stack {}", name.raw()),
        why: fault.what.clone(),
        hint: fault.hint.clone(),
    });
    nested.chain(story.unknown().into_iter().cloned()).collect()
}

fn stack((stack, story): &(&Stack, Option<&StackStory>)) -> Value {
    let [told, back] = story.map_or([None, None], both);
    let denied = |failure: &Option<ToldFailure>| failure.as_ref()?.denied.clone();
    let [refused, refused_back] = story.map_or([None, None], |story| {
        [denied(&story.root), denied(&story.rollback_root)]
    });
    json!({
        "name": stack.name.raw(),
        "id": stack.id.raw(),
        "status": stack.status.raw(),
        "reason": stack.reason.as_ref().map(Remote::raw),
        "drift": stack.drift.as_ref().map(StackDriftStatus::raw),
        "written": stack.written(),
        "root": told.map(|told| failure(&told, refused.as_ref())),
        "rollback_root": back.map(|back| failure(&back, refused_back.as_ref())),
        "ended": story.and_then(ended).map(|ended| json!({
            "what": ended.what,
            "turned_down": ended.turned_down,
            "at": ended.at,
        })),
    })
}

fn failure(told: &FailureSummary, denied: Option<&Denied>) -> Value {
    json!({
        "resource": told.root,
        "status": told.status,
        "at": told.at,
        "reason": told.reason,
        "denied": denied.map(|denied| json!({
            "principal": denied.principal.as_ref().map(Remote::raw),
            "action": denied.action,
            "resource": denied.resource.as_ref().map(Remote::raw),
        })),
        "cause": told.cause,
    })
}
