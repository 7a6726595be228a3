//! What writes to stacks have in common: the stack as it was read, and its
//! change set as one stable text, before and after.

use serde_json::{Map, Value, json};

use super::Target;
use crate::{
    facts::{
        ChangeSet, Fault, FaultKind, Reading, Remote, ResourceChange, Stack, StackName,
        stack::{ChangeAction, PropertyValue},
    },
    gate::{StackState, TargetState},
};

/// The stack, typed by its name alone, where the draft may have an ARN.
pub(super) fn target(stack: &StackName, part: Option<(&'static str, &str)>) -> Target {
    Target {
        kind: "stack",
        name: Remote::new(stack.short()),
        part: part.map(|(kind, name)| (kind, Remote::new(name))),
    }
}

pub(super) fn state(target: &TargetState) -> Result<&StackState, String> {
    target
        .stack()
        .ok_or_else(|| "The stack was not read.".to_owned())
}

pub(super) fn known(target: &TargetState) -> Result<&Stack, String> {
    match &state(target)?.stack {
        Reading::Known(stack) => Ok(stack),
        Reading::Unknown(fault) => Err(fault.what.clone()),
    }
}

/// The service says that there is no such stack.
pub(super) fn is_gone(state: &StackState) -> bool {
    match &state.stack {
        Reading::Known(stack) => stack.status.is_deleted(),
        Reading::Unknown(Fault { kind, source, .. }) => {
            *kind == FaultKind::Missing || source.contains("does not exist")
        }
    }
}

/// Where it ended, and what failed first.
pub(super) fn ended(state: &StackState, stack: &Stack) -> String {
    let mut what = format!("Stack {} is {}.", stack.name.raw(), stack.status.raw());
    let reason = state.failure.as_ref().or(stack.reason.as_ref());
    if let Some(reason) = reason {
        what.push_str(&format!(" First failure: {}", reason.raw()));
    }
    what
}

/// Every change with what is there and, `executed`, with what is to be there.
pub(super) fn rendered(state: &StackState, set: &ChangeSet, executed: bool) -> Remote {
    let changes: Vec<Value> = state
        .changes()
        .into_iter()
        .map(|change| resource(change, executed))
        .collect();
    let text = json!({
        "StackName": set.stack_name.raw(),
        "ChangeSetExecuted": executed,
        "Resources": changes,
    });
    Remote::new(format!("{text:#}"))
}

fn resource(change: &ResourceChange, executed: bool) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    put("LogicalResourceId", change.logical_id.raw().into());
    put("ResourceType", change.resource_type.raw().into());
    let exists = match change.action {
        ChangeAction::Add | ChangeAction::Import => executed,
        ChangeAction::Remove => !executed,
        _ => true,
    };
    put("Exists", exists.into());
    let mut properties = Map::new();
    for (at, detail) in change.details.iter().enumerate() {
        let name = detail.path.as_ref().or(detail.name.as_ref());
        let name = name.map_or_else(|| format!("detail {at}"), |name| name.raw().to_owned());
        let side = if executed {
            &detail.after
        } else {
            &detail.before
        };
        properties.insert(name, side.as_ref().map_or(Value::Null, value));
    }
    let context = if executed {
        &change.after
    } else {
        &change.before
    };
    if let Some(whole) = context.as_ref().map(value) {
        put("All", whole);
    }
    put("Changing", Value::Object(properties));
    Value::Object(fields)
}

/// JSON as JSON, so that a diff of it goes line by line.
fn value(value: &PropertyValue) -> Value {
    let text = value.text.raw();
    match serde_json::from_str::<Value>(text) {
        Ok(parsed @ (Value::Object(_) | Value::Array(_))) => parsed,
        _ if value.truncated => format!("{text} (cut)").into(),
        _ => text.into(),
    }
}
