//! Whether the way back was ever tried: the runbook says when.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "rollback-drill",
    number: "CP-606",
    area: Area::Operations,
    title: "Rolling back was tried",
    accepted: "The rollback was tried, with its date",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 180,
    needs: Needs::Files,
    why: "A way back that nobody tried has its first rehearsal in the incident that needs it.",
    fix: "Try the rollback of the runbook outside of production, and write the day into it, on a line such as `Last drill: 2026-05-01`.",
    check,
};

/// With what a line that has the day speaks of it.
const WORDS: [&str; 4] = ["drill", "tested", "rehearsed", "tried"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.runbooks.is_empty() {
        return None;
    }
    let found = repository.runbooks.iter().find_map(|(path, text)| {
        let day = text.lines().find_map(drill)?;
        Some(format!("{path} says that it was tried on {day}"))
    });
    Some(vec![match found {
        Some(what) => Mark::of(State::Green, what),
        None => Mark::of(State::Amber, "no runbook says when rolling back was tried"),
    }])
}

/// `2026-05-01`, on a line that speaks of a drill.
fn drill(line: &str) -> Option<&str> {
    let small = line.to_ascii_lowercase();
    WORDS.iter().find(|word| small.contains(*word))?;
    let mut parts = line.split(|c: char| !c.is_ascii_digit() && c != '-');
    parts.find(|part| part.parse::<jiff::civil::Date>().is_ok())
}
