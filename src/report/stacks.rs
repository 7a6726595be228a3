//! What the JSON of `check stacks` says of each stack.

use serde_json::{Value, json};

use crate::{
    checks::{stack::OperationReport, stacks::StacksReport},
    facts::{Denied, Remote, stack::StackDriftStatus},
    rules::stacks::FailureSummary,
};

pub(super) fn details(report: &StacksReport) -> Vec<(&'static str, Value)> {
    let stacks = report.operations.iter().filter_map(stack);
    vec![("stacks", stacks.collect())]
}

fn stack(operation: &OperationReport) -> Option<Value> {
    let stack = operation.stack.as_ref()?;
    let [forward, back] = operation.failures();
    Some(json!({
        "name": stack.name.raw(),
        "id": stack.id.raw(),
        "status": stack.status.raw(),
        "reason": stack.reason.as_ref().map(Remote::raw),
        "drift": stack.drift.as_ref().map(StackDriftStatus::raw),
        "written": stack.written(),
        "stale": operation.stale.as_ref().map(|stale| json!({
            "template": stale.file,
            "failed": stale.failed.raw(),
            "at": stale.at,
            "role": stale.role.raw(),
            "refused": stale.refused,
        })),
        "root": forward.as_ref().map(failure),
        "rollback_root": back.as_ref().map(failure),
        "ended": operation.ended().map(|ended| json!({
            "what": ended.what,
            "turned_down": ended.turned_down,
            "at": ended.at,
        })),
    }))
}

fn failure(failure: &FailureSummary) -> Value {
    let denied = |denied: &Denied| {
        json!({
            "principal": denied.principal.as_ref().map(Remote::raw),
            "action": denied.action,
            "resource": denied.resource.as_ref().map(Remote::raw),
        })
    };
    json!({
        "resource": failure.root,
        "status": failure.status,
        "at": failure.at,
        "reason": failure.reason,
        "denied": failure.denied.as_ref().map(denied),
        "cause": failure.cause,
    })
}
