//! Whether a secret of the template is ever replaced by another one.

use super::{
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "secret-rotation",
    number: "CP-509",
    area: Area::Deployment,
    title: "Secrets are replaced by themselves",
    accepted: "Every secret has a rotation",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 120,
    needs: Needs::Aws,
    why: "A secret that leaked stays good until somebody remembers to replace it.",
    fix: "Give it an AWS::SecretsManager::RotationSchedule with a RotationLambdaARN or HostedRotationLambda and RotationRules; keys of another company's API are rotated by hand: say in the runbook how.",
    check,
};
use super::functions::refers_to;

const SECRET: &str = "AWS::SecretsManager::Secret";
const SCHEDULE: &str = "AWS::SecretsManager::RotationSchedule";

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let marks: Vec<Mark> = repository
        .resources(&[SECRET])
        .map(|(source, id, node)| {
            let is_its = |node: &crate::template::Node| {
                let properties = node.get("Properties");
                let secret = properties.and_then(|it| it.get("SecretId"));
                secret.is_some_and(|it| refers_to(it, id))
            };
            let mut schedules = repository.resources(&[SCHEDULE]);
            let rotates = schedules.any(|(of, _, node)| of.path == source.path && is_its(node));
            let place = node.span.place;
            match rotates {
                true => Mark::at(State::Green, source, place, format!("{id} is rotated")),
                false => Mark::at(
                    State::Amber,
                    source,
                    place,
                    format!("{id} has no RotationSchedule: nothing replaces it"),
                ),
            }
        })
        .collect();
    (!marks.is_empty()).then_some(marks)
}
