//! Whether a template is built or validated before it is deployed.

use super::{
    deploys::deploys,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    tools::{Ran, Tools},
};

pub(super) const RULE: Rule = Rule {
    id: "unvalidated-template",
    number: "CP-501",
    area: Area::Deployment,
    title: "Templates are built before a merge",
    accepted: "The template builds before it is merged",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 30,
    needs: Needs::Files,
    why: "A template that does not build is found out by the deployment, which is then blocked for everybody.",
    fix: "Run `sam build` or `sam validate --lint` in a workflow that pull requests start.",
    check,
};

const TOOLS: Tools = Tools {
    commands: &[
        "sam build",
        "sam validate",
        "cdk synth",
        "aws cloudformation validate-template",
        "cfn-lint",
    ],
    actions: &[],
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.templates.is_empty() || deploys(repository).is_empty() {
        return None;
    }
    let ran = TOOLS.ran(repository);
    let before = |one: &&Ran<'_>| one.gates && !one.is_tolerated;
    if let Some(well) = ran.iter().find(before) {
        return Some(vec![
            well.mark(State::Green, format!("{} runs before a merge", well.tool)),
        ]);
    }
    Some(vec![match ran.first() {
        Some(late) => late.mark(
            State::Amber,
            format!("{} runs, but not before a merge", late.tool),
        ),
        None => Mark::of(State::Amber, "no step builds or validates the templates"),
    }])
}
