//! Whether tests run before a change is merged, and stop it.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, judged},
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "unit-tests",
    number: "CP-401",
    area: Area::Testing,
    title: "Failing tests stop a merge",
    accepted: "Tests gate every merge",
    risk: Risk::High,
    confidence: Confidence::Medium,
    effort: 120,
    needs: Needs::GitHub,
    why: "Without tests before the merge the first to run the change is production.",
    fix: "Run the tests in a workflow that pull requests start, without continue-on-error, and require its job in the branch's rules.",
    check,
};

const TOOLS: Tools = Tools {
    commands: &[
        "pytest",
        "unittest",
        "nox",
        "tox",
        "npm test",
        "npm run test",
        "pnpm test",
        "yarn test",
        "jest",
        "vitest",
        "cargo test",
        "cargo nextest",
        "go test",
        "mvn test",
        "mvn verify",
        "gradle test",
        "./gradlew test",
        "rspec",
        "dotnet test",
        "make test",
        "make check",
        "just test",
    ],
    actions: &[],
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let mut marks = judged(repository, &TOOLS, (State::Red, "no workflow runs tests"))?;
    if marks.iter().all(|mark| mark.state == State::Green) {
        marks.push(required(repository));
    }
    Some(marks)
}

/// Whether the default branch requires a job that runs tests.
fn required(repository: &Repository) -> Mark {
    if repository.online.rules.is_none() {
        let what = "whether the branch's rules require it is only known on GitHub";
        return Mark::of(State::Unknown, what);
    }
    let required = match repository.online.required_checks() {
        Ok(required) => required,
        Err(mark) => return mark,
    };
    let ran = TOOLS.ran(repository);
    let jobs = ran.iter().filter_map(|one| one.step.job);
    let names: Vec<&str> = jobs
        .map(|job| job.node.get("name").and_then(Node::text).unwrap_or(job.id))
        .collect();
    // A matrix adds its values: `test (3.12)`.
    let is_test = |check: &&&str| {
        let of = |name: &&str| **check == *name || check.starts_with(&format!("{name} ("));
        names.iter().any(of)
    };
    match (required.iter().find(is_test), required.is_empty()) {
        (Some(check), _) => Mark::of(State::Green, format!("the default branch requires {check}")),
        (None, true) => Mark::of(State::Amber, "the default branch requires no check"),
        (None, false) => Mark::of(
            State::Amber,
            format!(
                "the default branch requires {}, and no job that runs tests",
                required.join(", ")
            ),
        ),
    }
}
