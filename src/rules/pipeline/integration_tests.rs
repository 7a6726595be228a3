//! Whether the functions are tried together with what they call, before a merge.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, judged},
};

pub(super) const RULE: Rule = Rule {
    id: "integration-tests",
    number: "CP-406",
    area: Area::Testing,
    title: "Functions are tried together before a merge",
    accepted: "CI has an integration-test step",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 480,
    needs: Needs::Files,
    why: "Unit tests replace what a function calls: that the function and the real service understand each other is first tried in production.",
    fix: "Add a step that runs the integration tests against a local stand-in: `pytest tests/integration` with LocalStack or moto's server as a service of the job, or `sam local invoke` with a recorded event.",
    check,
};

const TOOLS: Tools = Tools {
    commands: &[
        "pytest tests/integration",
        "pytest tests/e2e",
        "pytest -m integration",
        "npm run test:integration",
        "npm run test:e2e",
        "make integration",
        "make integration-test",
        "make test-integration",
        "just integration",
        "sam local invoke",
        "sam remote invoke",
        "localstack start",
        "docker compose up",
        "cargo test --test",
    ],
    actions: &["LocalStack/setup-localstack"],
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.functions().is_empty() {
        return None;
    }
    let lacking = (State::Amber, "no workflow runs integration tests");
    judged(repository, &TOOLS, lacking)
}
