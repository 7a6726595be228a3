//! Stacks whose every name and text means ill.

use serde_json::{Value, json};
use watchkeeper::ask::CfnAsk;

use super::world::evil;

const AT: &str = "2026-05-18T13:42:00Z";

/// Everything that can be asked of CloudFormation, answered with ill intent.
pub(crate) fn answer(ask: &CfnAsk) -> Value {
    match ask {
        CfnAsk::Stacks => {
            json!({"stacks": [stack(), stack()], "complete": true, "pages": 1})
        }
        CfnAsk::Stack(_) => stack(),
        CfnAsk::Events(_) => events(),
        CfnAsk::Resources(_) => json!({
            "stack": evil("stack"),
            "resources": [{
                "logical_id": evil("Role"), "physical_id": evil("role"),
                "resource_type": evil("AWS::"), "status": evil("CREATE_"),
                "reason": evil("because"), "updated": AT, "drift": evil("DRIFT"),
            }],
        }),
        CfnAsk::OwnerOfRole(_) => json!(evil("stack")),
        CfnAsk::Template(_) => json!({
            "stack": evil("stack"), "name": evil("app"), "body": evil("{}"),
        }),
        CfnAsk::ChangeSets(_) => json!([{
            "id": evil("id"), "name": evil("deploy"), "stack": evil("stack"),
            "status": evil("CREATE"), "reason": evil("because"), "execution": evil("AVAILABLE"),
            "created": AT, "description": evil("says"),
        }]),
        CfnAsk::ChangeSet(_) => change_set(),
        CfnAsk::ChangeSetFailures(_) => json!({
            "change_set": evil("id"), "events": events()["failures"], "cut": true,
        }),
        CfnAsk::DriftStatus(_) => json!({
            "detection": evil("id"), "stack": evil("stack"), "progress": evil("DETECTION"),
            "reason": evil("because"), "drift": evil("DRIFTED"), "drifted_resources": 1, "at": AT,
        }),
        CfnAsk::ResourceDrifts(_) => json!([{
            "stack": evil("stack"), "logical_id": evil("Role"), "physical_id": evil("role"),
            "resource_type": evil("AWS::"), "status": evil("MODIFIED"), "reason": evil("because"),
            "expected": value(), "actual": value(), "at": AT,
            "differences": [{
                "path": evil("/Policies"), "kind": evil("ADD"),
                "expected": value(), "actual": value(),
            }],
        }]),
        CfnAsk::Proposed(_) => json!(evil("template")),
        CfnAsk::DetectDrift(_) => json!(evil("id")),
    }
}

fn value() -> Value {
    json!({"text": evil("value"), "truncated": true})
}

fn pair() -> Value {
    json!([{"key": evil("key"), "value": evil("value")}])
}

fn stack() -> Value {
    json!({
        "id": evil("arn:aws:cloudformation:eu-west-1:123456789012:stack/"),
        "name": evil("app"), "status": evil("UPDATE_ROLLBACK_COMPLETE"), "reason": evil("because"),
        "drift": evil("DRIFTED"), "created": AT, "updated": AT, "parent": evil("parent"),
        "root": evil("root"), "description": evil("says"),
        "outputs": [{"key": evil("Url"), "value": evil("https://"), "export": evil("url")}],
        "parameters": pair(), "tags": pair(), "capabilities": [evil("CAPABILITY_")],
        "role": evil("arn:aws:iam::123456789012:role/"), "change_set": evil("id"),
        "operations": [{"id": evil("op"), "kind": evil("UPDATE_STACK")}],
    })
}

fn events() -> Value {
    let event = |n: u32, kind: &str| {
        json!({
            "id": evil(&format!("event-{n}")), "stack": evil("stack"), "at": AT, "kind": kind,
            "logical_id": evil("Cron"), "physical_id": evil("cron"),
            "resource_type": evil("AWS::"), "status": "CREATE_FAILED", "reason": evil("because"),
            "operation": evil("op"), "operation_type": evil("ROLLBACK"),
            "client_token": evil("token"),
            "hook": {"name": evil("Hook"), "reason": evil("no")},
            "validation": {"name": evil("Check"), "reason": evil("no"), "path": evil("/Resources")},
        })
    };
    json!({
        "stack": evil("stack"), "name": evil("app"),
        "events": [event(1, "STACK_EVENT"), event(2, &evil("KIND"))],
        "failures": [event(3, "VALIDATION_ERROR")], "operation": evil("op"),
        "reached_start": false, "failures_complete": false, "cut": true,
        "nested": [{
            "id": evil("child"), "parent": evil("stack"), "logical_id": evil("Child"),
            "fault": {
                "kind": "malformed", "what": evil("what"), "hint": evil("hint"),
                "source": evil("source"),
            },
        }],
        "source": evil("cloudformation:"), "calls": 1,
    })
}

fn change_set() -> Value {
    json!({
        "id": evil("id"), "name": evil("deploy"), "stack": evil("stack"),
        "stack_name": evil("app"), "status": evil("CREATE"), "reason": evil("because"),
        "execution": evil("AVAILABLE"), "description": evil("says"),
        "parameters": pair(), "tags": pair(), "capabilities": [evil("CAPABILITY_")],
        "changes": [{
            "action": evil("Add"), "logical_id": evil("Role"), "physical_id": evil("role"),
            "resource_type": evil("AWS::"), "replacement": evil("True"), "scope": [evil("Tags")],
            "details": [{
                "attribute": evil("Properties"), "name": evil("Policies"), "path": evil("/"),
                "before": value(), "after": value(), "causing_entity": evil("Parameter"),
                "drift": {"previous": value(), "actual": value()},
            }],
            "before": value(), "after": value(), "module": evil("module"),
        }],
        "pages": 1,
    })
}
