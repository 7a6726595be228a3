//! Whether a secret that is about to be committed is found.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, judged},
};
use crate::facts::actions::Switch;

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
    let scanned = by_github(repository);
    if scanned.state == State::Green {
        return Some(vec![scanned]);
    }
    let hook = repository.pre_commit.as_ref();
    if let Some(hook) = hook.filter(|it| HOOKS.iter().any(|name| it.text().contains(name))) {
        let place = hook.root().span.place;
        let what = "a hook looks for them, on the machines of those who installed it";
        marks.push(Mark::at(State::Amber, hook, place, what));
    }
    marks.push(scanned);
    Some(marks)
}

/// Whether GitHub scans by itself.
fn by_github(repository: &Repository) -> Mark {
    let what = "whether GitHub's own secret scanning is on";
    let Some(facts) = &repository.online.facts else {
        return Mark::of(State::Unknown, format!("{what} is only known there"));
    };
    let set = facts
        .known()
        .and_then(|it| it.security_and_analysis.as_ref());
    let scanning = set.and_then(|set| set.secret_scanning.as_ref());
    let pushed = set.and_then(|set| set.secret_scanning_push_protection.as_ref());
    match (scanning.map(Switch::is_on), pushed.map(Switch::is_on)) {
        (Some(true), Some(true)) => Mark::of(
            State::Green,
            "GitHub looks for secrets, and refuses a push that has one",
        ),
        (Some(true), _) => Mark::of(State::Green, "GitHub looks for secrets in what was pushed"),
        (Some(false), _) => Mark::of(State::Amber, "GitHub's own secret scanning is off"),
        (None, _) => Mark::of(
            State::Unknown,
            format!("{what} was not shown; reading it takes administration:read"),
        ),
    }
}
