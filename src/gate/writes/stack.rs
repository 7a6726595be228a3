//! What writes to stacks have in common: the stack as it was read, and its
//! change set as one stable text, before and after.

use serde_json::{Map, Value, json};

use super::Progress;
use crate::{
    facts::{
        ChangeSet, FaultKind, Reading, Reason, Remote, Stack, StackId, StackStatus,
        stack::{ChangeAction, PropertyValue},
    },
    gate::{Changed, Observed, StackState, TargetState},
};

pub(super) fn state(target: &TargetState) -> Result<&StackState, Reason> {
    Ok(target.stack().ok_or("The stack was not read.")?)
}

pub(super) fn known(target: &TargetState) -> Result<&Stack, Reason> {
    Ok(state(target)?.stack.read()?)
}

/// The change set that the write is about, where it was read.
pub(super) fn change_set(state: &StackState) -> Result<&ChangeSet, Reason> {
    let set = state.change_set.as_ref();
    Ok(set.ok_or("The change set was not read.")?.read()?)
}

/// The service says that there is no such stack.
pub(super) fn is_gone(state: &StackState) -> bool {
    match &state.stack {
        Reading::Known(stack) => stack.status.is_deleted(),
        Reading::Unknown(fault) => fault.kind == FaultKind::Missing,
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

/// What an operation on the stack itself changes of it, as text; None: it is gone.
pub(super) fn standing(target: &TargetState) -> Option<Remote> {
    let stack = target.stack().filter(|state| !is_gone(state))?;
    let stack = stack.stack.known()?;
    let text = json!({
        "StackStatus": stack.status.raw(),
        "EnableTerminationProtection": stack.termination_protection,
    });
    Some(Remote::new(format!("{text:#}")))
}

pub(super) fn with_stack(
    seen: &Observed,
    change: impl FnOnce(&mut Stack),
) -> Result<TargetState, Reason> {
    let mut after = state(&seen.target)?.clone();
    change(after.stack.read_mut()?);
    Ok(TargetState::Stack(Box::new(after)))
}

/// Of an operation that ends in one of these states and began in one of those.
pub(super) fn progress(now: &TargetState, ends: &[StackStatus], began: &[StackStatus]) -> Progress {
    let (state, stack) = match (state(now), known(now)) {
        (Ok(state), Ok(stack)) => (state, stack),
        (Err(why), _) | (_, Err(why)) => return Progress::Unclear(why.to_string()),
    };
    let status = &stack.status;
    if began.contains(status) {
        Progress::Untouched
    } else if ends.contains(status) {
        Progress::Applied
    } else if status.in_progress() {
        Progress::Running(status.raw().to_owned())
    } else {
        Progress::Failed(ended(state, stack))
    }
}

/// Begins only in one of these states.
pub(super) fn begins(seen: &Observed, states: &[StackStatus]) -> Result<StackId, Reason> {
    let stack = known(&seen.target)?;
    match states.contains(&stack.status) {
        true => Ok(stack.id.clone()),
        false => {
            let words: Vec<&str> = states.iter().map(StackStatus::raw).collect();
            Err(format!(
                "Stack {} is {}, and this begins only where it is {}.",
                stack.name.raw(),
                stack.status.raw(),
                words.join(" or ")
            )
            .into())
        }
    }
}

/// Every change with what is there and, `executed`, with what is to be there.
pub(super) fn rendered(state: &StackState, set: &ChangeSet, executed: bool) -> Remote {
    let changes = state.changes().into_iter();
    let changes: Vec<Value> = changes.map(|change| resource(&change, executed)).collect();
    let text = json!({
        "StackName": set.stack_name.raw(),
        "ChangeSetExecuted": executed,
        "Resources": changes,
    });
    Remote::new(format!("{text:#}"))
}

fn resource(change: &Changed<'_>, executed: bool) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    if change.level.nested().is_some() {
        put("NestedStack", change.level.state.name.raw().into());
    }
    put("LogicalResourceId", change.name().into());
    put("ResourceType", change.resource_type.raw().into());
    let exists = match change.action {
        ChangeAction::Add | ChangeAction::Import => executed,
        ChangeAction::Remove => !executed,
        ChangeAction::Modify
        | ChangeAction::Dynamic
        | ChangeAction::SyncWithActual
        | ChangeAction::Unknown(_) => true,
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
