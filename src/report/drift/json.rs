//! The JSON of `check drift`: the items and the comparisons.

use serde_json::{Value, json};

use super::used_by;
use crate::{
    checks::Store,
    facts::{EnvironmentName, PolicyName, RoleName},
    policy::Comparison,
    rules::drift::{DriftItem, DriftReport, Grant, SiblingReport},
};

pub(in crate::report) fn details(
    report: &DriftReport,
    store: &Store,
) -> Vec<(&'static str, Value)> {
    let items = report.items.iter().map(|it| item(it, store));
    vec![
        ("warnings", json!(report.warnings)),
        ("drift", items.collect()),
        ("compare", report.siblings.iter().map(sibling).collect()),
    ]
}

fn item(item: &DriftItem, store: &Store) -> Value {
    json!({
        "role": item.role.raw(),
        "policy": item.policy.as_ref().map(PolicyName::raw),
        "kind": item.kind,
        "state": item.state,
        "verdict": item.verdict,
        "file": item.codified.as_ref().map(|(_, path)| path),
        "template": item.template,
        "why": item.why,
        "gained": requests(&item.gained),
        "lost": requests(&item.lost),
        "used_in": used_by(item, store),
        "witness": item.comparison.as_ref().and_then(Comparison::witness).map(|witness| json!({
            "principal": witness.request.principal,
            "action": witness.request.action,
            "resource": witness.request.resource,
            "context": witness.request.context,
            "codified": witness.codified,
            "live": witness.live,
        })),
    })
}

fn requests(grants: &[Grant]) -> Vec<&str> {
    grants.iter().map(|grant| grant.request.as_str()).collect()
}

fn sibling(report: &SiblingReport) -> Value {
    let side = |(environment, role): &(EnvironmentName, RoleName)| {
        format!("{}:{}", environment.raw(), role.raw())
    };
    json!({
        "left": side(&report.left),
        "right": side(&report.right),
        "items": report.items.iter().map(|item| json!({
            "policy": item.policy.as_ref().map(PolicyName::raw),
            "kind": item.kind,
            "state": item.state,
            "why": item.why,
            "actions": item.actions.iter().map(|(action, purpose)| json!({"action": action, "purpose": purpose})).collect::<Vec<_>>(),
            "question": item.question,
        })).collect::<Vec<_>>(),
    })
}
