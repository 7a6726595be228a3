//! The answer of `why`: the chain from symptom to cause, as text and as JSON.

use jiff::Timestamp;
use serde_json::json;

use super::{
    drift::Outcome,
    stacks::{not_read, unknown},
    text::joined,
};
use crate::{
    cause::{
        chain::{Link, LinkKind, chain},
        stack_story::{Ending, StackStory},
    },
    facts::{Caller, Fault, Stack, Unknown},
};

#[derive(Debug)]
pub struct Why<'a> {
    pub environment: &'a str,
    pub caller: Option<&'a Caller>,
    pub at: Timestamp,
    pub faults: Vec<(String, Fault)>,
    /// None: it could not be read.
    pub stack: Option<&'a Stack>,
    pub story: Option<&'a StackStory>,
}

const EVENTS: &str = "cloudformation:DescribeStackEvents";

impl Why<'_> {
    fn chain(&self) -> Vec<Link> {
        let nothing = StackStory::default();
        self.stack.map_or_else(Vec::new, |stack| {
            chain(stack, self.story.unwrap_or(&nothing), EVENTS)
        })
    }

    /// What could not be read of what the story rests on, nested stacks included.
    fn unknown(&self) -> Vec<Unknown> {
        self.story.map_or_else(Vec::new, not_read)
    }

    fn turned_down(&self) -> bool {
        let ending = self.story.and_then(|story| story.ending);
        matches!(ending, Some(Ending::TurnedDown(_)))
    }

    /// A stack that did not fail is no finding; one that could not be read is unknown.
    pub fn status(&self) -> Outcome {
        match self.stack {
            Some(stack) if stack.status.is_failed() => Outcome::Findings,
            Some(_) if self.turned_down() => Outcome::Findings,
            // It says why something was not done, and its events do not say what.
            Some(stack) if stack.tells_of_failure() => Outcome::Unknown,
            Some(_) if self.faults.is_empty() => Outcome::InSync,
            _ => Outcome::Unknown,
        }
    }
}

pub fn as_text(why: &Why<'_>) -> String {
    let mut lines = Vec::new();
    for (what, fault) in &why.faults {
        lines.push(format!("? {what}: {} {}", fault.what, fault.hint));
    }
    for unknown in why.unknown() {
        lines.push(format!(
            "? {}: {} {}",
            unknown.what, unknown.why, unknown.hint
        ));
    }
    let chain = why.chain();
    let mut depth = 0;
    for link in &chain {
        // The way back is a branch of its own beneath the stack.
        if link.kind == LinkKind::Rollback {
            depth = 1;
        }
        let indent = match depth {
            0 => String::new(),
            depth => format!("{}`- ", "   ".repeat(depth - 1)),
        };
        depth += 1;
        let at = link.at.map_or(String::new(), |at| format!("   {at}"));
        let said = match link.kind {
            LinkKind::Cause => format!("CAUSE {}", link.what),
            LinkKind::Denied => link.what.clone(),
            LinkKind::Rollback => format!("ROLL BACK {} {}", link.subject, link.what),
            _ => format!("{} {}", link.subject, link.what),
        };
        lines.push(format!("{indent}{said}{at}"));
    }
    if why.stack.is_some() && why.status() == Outcome::InSync {
        lines.push("Its last operation did not fail.".to_owned());
    } else if why.stack.is_some() && !is_explained(&chain) {
        lines.push("Further back the cause is not known: what is above is certain.".to_owned());
    }
    joined(&lines)
}

/// Whether every branch of the chain ends in a cause.
fn is_explained(chain: &[Link]) -> bool {
    let branches = chain.split(|link| link.kind == LinkKind::Rollback);
    let known = |links: &[Link]| links.iter().any(|link| link.kind == LinkKind::Cause);
    // What stands before the way back may be nothing but the stack.
    let is_bare = |links: &&[Link]| links.iter().all(|link| link.kind == LinkKind::Stack);
    chain.iter().any(|link| link.kind == LinkKind::Cause)
        && branches
            .enumerate()
            .all(|(at, links)| known(links) || (at == 0 && is_bare(&links)))
}

pub fn as_json(why: &Why<'_>) -> String {
    let chain = why.chain();
    let cause = chain.iter().find(|link| link.kind == LinkKind::Cause);
    let value = json!({
        "schema": 1,
        "command": "why",
        "generated_at": why.at.to_string(),
        "environment": why.environment,
        "account": why.caller.map(|caller| caller.account.raw()),
        "region": why.caller.map(|caller| caller.region.raw()),
        "status": why.status().word(),
        "chain": chain,
        "cause": cause,
        "runbook": null,
        "unknown": unknown(&why.faults, &why.unknown()),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
