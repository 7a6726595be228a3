//! The JSON of `check drift`: schema 1, as the interface promises it.

use serde_json::{Value, json};

use super::Checked;
use crate::facts::PolicyName;
use crate::policy::Comparison;
use crate::rules::drift::{DriftItem, Grant, SiblingReport};

pub fn as_json(checked: &Checked<'_>) -> String {
    let report = checked.report;
    let mut unknown: Vec<Value> = checked
        .faults
        .iter()
        .map(|(what, fault)| json!({"what": what, "why": fault.what, "hint": fault.hint}))
        .collect();
    unknown.extend(report.unknown.iter().map(|unknown| json!(unknown)));
    let value = json!({
        "schema": 1,
        "command": "check drift",
        "generated_at": checked.at.to_string(),
        "environment": checked.environment,
        "account": checked.caller.map(|caller| caller.account.raw()),
        "region": checked.caller.map(|caller| caller.region.raw()),
        "status": checked.status().word(),
        "findings": report.findings,
        "unknown": unknown,
        "warnings": report.warnings,
        "drift": report.items.iter().map(|i| item(i, checked)).collect::<Vec<_>>(),
        "compare": report.siblings.iter().map(sibling).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

fn item(item: &DriftItem, checked: &Checked<'_>) -> Value {
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
        "used_in": checked.used_by(item),
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
    let side = |(environment, role): &(crate::facts::EnvironmentName, crate::facts::RoleName)| {
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
