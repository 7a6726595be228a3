//! Whether CI says how much of the code the tests run.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, not_read},
};

pub(super) const RULE: Rule = Rule {
    id: "coverage",
    number: "CP-407",
    area: Area::Testing,
    title: "CI measures what the tests cover",
    accepted: "The coverage of the tests is measured",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::Files,
    why: "Green tests say nothing of the code that none of them runs, and nobody sees it become less.",
    fix: "Run the tests with `pytest --cov --cov-fail-under=80`, `jest --coverage`, `go test -cover` or `cargo llvm-cov`, and keep the report as an artifact.",
    check,
};
use crate::rules::pipeline::commands;

const TOOLS: Tools = Tools {
    commands: &[
        "coverage run",
        "coverage report",
        "cargo llvm-cov",
        "cargo tarpaulin",
        "nyc",
        "c8",
    ],
    actions: &["codecov/codecov-action", "coverallsapp/github-action"],
};
const OPTIONS: [&str; 4] = ["--cov", "--coverage", "-cover", "-coverprofile"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() || repository.functions().is_empty() {
        return None;
    }
    if let Some(ran) = TOOLS.ran(repository).first() {
        let what = format!("{} measures it", ran.tool);
        return Some(vec![ran.mark(State::Green, what)]);
    }
    for step in repository.steps() {
        let all = commands::of_step(&step, repository);
        let measures = |word: &String| {
            let name = word.split('=').next().unwrap_or(word);
            OPTIONS.contains(&name)
        };
        if let Some(command) = all.iter().find(|it| it.words().iter().any(measures)) {
            let what = "the tests run with their coverage measured";
            return Some(vec![Mark::at(
                State::Green,
                step.source,
                command.place,
                what,
            )]);
        }
    }
    let mut unread = not_read(repository);
    if unread.is_empty() {
        unread.push(Mark::of(State::Amber, "no workflow measures coverage"));
    }
    Some(unread)
}
