//! Whether what is deployed can be traced to a commit and a run.

use super::{
    deploys::{Deploy, deploys},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::Step,
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "traceability",
    number: "CP-604",
    area: Area::Operations,
    title: "A deployment is traced to its commit",
    accepted: "Each deployment is of a commit that is known",
    risk: Risk::Low,
    confidence: Confidence::High,
    effort: 15,
    needs: Needs::Files,
    why: "A run that workflow_run starts checks out the default branch as it is then: it may deploy another commit than the one that was tested.",
    fix: "Check out what was tested: `ref: ${{ github.event.workflow_run.head_sha }}`, behind the conditions of CP-104; name the run in the session: `role-session-name: deploy-${{ github.run_id }}`, which CloudTrail then shows.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let marks: Vec<Mark> = deploys(repository).iter().flat_map(of_deploy).collect();
    (!marks.is_empty()).then_some(marks)
}

fn of_deploy(deploy: &Deploy<'_>) -> Vec<Mark> {
    let job = &deploy.job;
    let mut marks = Vec::new();
    let mut say = |state, step: &Step<'_>, what: String| {
        let place = step.with("ref").map_or(step.place(), |it| it.span.place);
        marks.push(Mark::at(state, step.source, place, what));
    };
    let by_run = job.workflow.trigger("workflow_run").is_some();
    for step in job.steps().filter(|it| it.is_of("actions/checkout")) {
        let given = step.with("ref").and_then(Node::text).unwrap_or_default();
        match (by_run, given.contains("head_sha"), given.is_empty()) {
            (true, true, _) => say(
                State::Green,
                &step,
                format!("job {} deploys the commit that was tested", job.id),
            ),
            (true, false, _) => say(
                State::Amber,
                &step,
                format!(
                    "job {} deploys whatever the branch is at, not what was tested",
                    job.id
                ),
            ),
            (false, _, true) => say(
                State::Green,
                &step,
                format!("job {} deploys the commit of its run", job.id),
            ),
            (false, ..) => say(
                State::Amber,
                &step,
                format!("job {} deploys {given}, not the commit of its run", job.id),
            ),
        }
    }
    let mut roles = job.steps().filter(|it| it.with("role-to-assume").is_some());
    if let Some(step) = roles.find(|it| it.with("role-session-name").is_none()) {
        let what = format!(
            "CloudTrail shows no run for what job {} does: the session has no name",
            job.id
        );
        say(State::Amber, &step, what);
    }
    marks
}
