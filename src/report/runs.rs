//! What the JSON of `check runs` says of each run.

use serde_json::{Value, json};

use crate::{
    checks::runs::{RunReport, RunsReport},
    facts::{
        Remote,
        actions::{Job, PendingDeployment, Reviewer, RunState, Step},
    },
};

pub(super) fn details(report: &RunsReport) -> Vec<(&'static str, Value)> {
    let repository = report.repository.as_ref().map(ToString::to_string);
    vec![
        ("repository", json!(repository)),
        ("runs", report.runs.iter().map(run).collect()),
    ]
}

fn run(report: &RunReport) -> Value {
    let run = &report.run;
    let failed = report.jobs.as_ref().map(|jobs| {
        let failed = jobs.iter().filter(|job| is_failure(job.state()));
        failed.map(job).collect::<Vec<_>>()
    });
    json!({
        "id": run.id,
        "attempt": run.attempt(),
        "workflow": run.workflow(),
        "title": raw(&run.display_title),
        "branch": raw(&run.head_branch),
        "sha": raw(&run.head_sha),
        "event": raw(&run.event),
        "actor": run.actor.as_ref().and_then(|actor| raw(&actor.login)),
        "status": run.status.as_ref().map(RunState::word),
        "conclusion": run.conclusion.as_ref().map(RunState::word),
        "created_at": run.created_at,
        "url": raw(&run.html_url),
        "newest": report.is_newest,
        "replaced": report.replaced,
        "failed_jobs": failed,
        "waits_for": report.pending.iter().map(pending).collect::<Vec<_>>(),
    })
}

fn job(job: &Job) -> Value {
    let steps = job.steps.iter().filter(|step| is_failure(step.state()));
    let step = |step: &Step| json!({"number": step.number, "name": raw(&step.name)});
    json!({
        "id": job.id,
        "name": raw(&job.name),
        "conclusion": job.state().map(RunState::word),
        "failed_steps": steps.map(step).collect::<Vec<_>>(),
    })
}

fn pending(pending: &PendingDeployment) -> Value {
    json!({
        "environment": raw(&pending.environment.name),
        "reviewers": pending.reviewers.iter().filter_map(Reviewer::name).collect::<Vec<_>>(),
        "wait_timer": pending.wait_timer,
        "you_can_approve": pending.current_user_can_approve,
    })
}

fn is_failure(state: Option<&RunState>) -> bool {
    state.is_some_and(RunState::is_failure)
}

fn raw(text: &Option<Remote>) -> Option<&str> {
    text.as_ref().map(Remote::raw)
}
