//! Secrets on their way to a function: as parameters, defaults and variables.

use super::{
    excerpt::is_secret_name,
    functions::references,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    source::Source,
};
use crate::template::{Entry, Node};

pub(super) const RULE: Rule = Rule {
    id: "plain-secret",
    number: "CP-503",
    area: Area::Deployment,
    title: "Functions read their secrets at run time",
    accepted: "Production secrets are in Secrets Manager, and rotate",
    risk: Risk::Medium,
    confidence: Confidence::Medium,
    effort: 360,
    needs: Needs::Files,
    why: "A parameter without NoEcho is shown to whoever may describe the stack. A secret in a function's environment is shown to whoever may read its configuration, and rotates only with a deployment.",
    fix: "Keep the secret in Secrets Manager or Parameter Store, give the function its ARN and let it read it when it starts; give it a RotationSchedule. Until then: `NoEcho: true`, and no Default.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let mut marks = Vec::new();
    for template in &repository.templates {
        let parameters = template
            .root()
            .get("Parameters")
            .map_or(&[][..], Node::entries);
        let secret = parameters.iter().filter(|it| is_secret(it));
        marks.extend(secret.filter_map(|it| parameter(template, it)));
    }
    for function in repository.functions() {
        let environment = function
            .get("Environment")
            .and_then(|it| it.get("Variables"));
        let variables = environment.map_or(&[][..], Node::entries);
        marks.extend(
            variables
                .iter()
                .filter_map(|it| variable(function.template, it)),
        );
    }
    marks.sort_by_key(|mark| {
        mark.at
            .as_ref()
            .map(|at| (at.path.clone(), at.line, at.column))
    });
    marks.dedup();
    (!marks.is_empty()).then_some(marks)
}

fn is_secret(parameter: &Entry) -> bool {
    let value = &parameter.value;
    let kind = value.get("Type").and_then(Node::text).unwrap_or_default();
    let hidden = value.get("NoEcho").and_then(Node::boolean) == Some(true);
    let name = &parameter.key.text;
    let is_reference = name.ends_with("Arn") || name.ends_with("ARN") || name.ends_with("Name");
    kind == "String" && !is_reference && (hidden || is_secret_name(name))
}

fn parameter(template: &Source, parameter: &Entry) -> Option<Mark> {
    let (name, value) = (&parameter.key.text, &parameter.value);
    let default = value
        .get("Default")
        .filter(|it| it.text().is_some_and(|it| !it.is_empty()));
    if let Some(default) = default {
        let what = format!("{name} has a default: the secret is in the repository");
        return Some(Mark::at(State::Red, template, default.span.place, what));
    }
    let hidden = value.get("NoEcho").and_then(Node::text) == Some("true");
    (!hidden).then(|| {
        let what = format!("{name} has no NoEcho: whoever may describe the stack reads it");
        Mark::at(State::Red, template, parameter.key_span.place, what)
    })
}

fn variable(template: &Source, variable: &Entry) -> Option<Mark> {
    let (name, value) = (&variable.key.text, &variable.value);
    let written = template.written(value.span);
    let place = variable.key_span.place;
    if written.contains("{{resolve:") {
        let what =
            format!("{name} is resolved when it is deployed, and then stands in the environment");
        return is_secret_name(name).then(|| Mark::at(State::Amber, template, place, what));
    }
    let parameters = template
        .root()
        .get("Parameters")
        .map_or(&[][..], Node::entries);
    let named = references(value);
    let of = parameters
        .iter()
        .find(|it| named.contains(&it.key.text) && is_secret(it));
    if let Some(of) = of {
        let what = format!("{} stands in the environment as {name}", of.key.text);
        return Some(Mark::at(State::Amber, template, place, what));
    }
    let is_reference = name.ends_with("_ARN") || name.ends_with("_NAME") || name.ends_with("_ID");
    match (is_secret_name(name), value.text()) {
        (true, Some(text)) if !text.is_empty() && !is_reference => {
            let what = format!("{name} is written out in the template");
            Some(Mark::at(State::Red, template, place, what))
        }
        (true, _) if is_reference => {
            let what = format!("{name} refers to a secret that is read at run time");
            Some(Mark::at(State::Green, template, place, what))
        }
        _ => None,
    }
}
