//! Keys of AWS that a workflow keeps, where a token of the run would do.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::{Job, Step, Workflow},
};
use crate::template::{Entry, Node};

pub(super) const RULE: Rule = Rule {
    id: "long-lived-keys",
    number: "CP-201",
    area: Area::Identity,
    title: "Workflows get their AWS credentials by OIDC",
    accepted: "No long-lived AWS keys are in workflows",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 120,
    needs: Needs::Files,
    why: "An access key works from anywhere until somebody revokes it; the credentials of an assumed role are of this run alone and end within the hour.",
    fix: "Let the job assume a role: `permissions: { id-token: write, contents: read }` in the job, and `uses: aws-actions/configure-aws-credentials` with `role-to-assume` and `aws-region`. Then delete the keys.",
    check,
};

const ACTION: &str = "aws-actions/configure-aws-credentials";
const INPUTS: [&str; 2] = ["aws-access-key-id", "aws-secret-access-key"];
const VARIABLES: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let mut marks = Vec::new();
    for workflow in &repository.workflows {
        kept(workflow, workflow.source.root(), &mut marks);
        for job in workflow.jobs() {
            kept(workflow, job.node, &mut marks);
            for step in job.steps() {
                kept(workflow, step.node, &mut marks);
                if step.is_of(ACTION) {
                    marks.push(of_action(&job, &step));
                }
            }
        }
    }
    (!marks.is_empty()).then_some(marks)
}

/// Keys in the environment of this node.
fn kept(workflow: &Workflow, node: &Node, marks: &mut Vec<Mark>) {
    let variables = node.get("env").map_or(&[][..], Node::entries);
    let is_key = |entry: &&Entry| {
        let value = entry.value.text().unwrap_or_default();
        // What a step before it got by OIDC is no kept key.
        VARIABLES.contains(&entry.key.text.as_str())
            && !value.is_empty()
            && !value.contains("steps.")
            && !value.contains("env.")
    };
    marks.extend(variables.iter().filter(is_key).map(|entry| {
        let what = format!("{} is kept for the workflow", entry.key.text);
        Mark::at(State::Red, &workflow.source, entry.key_span.place, what)
    }));
}

fn of_action(job: &Job<'_>, step: &Step<'_>) -> Mark {
    let key = INPUTS.iter().find_map(|input| step.with(input));
    let from_step = key
        .and_then(Node::text)
        .is_some_and(|it| it.contains("steps."));
    if let Some(key) = key.filter(|_| !from_step) {
        let what = "the credentials are kept keys, not a role that the run assumes";
        return Mark::at(State::Red, step.source, key.span.place, what);
    }
    let place = step
        .uses()
        .map_or(step.place(), |(_, node)| node.span.place);
    let at = |state, what: String| Mark::at(state, step.source, place, what);
    if step.with("role-to-assume").is_none() {
        return at(
            State::Unknown,
            "nothing says how the credentials are got".to_owned(),
        );
    }
    let own = job.node.get("permissions").is_some();
    match (job.may_write("id-token"), own) {
        (Some(true), true) => at(
            State::Green,
            format!("job {} assumes a role by OIDC", job.id),
        ),
        (Some(true), false) if job.workflow.jobs().count() == 1 => at(
            State::Green,
            format!("job {} assumes a role by OIDC", job.id),
        ),
        (Some(true), false) => at(
            State::Amber,
            format!(
                "job {} assumes a role by OIDC, and every other job of the workflow could",
                job.id
            ),
        ),
        (Some(false), _) => at(
            State::Red,
            format!(
                "job {} has no `id-token: write`: it can't assume the role",
                job.id
            ),
        ),
        (None, _) => at(
            State::Unknown,
            format!(
                "job {} assumes a role, and nothing says whether its token may",
                job.id
            ),
        ),
    }
}
