//! An action or a reusable workflow that is named by a tag or a branch.

use super::{
    lock::Lock,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    source::Source,
    uses::Uses,
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "unpinned-action",
    number: "CP-101",
    area: Area::Workflows,
    title: "Actions are pinned by commit",
    accepted: "Every action is pinned by its commit",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 120,
    needs: Needs::Files,
    why: "Whoever takes over the action's repository moves the tag, and the next run executes their code with this workflow's secrets and AWS credentials.",
    fix: "Write the commit instead of the tag, and the version behind it: `uses: OWNER/NAME@<40 hex digits> # v4.2.2`. `git ls-remote https://github.com/OWNER/NAME 'refs/tags/v4*'` lists the commits; of an annotated tag the line that ends in ^{} is the commit. Dependabot with `package-ecosystem: github-actions` keeps both up to date.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let lock = repository.lock.as_ref().map(Lock::of);
    let mut marks = Vec::new();
    for workflow in &repository.workflows {
        let covered = lock.as_ref().is_some_and(|lock| lock.covers(workflow));
        for job in workflow.jobs() {
            let power = job.has_power();
            let called = job.calls().into_iter();
            let used = job.steps().filter_map(|step| step.uses());
            let of = |(uses, node)| mark(&workflow.source, uses, node, (Some(power), covered));
            marks.extend(called.chain(used).filter_map(of));
        }
    }
    for action in &repository.actions {
        // It runs with what its callers have, and nobody knows who they are.
        let used = action.steps().filter_map(|step| step.uses());
        let of = |(uses, node)| mark(&action.source, uses, node, (None, false));
        marks.extend(used.filter_map(of));
    }
    (!marks.is_empty()).then_some(marks)
}

/// `power`: its job has secrets or may write; None: nobody knows who calls it. None comes
/// of what is of this repository and needs no pin.
fn mark(
    source: &Source,
    uses: Uses<'_>,
    node: &Node,
    (power, covered): (Option<bool>, bool),
) -> Option<Mark> {
    if matches!(uses, Uses::Local(_)) {
        return None;
    }
    let name = node.text().unwrap_or_default();
    let at = |state, what: String| Some(Mark::at(state, source, node.span.place, what));
    if uses.is_pinned() {
        return at(State::Green, format!("{name} can't become anything else"));
    }
    if let Uses::Own(_) = uses {
        let what = format!("{name}: what begins with $/ takes no version, and no run starts");
        return at(State::Red, what);
    }
    if name.contains("${{") {
        return at(State::Unknown, format!("{name} is decided when it runs"));
    }
    if covered {
        return at(State::Green, format!("{name} is pinned by actions.lock"));
    }
    match (uses.is_github_made(), power) {
        (true, Some(false)) => at(
            State::Amber,
            format!("{name} is not pinned; GitHub makes it, and the job can only read"),
        ),
        (true, Some(true)) => at(
            State::Red,
            format!("{name} is not pinned, in a job with secrets or a token that may write"),
        ),
        (true, None) => at(
            State::Red,
            format!("{name} is not pinned, in an action whose callers may have secrets"),
        ),
        (false, _) => at(State::Red, format!("{name} is not pinned")),
    }
}
