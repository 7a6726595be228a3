//! All properties of one resource, on either side of a change set, as JSON.
//!
//! AWS's own account is taken where it came whole; else the template is resolved
//! with the change set's parameters, and what stays open stands there as a token.
//! What can't be read is an error, never an empty resource.

use serde_json::Value;

use super::{
    templates::{Templates, When},
    written::unwritten,
};
use crate::facts::{Reason, ResourceChange, stack::PropertyValue};

pub(super) fn after(state: &Templates<'_>, change: &ResourceChange) -> Result<Value, Reason> {
    on_side(state, change, When::After)
}

pub(super) fn before(state: &Templates<'_>, change: &ResourceChange) -> Result<Value, Reason> {
    on_side(state, change, When::Before)
}

fn on_side(state: &Templates<'_>, change: &ResourceChange, when: When) -> Result<Value, Reason> {
    match in_context(context(change, when)) {
        Some(properties) => Ok(properties),
        None => in_template(state, change, when),
    }
}

/// What AWS says of the resource on that side.
pub(super) fn context(change: &ResourceChange, when: When) -> Option<&PropertyValue> {
    match when {
        When::Before => change.before.as_ref(),
        When::After => change.after.as_ref(),
    }
}

/// None: AWS cut it, or told nothing.
pub(super) fn in_context(context: Option<&PropertyValue>) -> Option<Value> {
    let value = context.filter(|value| !value.truncated)?;
    let value = serde_json::from_str::<Value>(value.text.raw()).ok()?;
    value.get("Properties").cloned()
}

pub(super) fn in_template(
    state: &Templates<'_>,
    change: &ResourceChange,
    when: When,
) -> Result<Value, Reason> {
    let id = change.logical_id.raw();
    let written = state.text(when)?.written(id)?;
    if written.kind != change.resource_type.raw() {
        return Err(unwritten(id).into());
    }
    written.json(id)
}

/// The texts of a list; one value stands for a list of it. Anything but texts is
/// an error: it could be anybody's name.
pub(super) fn texts(properties: &Value, name: &str) -> Result<Vec<String>, Reason> {
    let one = |value: &Value| {
        let text = value.as_str().map(str::to_owned);
        text.ok_or_else(|| Reason::from(format!("{name} holds what is not a name.")))
    };
    match properties.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(one).collect(),
        Some(value) => Ok(vec![one(value)?]),
    }
}
