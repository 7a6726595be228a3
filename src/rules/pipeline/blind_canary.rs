//! Whether a deployment that shifts step by step can see that it fails: an invocation has
//! to come in the window, through the alias.

use super::{
    functions::{Function, references},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    schedule::{shifting, shortest},
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "blind-canary",
    number: "CP-507",
    area: Area::Deployment,
    title: "A shifting deployment sees its invocations",
    accepted: "Alarms can fire while traffic shifts",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 240,
    needs: Needs::Files,
    why: "A shift of five minutes on a function that runs once a day ends before anything was invoked: no alarm can fire, and the bad version goes on to all traffic.",
    fix: "Name a function under `Hooks: { PreTraffic: ... }` that invokes the new version and fails the deployment; let every invoker name the alias: `!Ref Function.Alias`. AutoPublishAliasAllProperties publishes changes of layers and network too.",
    check,
};

/// What invokes a function from outside of its own `Events`, and the property that names it.
const INVOKERS: &[&str] = &[
    "AWS::Scheduler::Schedule",
    "AWS::Events::Rule",
    "AWS::Lambda::EventSourceMapping",
    "AWS::SNS::Subscription",
    "AWS::StepFunctions::StateMachine",
    "AWS::Serverless::StateMachine",
];

/// Of these changes no new version is published for an alias.
const UNPUBLISHED: [&str; 2] = ["Layers", "VpcConfig"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    let with_alias = functions
        .iter()
        .filter(|it| it.get("AutoPublishAlias").is_some());
    let mut marks = Vec::new();
    for function in with_alias.filter(|it| !it.is_a_hook()) {
        let before = marks.len();
        marks.extend(window(function));
        marks.extend(invokers(repository, function));
        marks.extend(unpublished(function));
        if marks.len() == before {
            let what = format!(
                "{} is invoked through its alias while it shifts",
                function.id
            );
            marks.push(Mark::at(
                State::Green,
                function.template,
                function.place(),
                what,
            ));
        }
    }
    (!marks.is_empty()).then_some(marks)
}

/// No invocation comes while the traffic shifts.
fn window(function: &Function<'_>) -> Option<Mark> {
    let preference = function.get("DeploymentPreference")?;
    let kind = preference.get("Type")?;
    let shift = shifting(kind.text()?).filter(|minutes| *minutes > 0)?;
    let schedules = function.schedules();
    let known = schedules.iter().map(|(expression, _)| shortest(expression));
    let every = known.collect::<Option<Vec<u32>>>()?.into_iter().min()?;
    let has_hook = preference
        .get("Hooks")
        .and_then(|it| it.get("PreTraffic"))
        .is_some();
    (shift < every && !has_hook).then(|| {
        let what = format!(
            "{} shifts for {shift} minutes and runs at most every {every} minutes: where no invocation comes, no alarm can fire",
            function.id
        );
        Mark::at(State::Amber, function.template, kind.span.place, what)
    })
}

/// Those that name the function, not its alias.
fn invokers(repository: &Repository, function: &Function<'_>) -> Vec<Mark> {
    let resources = repository.resources(INVOKERS);
    let here = resources.filter(|(source, ..)| source.path == function.template.path);
    here.filter_map(|(source, id, node)| {
        let named = target(node, function.id)?;
        let what = format!(
            "{id} invokes {} past its alias: the shift does not concern it",
            function.id
        );
        Some(Mark::at(State::Red, source, named.span.place, what))
    })
    .collect()
}

/// The innermost node beneath the properties that names the function itself.
fn target<'n>(node: &'n Node, id: &str) -> Option<&'n Node> {
    let arn = format!("{id}.Arn");
    let is_named = |node: &Node| references(node).iter().any(|it| *it == arn || it == id);
    let mut at = node.get("Properties").filter(|it| is_named(it))?;
    loop {
        let entries = at.entries().iter();
        let is_call = |key: &str| key == "Ref" || key.starts_with("Fn::");
        let mut inner = entries
            .filter(|it| !is_call(&it.key.text))
            .map(|it| &it.value);
        let below = inner.find(|it| is_named(it));
        match below.or_else(|| at.items().iter().find(|it| is_named(it))) {
            Some(below) => at = below,
            None => return Some(at),
        }
    }
}

fn unpublished(function: &Function<'_>) -> Option<Mark> {
    let all = function.get("AutoPublishAliasAllProperties");
    if all.and_then(Node::text) == Some("true") {
        return None;
    }
    let (name, node) = UNPUBLISHED
        .iter()
        .find_map(|it| Some((it, function.get(it)?)))?;
    let what = format!(
        "a change of {}'s {name} publishes no version: it never reaches the alias",
        function.id
    );
    Some(Mark::at(
        State::Amber,
        function.template,
        node.span.place,
        what,
    ))
}
