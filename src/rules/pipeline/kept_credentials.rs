//! A checkout that leaves its token in the working tree for every later step.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::Step,
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "kept-credentials",
    number: "CP-105",
    area: Area::Workflows,
    title: "A checkout leaves no token behind",
    accepted: "No checkout keeps its token",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 15,
    needs: Needs::Files,
    why: "Every later step, and every artifact that has the folder in it, can read the token from the working tree.",
    fix: "Give each checkout `with: { persist-credentials: false }`, and pass a token to the one step that pushes.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let of_workflows = repository.steps();
    let of_actions = repository.own_steps();
    let checkouts = of_workflows.chain(of_actions);
    let checkouts = checkouts.filter(|step| step.is_of("actions/checkout"));
    let marks: Vec<Mark> = checkouts.map(|step| mark(&step)).collect();
    (!marks.is_empty()).then_some(marks)
}

fn mark(step: &Step<'_>) -> Mark {
    let given = step.with("persist-credentials");
    let place = given.or(step.uses().map(|(_, node)| node));
    let place = place.map_or(step.place(), |node| node.span.place);
    let text = given.and_then(Node::text).unwrap_or_default();
    match text {
        "false" => Mark::at(State::Green, step.source, place, "it keeps no token"),
        it if it.contains("${{") => {
            let what = "whether it keeps its token is decided when it runs";
            Mark::at(State::Unknown, step.source, place, what)
        }
        _ => Mark::at(
            State::Amber,
            step.source,
            place,
            "the token stays in the working tree",
        ),
    }
}
