//! The answer of `why`: the chain from symptom to cause, as text and as JSON.

use jiff::Timestamp;
use serde_json::json;

use super::{drift::Outcome, stacks::unknown, text::joined};
use crate::{
    cause::{
        chain::{Link, LinkKind, chain},
        stack_story::StackStory,
    },
    facts::{Caller, Fault, Stack},
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

    /// A stack that did not fail is no finding; one that could not be read is unknown.
    pub fn status(&self) -> Outcome {
        match self.stack {
            Some(stack) if stack.status.is_failed() => Outcome::Findings,
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
    let chain = why.chain();
    for (depth, link) in chain.iter().enumerate() {
        let indent = match depth {
            0 => String::new(),
            depth => format!("{}`- ", "   ".repeat(depth - 1)),
        };
        let word = match link.kind {
            LinkKind::Cause => "CAUSE ",
            _ => "",
        };
        let at = link.at.map_or(String::new(), |at| format!("   {at}"));
        let said = match link.kind {
            LinkKind::Denied | LinkKind::Cause => format!("{word}{}", link.what),
            _ => format!("{} {}", link.subject, link.what),
        };
        lines.push(format!("{indent}{said}{at}"));
    }
    if why.stack.is_some() && why.status() == Outcome::InSync {
        lines.push("Its last operation did not fail.".to_owned());
    } else if why.stack.is_some() && !chain.iter().any(|link| link.kind == LinkKind::Cause) {
        lines.push("Further back the cause is not known: what is above is certain.".to_owned());
    }
    joined(&lines)
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
        "unknown": unknown(&why.faults),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
