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
    checks::{Outcome, run::RunStory, stack::OperationReport},
    facts::{Caller, EnvironmentName, Fault, Remote, Unknown, to_the_second},
};

#[derive(Debug)]
pub struct Why<'a> {
    pub environment: &'a EnvironmentName,
    pub caller: Option<&'a Caller>,
    pub at: Timestamp,
    pub faults: Vec<(String, Fault)>,
    /// None: it could not be read.
    pub told: Option<Told<'a>>,
}

/// What is told of.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    Operation(&'a OperationReport),
    Run(&'a RunStory),
}

impl Why<'_> {
    fn chain(&self) -> Vec<Link> {
        match self.told {
            Some(Told::Operation(operation)) => operation.chain(),
            Some(Told::Run(story)) => story.chain(),
            None => Vec::new(),
        }
    }

    fn unknown(&self) -> Vec<Unknown> {
        match self.told {
            Some(Told::Operation(operation)) => operation.unknown(),
            Some(Told::Run(story)) => story.unknown(),
            None => Vec::new(),
        }
    }

    pub fn status(&self) -> Outcome {
        let faults = self.faults.len();
        match self.told {
            Some(Told::Operation(operation)) => operation.status(faults),
            Some(Told::Run(story)) => story.status(faults),
            None => Outcome::Unknown,
        }
    }
}

pub fn as_text(why: &Why<'_>) -> String {
    let mut lines: Vec<String> = why.faults.iter().map(fault_line).collect();
    lines.extend(why.unknown().iter().map(unknown_line));
    let chain = why.chain();
    let mut depth = 0;
    for link in &chain {
        // The way back, and what was left behind, are branches beneath the stack; the jobs
        // of a run beneath the run.
        if matches!(
            link.kind,
            LinkKind::Rollback | LinkKind::LeftBehind | LinkKind::Job
        ) {
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
            LinkKind::Job => format!("job {} {}", link.subject, link.what),
            LinkKind::Step => format!("step {} {}", link.subject, link.what),
            LinkKind::LeftBehind => format!("LEFT BEHIND {} {}", link.subject, link.what),
            _ => format!("{} {}", link.subject, link.what),
        };
        lines.push(format!("{indent}{said}{at}"));
    }
    match why.told {
        Some(Told::Operation(_)) if why.status() == Outcome::Well => {
            lines.push("Its last operation did not fail.".to_owned());
        }
        Some(Told::Operation(_)) => lines.extend(further_back(&chain)),
        Some(Told::Run(_)) if why.status() == Outcome::Well => {
            lines.push("It did not fail, and waits for nobody.".to_owned());
        }
        Some(Told::Run(story)) => lines.extend(excerpts(story)),
        None => {}
    }
    joined(&lines)
}

/// What the logs say around the first error of each failed step.
fn excerpts(story: &RunStory) -> Vec<String> {
    let failures = story.failures.iter();
    let said = failures.filter(|failure| !failure.excerpt.is_empty());
    said.flat_map(|failure| {
        let job = failure.job.name.as_ref().map_or("a job", Remote::raw);
        let lines = failure
            .excerpt
            .iter()
            .map(|line| format!("    {}", line.raw()));
        [String::new(), format!("From the log of {job}:")]
            .into_iter()
            .chain(lines)
    })
    .collect()
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
