//! Whether a function's invocations can be followed through what they call.

use super::{
    functions::Function,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "tracing",
    number: "CP-506",
    area: Area::Deployment,
    title: "Invocations are traced",
    accepted: "X-Ray traces the functions",
    risk: Risk::Low,
    confidence: Confidence::High,
    effort: 60,
    needs: Needs::Files,
    why: "Without traces a slow or failing call behind a function is found by reading logs of every service.",
    fix: "Write `Tracing: Active` under `Globals: { Function: ... }`; SAM then adds what the role needs.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    let marks: Vec<Mark> = functions.iter().map(mark).collect();
    (!marks.is_empty()).then_some(marks)
}

fn mark(function: &Function<'_>) -> Mark {
    let sam = function.get("Tracing");
    let given = sam.or_else(|| function.get("TracingConfig")?.get("Mode"));
    let id = function.id;
    match given.map(|node| (node, node.text())) {
        Some((node, Some("Active"))) => Mark::at(
            State::Green,
            function.template,
            node.span.place,
            format!("{id} is traced"),
        ),
        Some((node, None)) => Mark::at(
            State::Unknown,
            function.template,
            node.span.place,
            format!("whether {id} is traced is decided when it is deployed"),
        ),
        _ => Mark::at(
            State::Amber,
            function.template,
            function.place(),
            format!("{id} is not traced"),
        ),
    }
}
