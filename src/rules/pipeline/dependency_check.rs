//! Whether a vulnerable dependency is found before it is merged.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Tools, judged},
};

pub(super) const RULE: Rule = Rule {
    id: "dependency-check",
    number: "CP-303",
    area: Area::Build,
    title: "A vulnerable dependency stops a merge",
    accepted: "A check of dependencies blocks vulnerable upgrades",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::Files,
    why: "A bot proposes updates and stops nothing: what is known to be vulnerable can be merged and deployed.",
    fix: "Run a check in a workflow that pull requests start, and let its failure count: actions/dependency-review-action with `fail-on-severity: high`, or osv-scanner or pip-audit. pip-audit has no switch for the severity: it fails for every one.",
    check,
};

const TOOLS: Tools = Tools {
    commands: &[
        "pip-audit",
        "pip_audit",
        "safety check",
        "safety scan",
        "npm audit",
        "pnpm audit",
        "yarn audit",
        "yarn npm audit",
        "cargo audit",
        "cargo deny",
        "govulncheck",
        "bundle-audit",
        "osv-scanner",
        "trivy fs",
        "trivy repo",
        "grype",
        "snyk test",
    ],
    actions: &[
        "actions/dependency-review-action",
        "pypa/gh-action-pip-audit",
        "google/osv-scanner-action",
        "aquasecurity/trivy-action",
        "anchore/scan-action",
        "rustsec/audit-check",
        "EmbarkStudios/cargo-deny-action",
        "snyk/actions",
    ],
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    // Where a bot proposes updates the lack is the smaller fault.
    let lacking = match repository.dependabot {
        Some(_) => (
            State::Amber,
            "no workflow checks dependencies: only a bot proposes updates",
        ),
        None => (
            State::Red,
            "no workflow checks dependencies, and no bot proposes updates",
        ),
    };
    judged(repository, &TOOLS, lacking)
}
