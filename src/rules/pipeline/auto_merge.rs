//! A bot's pull request that merges itself.

use super::{
    commands,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::Step,
};

pub(super) const RULE: Rule = Rule {
    id: "auto-merge",
    number: "CP-305",
    area: Area::Build,
    title: "A person looks at each update before it is merged",
    accepted: "No update of a dependency merges itself",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 15,
    needs: Needs::GitHub,
    why: "A package that was taken over reaches production without anybody having looked at it, as soon as a bot proposes it.",
    fix: "Let a person approve updates, or let only patches of development dependencies merge by themselves, after a cooldown, by fetch-metadata's `update-type` and `dependency-type`.",
    check,
};

const ACTIONS: [&str; 3] = [
    "ahmadnassri/action-dependabot-auto-merge",
    "peter-evans/enable-pull-request-automerge",
    "pascalgn/automerge-action",
];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    repository.dependabot.as_ref()?;
    let steps = repository.steps();
    let marks: Vec<Mark> = steps
        .filter_map(|step| merging(&step, repository))
        .collect();
    match marks.is_empty() {
        true => Some(vec![Mark::of(
            State::Green,
            "no workflow merges a bot's pull requests",
        )]),
        false => Some(marks),
    }
}

fn merging(step: &Step<'_>, repository: &Repository) -> Option<Mark> {
    let place = match step.uses() {
        Some((_, node)) => ACTIONS
            .iter()
            .any(|it| step.is_of(it))
            .then_some(node.span.place)?,
        None => {
            let all = commands::of_step(step, repository);
            let mut all = all.iter();
            all.find(|it| it.is("gh pr merge") && it.has("--auto"))?
                .place
        }
    };
    let job = step.job?;
    let written = step.source.written(job.node.span);
    let is_narrow = written.contains("update-type") || written.contains("dependency-type");
    let (state, what) = match is_narrow {
        true => (
            State::Amber,
            "some updates merge themselves: its condition says which",
        ),
        false => (State::Red, "every update merges itself"),
    };
    Some(Mark::at(state, step.source, place, what))
}
