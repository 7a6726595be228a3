//! Whether linters, type checkers or scanners read the code before it is merged.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, judged},
};

pub(super) const RULE: Rule = Rule {
    id: "static-analysis",
    number: "CP-402",
    area: Area::Testing,
    title: "Static analysis reads each change",
    accepted: "Static analysis runs on every change",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::Files,
    why: "Mistakes that a machine finds in seconds are left to reviewers, and to production.",
    fix: "Run a linter and a type checker in a workflow that pull requests start: ruff and mypy, eslint and tsc, clippy, CodeQL.",
    check,
};

const TOOLS: Tools = Tools {
    commands: &[
        "ruff check",
        "flake8",
        "pylint",
        "mypy",
        "pyright",
        "bandit",
        "eslint",
        "tsc",
        "biome",
        "cargo clippy",
        "golangci-lint",
        "go vet",
        "semgrep",
        "sonar-scanner",
        "npm run lint",
        "pnpm lint",
        "yarn lint",
        "make lint",
        "just lint",
    ],
    actions: &[
        "github/codeql-action",
        "SonarSource/sonarqube-scan-action",
        "SonarSource/sonarcloud-github-action",
        "golangci/golangci-lint-action",
        "astral-sh/ruff-action",
        "returntocorp/semgrep-action",
    ],
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    judged(
        repository,
        &TOOLS,
        (State::Amber, "no workflow runs a linter or a type checker"),
    )
}
