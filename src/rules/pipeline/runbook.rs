//! Whether whoever is woken finds what to do: a runbook with the four things that are
//! needed at night.

use super::{
    deploys::deploys,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "runbook",
    number: "CP-603",
    area: Area::Operations,
    title: "A runbook says how to roll back",
    accepted: "A runbook with the way back is there",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 120,
    needs: Needs::Files,
    why: "At three in the morning nobody works out how to roll back, stop the schedule or rotate a key.",
    fix: "Write docs/RUNBOOK.md with a heading each for: invoking by hand, rolling back, rotating keys, stopping in an emergency. Try it once outside of production, and write down when.",
    check,
};

/// What a heading has to speak of, and what it is for.
const TOPICS: [(&str, &[&str]); 4] = [
    (
        "invoking by hand",
        &["invoke", "invocation", "invoking", "trigger"],
    ),
    (
        "rolling back",
        &["roll back", "rollback", "rolling back", "revert"],
    ),
    ("rotating keys", &["rotat"]),
    (
        "stopping in an emergency",
        &["disable", "emergency", "stop", "kill"],
    ),
];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if deploys(repository).is_empty() && repository.templates.is_empty() {
        return None;
    }
    if repository.runbooks.is_empty() {
        return Some(vec![Mark::of(State::Amber, "there is no runbook")]);
    }
    let headings: Vec<String> = repository
        .runbooks
        .iter()
        .flat_map(|(_, text)| headings(text))
        .collect();
    let is_there = |words: &[&str]| {
        headings
            .iter()
            .any(|heading| words.iter().any(|word| heading.contains(word)))
    };
    let missing = TOPICS.iter().filter(|(_, words)| !is_there(words));
    let mut marks: Vec<Mark> = missing
        .map(|(topic, _)| Mark::of(State::Amber, format!("no heading speaks of {topic}")))
        .collect();
    if marks.is_empty() {
        let paths: Vec<&str> = repository
            .runbooks
            .iter()
            .map(|(path, _)| path.as_str())
            .collect();
        marks.push(Mark::of(
            State::Green,
            format!("{} has a heading for each", paths.join(", ")),
        ));
    }
    Some(marks)
}

/// Headings of Markdown and AsciiDoc, in lower case.
fn headings(text: &str) -> Vec<String> {
    let is_heading = |line: &&str| line.starts_with(['#', '=']);
    text.lines()
        .filter(is_heading)
        .map(str::to_ascii_lowercase)
        .collect()
}
