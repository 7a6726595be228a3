//! A workflow uses an action that its entry in `actions.lock` lacks.

use super::{
    lock::{Lock, lacking},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "stale-lock",
    number: "CP-108",
    area: Area::Workflows,
    title: "The lock file of actions is complete",
    accepted: "actions.lock has every action of the workflows that it lists",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 10,
    needs: Needs::Files,
    why: "GitHub starts no run of a workflow whose lock lacks one of its actions: the next push does not build, and the next deployment does not happen.",
    fix: "Have the lock written anew with `gh actions-lock`, and commit it with the change of the workflow. Nobody edits it by hand.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let lock = Lock::of(repository.lock.as_ref()?);
    if !lock.is_known() {
        let (version, place) = lock.version().unzip();
        let what = format!(
            "actions.lock is of version {}, which is not known here",
            version.unwrap_or("none")
        );
        return Some(vec![Mark::at(
            State::Unknown,
            lock.source,
            place.unwrap_or(lock.source.root().span.place),
            what,
        )]);
    }
    let mut marks = Vec::new();
    for workflow in &repository.workflows {
        let Some(listed) = lock.listed(workflow) else {
            continue;
        };
        let missing = lacking(workflow, listed);
        if missing.is_empty() {
            let what = format!("it has every action of {}", workflow.source.path);
            marks.push(Mark::at(State::Green, lock.source, listed.span.place, what));
        }
        marks.extend(missing.into_iter().map(|(name, place)| {
            let what = format!("{name} is not in actions.lock: the next run will not start");
            Mark::at(State::Red, &workflow.source, place, what)
        }));
    }
    Some(marks)
}
