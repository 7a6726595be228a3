//! All properties of one resource, on either side of a change set, as JSON.
//!
//! AWS's own account is taken where it came whole; else the template is resolved
//! with the change set's parameters, and what stays open stands there as a token.
//! What can't be read is an error, never an empty resource.

use serde_json::{Map, Value};

use super::templates::{Templates, When};
use crate::{
    facts::{Reason, ResourceChange, stack::PropertyValue},
    template::{self, Node, Resolved, Template},
};

/// Nothing that AWS stores is nested as deep.
const DEEPEST: usize = 64;

pub(super) fn after(state: &Templates<'_>, change: &ResourceChange) -> Result<Value, Reason> {
    of(state, change, When::After)
}

pub(super) fn before(state: &Templates<'_>, change: &ResourceChange) -> Result<Value, Reason> {
    of(state, change, When::Before)
}

fn of(state: &Templates<'_>, change: &ResourceChange, when: When) -> Result<Value, Reason> {
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

/// A resource as a template has it, with what stays open in it.
#[derive(Debug)]
pub(super) struct Written<'t> {
    pub(super) template: &'t Template,
    pub(super) kind: &'t str,
    pub(super) properties: Resolved,
}

impl Written<'_> {
    pub(super) fn json(&self, id: &str) -> Result<Value, Reason> {
        match &self.properties {
            Resolved::Absent => Ok(Value::Object(Map::new())),
            properties => json(properties, DEEPEST)
                .filter(Value::is_object)
                .ok_or_else(|| format!("The properties of {id} could not be read.").into()),
        }
    }
}

pub(super) fn unwritten(id: &str) -> String {
    format!("What {id} would be could not be read from the change set or its template.")
}

/// What a macro makes of a template is not in its text.
const EXPANDED: &[&str] = &["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"];

pub(super) fn parsed(text: &str) -> Result<Template, Reason> {
    let template = template::parse(text).map_err(|malformed| {
        format!(
            "The template cannot be read: {}",
            malformed.fault("the template").what
        )
    })?;
    let around = [Some(&template.root), template.root.get("Resources")];
    let is_changed = |node: &Node| node.get("Fn::Transform").is_some();
    if around.into_iter().flatten().any(is_changed) {
        return Err(
            "The template is changed by Fn::Transform before it counts, and that is not seen here."
                .into(),
        );
    }
    let transforms = template.root.get("Transform");
    let listed = transforms.map_or(&[][..], |node| match &node.value {
        template::Value::Seq(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    });
    let name = |node: &Node| node.text().map(str::to_owned);
    let mut names = listed.iter().map(name);
    match names.find(|name| !name.as_deref().is_some_and(|name| EXPANDED.contains(&name))) {
        None => Ok(template),
        Some(name) => Err(format!(
            "The template is changed by {} before it counts, and that is not seen here.",
            name.as_deref().unwrap_or("a macro")
        )
        .into()),
    }
}

/// None: it is not there, or too deep to be believed.
fn json(resolved: &Resolved, left: usize) -> Option<Value> {
    let left = left.checked_sub(1)?;
    Some(match resolved {
        Resolved::Absent => return None,
        Resolved::Null => Value::Null,
        // IAM reads `true` and `"true"` alike, and takes account ids as text alone.
        Resolved::Typed(spelling) => Value::from(spelling.as_str()),
        Resolved::Text(text) => Value::from(text.with_tokens()),
        Resolved::List(items) => {
            let items = items.iter().filter(|item| **item != Resolved::Absent);
            Value::Array(
                items
                    .map(|item| json(item, left))
                    .collect::<Option<Vec<_>>>()?,
            )
        }
        Resolved::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                if *value != Resolved::Absent {
                    map.insert(key.clone(), json(value, left)?);
                }
            }
            Value::Object(map)
        }
    })
}

/// The texts of a list; one value stands for a list of it. Anything but texts is
/// an error: it could be anybody's name.
pub(super) fn texts(properties: &Value, name: &str) -> Result<Vec<String>, Reason> {
    let one = |value: &Value| {
        let text = value.as_str().map(str::to_owned);
        text.ok_or_else(|| Reason::from(format!("{name} holds what is no name.")))
    };
    match properties.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(one).collect(),
        Some(value) => Ok(vec![one(value)?]),
    }
}
