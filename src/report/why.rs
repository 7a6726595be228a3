//! The answer of `why`: the chain from symptom to cause, as text and as JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{check::fault_line, envelope::Envelope, finding::unknown_line, text::joined};
use crate::{
    cause::{
        chain::{Link, LinkKind, depths, unexplained},
        job_groups::{Group, groups},
    },
    checks::{Outcome, run::RunStory, stack::OperationReport},
    facts::{
        Caller, EnvironmentName, Fault, Remote, Unknown,
        actions::{Artifact, Listing},
        to_the_second,
    },
};

#[derive(Debug)]
pub struct Why<'a> {
    pub environment: &'a EnvironmentName,
    pub caller: Option<&'a Caller>,
    pub at: Timestamp,
    pub faults: Vec<(String, Fault)>,
    /// None: it could not be read.
    pub told: Option<Told<'a>>,
    /// What a run left behind; None: it was not read.
    pub artifacts: Option<&'a Listing<Artifact>>,
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

    /// What is left to a person: to name a template, with the lines that do.
    fn next(&self) -> Vec<String> {
        let Some(Told::Operation(operation)) = self.told else {
            return Vec::new();
        };
        let named = operation.naming();
        if named.is_empty() {
            return named;
        }
        let mut lines = vec!["NEXT write in watchkeeper.toml, and ask again:".to_owned()];
        lines.extend(named.into_iter().map(|line| format!("    {line}")));
        lines
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
    lines.extend(indented(&chain));
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
    let artifacts = why.artifacts.iter().flat_map(|all| &all.items);
    lines.extend(artifacts.map(|one| {
        let of = |text: &Option<Remote>| text.as_ref().map_or("?", Remote::raw).to_owned();
        let until = match (one.expired, one.expires_at) {
            (Some(true), _) => ", expired".to_owned(),
            (_, Some(at)) => format!(", kept until {}", to_the_second(at)),
            _ => String::new(),
        };
        format!("artifact {} {}{until}", of(&one.name), of(&one.digest))
    }));
    lines.extend(why.next());
    joined(&lines)
}

/// Each link beneath the one that it follows from.
fn indented(chain: &[Link]) -> Vec<String> {
    let links = chain.iter().zip(depths(chain));
    let line = |(link, depth): (&Link, usize)| {
        let indent = match depth {
            0 => String::new(),
            depth => format!("{}`- ", "   ".repeat(depth - 1)),
        };
        let at = link
            .at
            .map_or(String::new(), |at| format!("   {}", to_the_second(at)));
        format!("{indent}{}{at}", link.said())
    };
    links.map(line).collect()
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
    if let Some(Told::Run(story)) = why.told {
        value["run"] = of_run(story);
        value["run"]["artifacts"] = json!(why.artifacts.map(|all| &all.items));
    }
    value["next"] = json!(why.next());
    value["runbook"] = json!(null);
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// What a script asks of a run beyond its chain.
fn of_run(story: &RunStory) -> Value {
    let jobs = story.jobs.as_deref().unwrap_or_default();
    let group = |group: &Group<'_>| {
        json!({
            "name": group.stem,
            "jobs": group.jobs.len(),
            "failed": group.failed(),
            "cancelled_before_expansion": group.is_unexpanded(),
        })
    };
    let deploy = story.deploy.as_ref().map(|deploy| {
        json!({"stack": deploy.named.stack.raw(), "named_by": deploy.named.by, "role": deploy.role})
    });
    json!({
        "id": story.run.as_ref().map(|run| run.id),
        "jobs": groups(jobs).iter().map(group).collect::<Vec<_>>(),
        "behind": story.queue.behind,
        "replaced": story.replaced,
        "replaced_after_it": story.pushed_out,
        "no_jobs": story.no_jobs,
        "streak": story.streak,
        "between": story.between,
        "deploys": deploy,
        "token": story.token,
    })
}
