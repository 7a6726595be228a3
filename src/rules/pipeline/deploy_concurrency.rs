//! Deployments that run at the same time, or that a newer one breaks off.

use super::{
    deploys::{Deploy, deploys},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "deploy-concurrency",
    number: "CP-109",
    area: Area::Workflows,
    title: "Deployments go one after the other, each to its end",
    accepted: "No deployment overtakes or breaks off another",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 10,
    needs: Needs::Files,
    why: "A deployment that is broken off leaves a stack in the middle of an update; two at once race for the same stack, and the older commit can win.",
    fix: "Give the job that deploys `concurrency: { group: deploy-prod, cancel-in-progress: false, queue: max }`: with the default queue a waiting run is dropped by the next.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let marks: Vec<Mark> = deploys(repository).iter().map(mark).collect();
    (!marks.is_empty()).then_some(marks)
}

fn mark(deploy: &Deploy<'_>) -> Mark {
    let job = &deploy.job;
    let of_workflow = job.source().root().get("concurrency");
    let Some(given) = job.node.get("concurrency").or(of_workflow) else {
        let what = format!(
            "job {} deploys, and nothing keeps two runs of it apart",
            job.id
        );
        return Mark::at(State::Amber, job.source(), job.place, what);
    };
    let text = |key: &str| given.get(key).and_then(Node::text);
    let place = |key: &str| given.get(key).map_or(given.span.place, |it| it.span.place);
    match text("cancel-in-progress") {
        Some("true") => Mark::at(
            State::Red,
            job.source(),
            place("cancel-in-progress"),
            format!("a newer run breaks off job {} while it deploys", job.id),
        ),
        Some(it) if it.contains("${{") => Mark::at(
            State::Unknown,
            job.source(),
            place("cancel-in-progress"),
            format!(
                "whether a newer run breaks off job {} is decided when it runs",
                job.id
            ),
        ),
        _ if text("queue").is_none() && deploy.is_of_production() => Mark::at(
            State::Amber,
            job.source(),
            given.span.place,
            format!(
                "job {} deploys to production, and a run that waits is dropped by the next",
                job.id
            ),
        ),
        _ => Mark::at(
            State::Green,
            job.source(),
            given.span.place,
            format!("job {} deploys one run after the other", job.id),
        ),
    }
}
