//! The newest run of a workflow on a branch failed.

use super::{Rule, Subject};
use crate::facts::{
    Evidence, Finding, Priority, Remote, Status,
    actions::{Job, RunState, Step},
};

pub(super) const RULE: Rule = Rule {
    id: "run-failed",
    title: "The newest run failed",
    why: "What it was to build, test or deploy was not, and what comes after it stands on nothing.",
    fix: "Read what the failed step says (`watchkeeper why RUN`), remove the cause, then rerun the failed jobs.",
    check,
};

/// More jobs than this say nothing new.
const MOST: usize = 10;

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let failed = subject.run.is_failure() && subject.is_newest;
    failed.then_some(())?;
    let priority = match subject.is_of_main() {
        true => Priority::P1,
        false => Priority::P2,
    };
    let mut evidence = vec![subject.said()];
    let jobs = subject.jobs.unwrap_or_default();
    let failed: Vec<&Job> = jobs.iter().filter(|job| is_failed(job)).collect();
    evidence.extend(failed.iter().take(MOST).map(|job| told(job)));
    let title = title(subject, &failed);
    Some(vec![subject.finding(
        &RULE,
        "failed",
        (priority, Status::Red),
        &title,
        evidence,
    )])
}

fn title(subject: &Subject<'_>, failed: &[&Job]) -> String {
    let state = subject
        .run
        .state()
        .map_or("failed".to_owned(), RunState::ended);
    match (subject.jobs, failed) {
        (Some([]), _) => format!("{state}, and no job of it was made"),
        (_, [first, rest @ ..]) => {
            let step = failed_step(first).map_or("no step of it failed", name_of);
            let more = match rest.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            format!("{state}: {} / {step}{more}", job_name(first))
        }
        _ => state,
    }
}

fn is_failed(job: &Job) -> bool {
    job.state().is_some_and(RunState::is_failure)
}

fn failed_step(job: &Job) -> Option<&Step> {
    let is_failed = |step: &&Step| step.state().is_some_and(RunState::is_failure);
    job.steps.iter().find(is_failed)
}

fn name_of(step: &Step) -> &str {
    step.name
        .as_ref()
        .map_or("a step without a name", Remote::raw)
}

fn job_name(job: &Job) -> &str {
    job.name
        .as_ref()
        .map_or("a job without a name", Remote::raw)
}

fn told(job: &Job) -> Evidence {
    let state = job.state().map_or("failed", RunState::word);
    let what = match failed_step(job) {
        Some(step) => format!(
            "job {} is {state} at step {} {}",
            job_name(job),
            step.number,
            name_of(step)
        ),
        None => format!(
            "job {} is {state}, and no step of it: its runner was lost, or its annotations say why",
            job_name(job)
        ),
    };
    Evidence {
        what,
        source: "actions/jobs".into(),
        at: job.completed_at,
    }
}
