//! Whether it can be told later what was in a build.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Ran, Tools, not_read},
};

pub(super) const RULE: Rule = Rule {
    id: "missing-sbom",
    number: "CP-304",
    area: Area::Build,
    title: "Each build leaves a list of what is in it",
    accepted: "A bill of materials is made and kept for every build",
    risk: Risk::High,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::Files,
    why: "Without a bill of materials nobody can say whether a vulnerable package is in what is deployed, short of building it again.",
    fix: "Make one in the job that builds, for example by anchore/sbom-action, `cyclonedx-py poetry` or `syft scan dir:.`, and keep it with actions/upload-artifact or as an attestation.",
    check,
};

const MAKERS: Tools = Tools {
    commands: &[
        "cyclonedx-py",
        "cyclonedx_py",
        "cyclonedx-npm",
        "cyclonedx-bom",
        "cyclonedx-gomod",
        "cargo cyclonedx",
        "cargo sbom",
        "npm sbom",
        "syft",
        "cdxgen",
        "trivy sbom",
    ],
    actions: &[
        "anchore/sbom-action",
        "CycloneDX/gh-gomod-generate-sbom",
        "CycloneDX/gh-python-generate-sbom",
        "CycloneDX/gh-node-module-generatebom",
        "actions/attest-sbom",
    ],
};

/// These keep what they make.
const KEEPING: [&str; 2] = ["anchore/sbom-action", "actions/attest-sbom"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.workflows.is_empty() {
        return None;
    }
    let made = MAKERS.ran(repository);
    let kept = |ran: &&Ran<'_>| KEEPING.contains(&ran.tool) || is_uploaded(ran);
    if let Some(ran) = made.iter().find(kept) {
        return Some(vec![ran.mark(
            State::Green,
            format!("{} makes one, and it is kept", ran.tool),
        )]);
    }
    if let Some(ran) = made.first() {
        let what = format!("{} makes one, and the job keeps no artifact", ran.tool);
        return Some(vec![ran.mark(State::Amber, what)]);
    }
    let mut unread = not_read(repository);
    if unread.is_empty() {
        unread.push(Mark::of(
            State::Red,
            "no workflow makes a bill of materials",
        ));
    }
    Some(unread)
}

/// The same job uploads an artifact.
fn is_uploaded(ran: &Ran<'_>) -> bool {
    ran.step.job.is_some_and(|job| {
        let mut steps = job.steps();
        steps.any(|step| {
            step.is_of("actions/upload-artifact") || step.is_of("softprops/action-gh-release")
        })
    })
}
