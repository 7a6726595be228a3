//! Whether tests run before a change is merged, and stop it.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, judged},
};

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
        let what = "whether the branch's rules require it is only known on GitHub";
        marks.push(Mark::of(State::Unknown, what));
    }
    Some(marks)
}
