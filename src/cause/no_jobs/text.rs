//! Causes that stand in the workflow's text.

use super::{Candidate, Inputs, Looked, unread};
use crate::{
    cause::workflow::{MOST_BYTES, WorkflowText},
    facts::{FaultKind, numbered},
};

const SOURCE: &str = "contents";

pub(super) fn readable(inputs: &Inputs<'_>) -> Candidate {
    let cause = "a workflow file that GitHub cannot read";
    let Some(Ok(file)) = inputs.workflow else {
        let gone = matches!(inputs.workflow, Some(Err(fault)) if fault.kind == FaultKind::Missing);
        let looked = match (inputs.run.file(), gone) {
            (Some(path), true) => {
                let sha = inputs.run.sha();
                let said = format!("{path} is not there at {sha}, or the token may not see it.");
                (Looked::Open, said)
            }
            (Some(_), false) => unread(inputs.workflow),
            (None, _) => (
                Looked::Open,
                "GitHub does not say which file it is.".to_owned(),
            ),
        };
        return Candidate::of(cause, SOURCE, looked);
    };
    let size = file.size.unwrap_or(0);
    let looked = match &file.text {
        _ if size > MOST_BYTES as u64 => {
            let said = format!("It has {} kB, and GitHub reads 500.", size / 1024);
            (Looked::Found, said)
        }
        None => (Looked::Open, "GitHub gives no text of it.".to_owned()),
        Some(text) => match WorkflowText::read(text.raw()) {
            Err(error) => {
                let (line, what) = (error.place.line, error.what);
                (Looked::Found, format!("Line {line}: {what}."))
            }
            Ok(read) if read.jobs.is_empty() => (Looked::Found, "It declares no jobs.".to_owned()),
            // What else GitHub would not take, a schema alone could tell.
            Ok(read) => {
                let jobs = numbered(read.jobs.len(), "job");
                let said = format!("It is YAML, and declares {jobs}.");
                (Looked::NotIt, said)
            }
        },
    };
    Candidate::of(cause, SOURCE, looked)
}

/// Of the workflows in this repository: others' are not looked at.
pub(super) fn inputs(inputs: &Inputs<'_>, text: &WorkflowText) -> Candidate {
    let cause = "an input that a called workflow does not declare";
    let (mut undeclared, mut open, mut seen) = (Vec::new(), Vec::new(), 0);
    for job in &text.jobs {
        let Some(calls) = &job.calls else { continue };
        let path = calls.action().trim_start_matches("./");
        let file = inputs.called.iter().find(|(known, _)| known == path);
        let read = file.and_then(|(_, read)| (*read)?.ok());
        let read = read.and_then(|file| WorkflowText::read(file.text.as_ref()?.raw()).ok());
        let Some(called) = read.filter(|_| calls.is_local()) else {
            open.push(calls.0.as_str());
            continue;
        };
        seen += 1;
        let missing = job
            .given
            .iter()
            .filter(|name| !called.inputs.contains(name));
        undeclared.extend(missing.map(|name| format!("job {} gives {name} to {path}", job.id)));
    }
    let looked = match (undeclared.is_empty(), open.is_empty()) {
        (false, _) => (Looked::Found, format!("{}.", undeclared.join(", "))),
        (true, false) => (
            Looked::Open,
            format!("These were not read: {}.", open.join(", ")),
        ),
        (true, true) if seen == 0 => (Looked::NotIt, "It calls no workflow.".to_owned()),
        (true, true) => (
            Looked::NotIt,
            "What it gives to the workflows that it calls, they declare.".to_owned(),
        ),
    };
    Candidate::of(cause, SOURCE, looked)
}

/// GitHub's documentation, "permissions" in the workflow syntax.
const SCOPES: &[&str] = &[
    "actions",
    "artifact-metadata",
    "attestations",
    "checks",
    "contents",
    "deployments",
    "discussions",
    "id-token",
    "issues",
    "models",
    "packages",
    "pages",
    "pull-requests",
    "repository-projects",
    "security-events",
    "statuses",
    "vulnerability-alerts",
];

pub(super) fn scopes(text: &WorkflowText) -> Candidate {
    let unknown: Vec<&str> = text
        .scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| !SCOPES.contains(scope))
        .collect();
    let looked = match unknown.is_empty() {
        true => (
            Looked::NotIt,
            "Every permission that it asks for exists.".to_owned(),
        ),
        // GitHub may have learnt it since.
        false => {
            let said = format!("This program does not know: {}.", unknown.join(", "));
            (Looked::Open, said)
        }
    };
    Candidate::of("a permission that does not exist", SOURCE, looked)
}

pub(super) fn needs(text: &WorkflowText) -> Candidate {
    let known = |id: &String| text.jobs.iter().any(|job| job.id == *id);
    let missing: Vec<String> = text
        .jobs
        .iter()
        .flat_map(|job| {
            let missing = job.needs.iter().filter(|id| !known(id));
            missing.map(|id| format!("job {} needs {id}", job.id))
        })
        .collect();
    let looked = match missing.is_empty() {
        true => (
            Looked::NotIt,
            "Every job that another needs is there.".to_owned(),
        ),
        false => (
            Looked::Found,
            format!("{}, which is not there.", missing.join(", ")),
        ),
    };
    Candidate::of("a job that needs one that is not there", SOURCE, looked)
}
