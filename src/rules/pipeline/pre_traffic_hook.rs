//! Whether a new version is tried before it gets any traffic.

use super::{
    functions::refers_to,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "pre-traffic-hook",
    number: "CP-508",
    area: Area::Deployment,
    title: "A hook tries a new version before its traffic",
    accepted: "A smoke test runs before traffic shifts",
    risk: Risk::Low,
    confidence: Confidence::High,
    effort: 240,
    needs: Needs::Files,
    why: "The first to use a new version are its users.",
    fix: "Write a function whose name begins with CodeDeployHook_, let it invoke the new version and answer by codedeploy:PutLifecycleEventHookExecutionStatus, and name it under `DeploymentPreference: { Hooks: { PreTraffic: !Ref Hook } }`. It needs lambda:InvokeFunction on the version and that action, and no DeploymentPreference of its own.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    let shifting = functions
        .iter()
        .filter(|it| it.get("DeploymentPreference").is_some());
    let marks: Vec<Mark> = shifting
        .filter(|it| !it.is_a_hook())
        .filter_map(|function| {
            let preference = function.get("DeploymentPreference")?;
            let hook = preference.get("Hooks").and_then(|it| it.get("PreTraffic"));
            let id = function.id;
            let place = hook.map_or(preference.span.place, |it| it.span.place);
            let here = |node| functions.iter().any(|it| refers_to(node, it.id));
            let (state, what) = match hook {
                Some(node) if here(node) => (
                    State::Green,
                    format!("{id} is tried before its traffic shifts"),
                ),
                Some(_) => (State::Unknown, format!("{id}'s hook is declared elsewhere")),
                None => (
                    State::Amber,
                    format!("{id} is not tried before its traffic shifts"),
                ),
            };
            Some(Mark::at(state, function.template, place, what))
        })
        .collect();
    (!marks.is_empty()).then_some(marks)
}
