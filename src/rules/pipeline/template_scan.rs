//! Whether templates are checked for mistakes and for security before they are deployed.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Ran, Tools, not_read},
};

pub(super) const RULE: Rule = Rule {
    id: "template-scan",
    number: "CP-403",
    area: Area::Testing,
    title: "Templates are linted and scanned",
    accepted: "Templates are linted and scanned before a merge",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::Files,
    why: "A role that may do everything, or a bucket that everybody can read, reaches production as soon as a reviewer overlooks it.",
    fix: "Run `cfn-lint TEMPLATE` and `checkov -f TEMPLATE --framework cloudformation` in a workflow that pull requests start. Since August 2026 cfn-lint does not expand SAM: its silence on a SAM template is no proof.",
    check,
};

const LINTERS: Tools = Tools {
    commands: &[
        "cfn-lint",
        "sam validate --lint",
        "aws cloudformation validate-template",
    ],
    actions: &[
        "scottbrenner/cfn-lint-action",
        "ScottBrenner/cfn-lint-action",
    ],
};
const SCANNERS: Tools = Tools {
    commands: &[
        "checkov",
        "cfn-guard",
        "cfn_nag_scan",
        "cfn_nag",
        "trivy config",
        "kics",
        "tfsec",
    ],
    actions: &[
        "bridgecrewio/checkov-action",
        "aquasecurity/trivy-action",
        "stelligent/cfn_nag",
        "checkmarx/kics-github-action",
    ],
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.templates.is_empty() || repository.workflows.is_empty() {
        return None;
    }
    let linted = stopping(repository, &LINTERS);
    let scanned = stopping(repository, &SCANNERS);
    let green = |ran: &Ran<'_>| ran.mark(State::Green, format!("{} reads the templates", ran.tool));
    let mut marks: Vec<Mark> = linted.iter().chain(&scanned).map(green).collect();
    let lacks = match (&linted, &scanned) {
        (Some(_), Some(_)) => return Some(marks),
        (Some(_), None) => Mark::of(State::Amber, "no step scans the templates for security"),
        (None, Some(_)) => Mark::of(State::Amber, "no step lints the templates"),
        (None, None) => Mark::of(
            State::Red,
            "no step lints the templates or scans them for security",
        ),
    };
    let unread = not_read(repository);
    match unread.is_empty() {
        true => marks.push(lacks),
        false => marks.extend(unread),
    }
    Some(marks)
}

fn stopping<'a>(repository: &'a Repository, tools: &Tools) -> Option<Ran<'a>> {
    tools
        .ran(repository)
        .into_iter()
        .find(|ran| !ran.is_tolerated)
}
