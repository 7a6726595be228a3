//! Code of somebody else that runs with this repository's secrets: `pull_request_target`,
//! and `workflow_run` with a checkout of what triggered it.

use super::{
    expression::Expression,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::{Job, Step, Workflow},
};

pub(super) const RULE: Rule = Rule {
    id: "dangerous-trigger",
    number: "CP-104",
    area: Area::Workflows,
    title: "No code of strangers runs with secrets",
    accepted: "Code of a pull request never runs with secrets",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 60,
    needs: Needs::Files,
    why: "pull_request_target and workflow_run give secrets and a token that may write, whoever opened the pull request: what is checked out there runs with them.",
    fix: "Check out nothing of the triggering run, or let the job run only for this repository's own pushes: `if: github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push' && github.event.workflow_run.head_branch == 'main' && github.event.workflow_run.head_repository.full_name == github.repository`.",
    check,
};

/// What a condition can hold the triggering run to.
const GUARDS: [&str; 4] = [
    "workflow_run.conclusion",
    "workflow_run.event",
    "workflow_run.head_branch",
    "workflow_run.head_repository",
];

/// How the triggering code is named where it is checked out.
const HEADS: [&str; 6] = [
    "workflow_run.head_sha",
    "workflow_run.head_branch",
    "workflow_run.head_commit",
    "pull_request.head.sha",
    "pull_request.head.ref",
    "github.head_ref",
];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let marks: Vec<Mark> = repository.workflows.iter().filter_map(judged).collect();
    if marks.is_empty() && !repository.workflows.is_empty() {
        let what = "no workflow is started by pull_request_target or workflow_run";
        return Some(vec![Mark::of(State::Green, what)]);
    }
    (!marks.is_empty()).then_some(marks)
}

fn judged(workflow: &Workflow) -> Option<Mark> {
    let by_target = workflow.trigger("pull_request_target").is_some();
    let by_run = workflow.trigger("workflow_run").is_some();
    if !by_target && !by_run {
        return None;
    }
    let name = if by_target {
        "pull_request_target"
    } else {
        "workflow_run"
    };
    let taken = workflow.jobs().find_map(|job| {
        let step = job.steps().find(takes_the_head)?;
        Some((job, step))
    });
    let place = workflow.trigger(name)?.span.place;
    Some(match taken {
        None => Mark::at(
            State::Green,
            &workflow.source,
            place,
            format!("{name} starts it, and nothing of the triggering run is checked out"),
        ),
        Some((job, step)) => checked_out(&job, &step, name, by_run),
    })
}

fn checked_out(job: &Job<'_>, step: &Step<'_>, name: &str, by_run: bool) -> Mark {
    let condition = job.condition();
    let triggered = job.workflow.trigger("workflow_run");
    let of_branches = triggered.is_some_and(|it| it.get("branches").is_some());
    let missing: Vec<&str> = GUARDS
        .into_iter()
        .filter(|guard| !condition.contains(guard))
        // A fork can have a branch of that name: the repository is asked for all the same.
        .filter(|guard| !(of_branches && *guard == "workflow_run.head_branch"))
        .collect();
    // The name of a branch alone is anybody's to choose.
    let guarded = by_run && GUARDS.iter().any(|guard| condition.contains(guard));
    let (state, rest) = match (guarded, job.has_power()) {
        (true, _) if missing.is_empty() => (State::Green, "and all four guards hold it".to_owned()),
        (true, _) => (
            State::Amber,
            format!("and its condition does not ask for {}", missing.join(", ")),
        ),
        (false, true) => (
            State::Red,
            "with secrets or a token that may write, and no condition on where it comes from"
                .to_owned(),
        ),
        (false, false) => (State::Amber, "with a token that may only read".to_owned()),
    };
    let what = format!(
        "{name} starts it, and job {} checks out the triggering code, {rest}",
        job.id
    );
    let at = step
        .with("ref")
        .map_or(step.place(), |node| node.span.place);
    Mark::at(state, step.source, at, what)
}

fn takes_the_head(step: &Step<'_>) -> bool {
    let with = step.with("ref").or_else(|| step.with("repository"));
    let named = with.filter(|_| step.is_of("actions/checkout"));
    let by_run = step
        .run()
        .filter(|run| step.source.written(run.span).contains("git checkout"));
    let nodes = named.into_iter().chain(by_run);
    let mut expressions = nodes.flat_map(|node| Expression::all(step.source, node));
    expressions.any(|one| HEADS.iter().any(|head| one.text.contains(head)))
}
