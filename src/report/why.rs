//! The answer of `why`: the chain from symptom to cause, as text and as JSON.

use jiff::Timestamp;
use serde_json::json;

use super::{
    check::{fault_line, unknown_line},
    envelope::Envelope,
    text::joined,
};
use crate::{
    cause::chain::{Link, LinkKind, unexplained},
    checks::{Outcome, stack::OperationReport},
    facts::{Caller, EnvironmentName, Fault, Unknown, to_the_second},
};

#[derive(Debug)]
pub struct Why<'a> {
    pub environment: &'a EnvironmentName,
    pub caller: Option<&'a Caller>,
    pub at: Timestamp,
    pub faults: Vec<(String, Fault)>,
    /// None: the stack could not be read.
    pub operation: Option<&'a OperationReport>,
}

impl Why<'_> {
    fn chain(&self) -> Vec<Link> {
        self.operation.map_or_else(Vec::new, OperationReport::chain)
    }

    fn unknown(&self) -> Vec<Unknown> {
        self.operation
            .map_or_else(Vec::new, OperationReport::unknown)
    }

    pub fn status(&self) -> Outcome {
        let faults = self.faults.len();
        self.operation
            .map_or(Outcome::Unknown, |operation| operation.status(faults))
    }
}

pub fn as_text(why: &Why<'_>) -> String {
    let mut lines: Vec<String> = why.faults.iter().map(fault_line).collect();
    lines.extend(why.unknown().iter().map(unknown_line));
    let chain = why.chain();
    let mut depth = 0;
    for link in &chain {
        // The way back, and what was left behind, are branches beneath the stack.
        if matches!(link.kind, LinkKind::Rollback | LinkKind::LeftBehind) {
            depth = 1;
        }
        let indent = match depth {
            0 => String::new(),
            depth => format!("{}`- ", "   ".repeat(depth - 1)),
        };
        depth += 1;
        let at = link
            .at
            .map_or(String::new(), |at| format!("   {}", to_the_second(at)));
        let said = match link.kind {
            LinkKind::Cause => format!("CAUSE {}", link.what),
            LinkKind::Denied => link.what.clone(),
            LinkKind::Rollback => format!("ROLL BACK {} {}", link.subject, link.what),
            LinkKind::LeftBehind => format!("LEFT BEHIND {} {}", link.subject, link.what),
            _ => format!("{} {}", link.subject, link.what),
        };
        lines.push(format!("{indent}{said}{at}"));
    }
    if why.operation.is_some() && why.status() == Outcome::Well {
        lines.push("Its last operation did not fail.".to_owned());
    } else if why.operation.is_some() {
        lines.extend(further_back(&chain));
    }
    joined(&lines)
}

/// Where the chain ends before a cause: what is not known, and of what.
fn further_back(chain: &[Link]) -> Option<String> {
    let open = unexplained(chain);
    let is_explained = chain.iter().any(|link| link.kind == LinkKind::Cause);
    let names: Vec<&str> = open.iter().map(|link| link.subject.as_str()).collect();
    match names.is_empty() {
        true if is_explained => None,
        true => Some("The cause is not known; what is above is certain.".to_owned()),
        false => Some(format!(
            "Why {} failed is known only as far as the reason above says.",
            names.join(" and ")
        )),
    }
}

pub fn as_json(why: &Why<'_>) -> String {
    let chain = why.chain();
    let cause = chain.iter().find(|link| link.kind == LinkKind::Cause);
    let mut value = Envelope {
        command: "why",
        at: why.at,
        environment: why.environment,
        caller: why.caller,
        status: why.status(),
        faults: &why.faults,
        unknown: &why.unknown(),
    }
    .value();
    value["cause"] = json!(cause);
    value["chain"] = json!(chain);
    value["runbook"] = json!(null);
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
