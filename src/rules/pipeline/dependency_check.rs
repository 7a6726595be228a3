//! Whether a vulnerable dependency is found before it is merged.

use super::{
    commands,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Ran, Tools, judged},
};
use crate::template::Node;

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
    let mut marks = judged(repository, &TOOLS, lacking)?;
    if marks.iter().all(|mark| mark.state == State::Green) {
        let ran = TOOLS.ran(repository);
        marks.extend(ran.iter().filter_map(|one| lets_through(one, repository)));
    }
    Some(marks)
}

/// A step whose settings let a grave vulnerability pass.
fn lets_through(ran: &Ran<'_>, repository: &Repository) -> Option<Mark> {
    let given = |input: &str| ran.step.with(input).and_then(Node::text);
    let commands = commands::of_step(&ran.step, repository);
    let has = |word: &str| commands.iter().any(|command| command.has(word));
    let what = match ran.tool {
        "actions/dependency-review-action" if given("fail-on-severity") == Some("critical") => {
            "fails only for critical vulnerabilities: high ones are merged"
        }
        "aquasecurity/trivy-action" if given("exit-code").is_none_or(|code| code == "0") => {
            "reports and fails nothing: exit-code is not set"
        }
        "npm audit" if has("--audit-level=critical") => {
            "fails only for critical vulnerabilities: high ones are merged"
        }
        _ => return None,
    };
    Some(ran.mark(State::Amber, format!("{} {what}", ran.tool)))
}
