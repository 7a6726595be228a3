//! Whether a secret that is about to be committed is found.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, judged},
};

pub(super) const RULE: Rule = Rule {
    id: "secret-scan",
    number: "CP-404",
    area: Area::Testing,
    title: "Secrets are looked for in each change",
    accepted: "Changes are scanned for secrets",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::GitHub,
    why: "A secret that was pushed once is in every clone, and in the history for ever.",
    fix: "Turn on GitHub's secret scanning with push protection, or run gitleaks, trufflehog or detect-secrets in a workflow that pull requests start; a pre-commit hook keeps it from being pushed at all.",
    check,
};

const TOOLS: Tools = Tools {
    commands: &[
        "gitleaks",
        "trufflehog",
        "detect-secrets",
        "detect-secrets-hook",
        "ggshield",
    ],
    actions: &[
        "gitleaks/gitleaks-action",
        "trufflesecurity/trufflehog",
        "GitGuardian/ggshield-action",
        "reviewdog/action-detect-secrets",
    ],
};
const HOOKS: [&str; 5] = [
    "gitleaks",
    "trufflehog",
    "detect-secrets",
    "ggshield",
    "detect-private-key",
];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let mut marks = judged(
        repository,
        &TOOLS,
        (State::Amber, "no workflow looks for secrets"),
    )?;
    if marks.iter().any(|mark| mark.state == State::Green) {
        return Some(marks);
    }
    let hook = repository.pre_commit.as_ref();
    if let Some(hook) = hook.filter(|it| HOOKS.iter().any(|name| it.text().contains(name))) {
        let place = hook.root().span.place;
        let what = "a hook looks for them, on the machines of those who installed it";
        marks.push(Mark::at(State::Amber, hook, place, what));
    }
    let what = "whether GitHub's own secret scanning is on is only known there";
    marks.push(Mark::of(State::Unknown, what));
    Some(marks)
}
