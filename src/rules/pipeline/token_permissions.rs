//! What a workflow's token may do beyond its purpose.

use super::{
    online::Online,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::{Job, Workflow},
};
use crate::{facts::Remote, template::Node};

pub(super) const RULE: Rule = Rule {
    id: "token-permissions",
    number: "CP-103",
    area: Area::Workflows,
    title: "Each job's token may do only what it needs",
    accepted: "Workflow tokens show least privilege",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 30,
    needs: Needs::GitHub,
    why: "Every step of a job can use its token: with more than the job needs, one bad dependency can push code, publish a release or assume the deployment's role.",
    fix: "Write `permissions: {}` at the top of the workflow, and in each job only what it needs: `contents: read` for a checkout, `id-token: write` in the job that assumes a role.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let default = default_of(&repository.online);
    let workflows = repository.workflows.iter();
    let all = workflows.flat_map(|workflow| of_workflow(workflow, &default));
    let marks: Vec<Mark> = all.collect();
    (!marks.is_empty()).then_some(marks)
}

/// What a token may do where no workflow says it, and how good that is.
fn default_of(online: &Online) -> (State, &'static str) {
    let set = online.token.as_ref().and_then(|token| token.known());
    let set = set.and_then(|token| token.default_workflow_permissions.as_ref());
    match set.map(Remote::raw) {
        Some("read") => (State::Green, "what the repository's default gives: to read"),
        Some("write") => (
            State::Red,
            "what the repository's default gives: to write everything",
        ),
        _ => (
            State::Amber,
            "what the repository's default gives: nothing says what",
        ),
    }
}

fn of_workflow(workflow: &Workflow, default: &(State, &str)) -> Vec<Mark> {
    let mut marks = Vec::new();
    let jobs: Vec<Job<'_>> = workflow.jobs().collect();
    if let Some(given) = workflow.permissions() {
        let own = |job: &&Job<'_>| job.node.get("permissions").is_some();
        let inherit = jobs.len() - jobs.iter().filter(own).count();
        marks.push(of_the_top(workflow, given, (inherit, jobs.len())));
    }
    for job in &jobs {
        match job.node.get("permissions") {
            Some(given) => marks.push(of_a_job(job, given)),
            None if workflow.permissions().is_none() => marks.push(Mark::at(
                default.0,
                job.source(),
                job.place,
                format!("job {} has {}", job.id, default.1),
            )),
            None => {}
        }
    }
    marks
}

fn of_the_top(workflow: &Workflow, given: &Node, (inherit, jobs): (usize, usize)) -> Mark {
    let at = |state, what: &str| Mark::at(state, &workflow.source, given.span.place, what);
    let writes = written(given);
    match given.text() {
        Some("write-all") => at(State::Red, "every job may write everything"),
        _ if writes.is_empty() => at(State::Green, "jobs get no more than to read"),
        _ if inherit > 0 && jobs > 1 => {
            let what = format!("each of {jobs} jobs gets {}", writes.join(", "));
            Mark::at(State::Amber, &workflow.source, given.span.place, what)
        }
        _ => {
            let what = format!("its one job gets {}", writes.join(", "));
            Mark::at(State::Green, &workflow.source, given.span.place, what)
        }
    }
}

fn of_a_job(job: &Job<'_>, given: &Node) -> Mark {
    let place = given.span.place;
    let writes = written(given);
    let (state, what) = match given.text() {
        Some("write-all") => (State::Red, format!("job {} may write everything", job.id)),
        _ if writes.is_empty() => (State::Green, format!("job {} may only read", job.id)),
        _ => (
            State::Green,
            format!("job {} gets {}", job.id, writes.join(", ")),
        ),
    };
    Mark::at(state, job.source(), place, what)
}

/// `contents: write`, as it is written.
fn written(given: &Node) -> Vec<String> {
    let writes = given.entries().iter();
    let writes = writes.filter(|entry| entry.value.text() == Some("write"));
    writes
        .map(|entry| format!("{}: write", entry.key.text))
        .collect()
}
