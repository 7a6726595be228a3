//! A template's text as far as it counts here: parsed where no macro changes it before,
//! with what it is resolved with, and a resource of it as JSON.

use serde_json::{Map, Value};

use crate::{
    facts::{Reason, stack::Parameter},
    gate::StackState,
    template::{self, Inputs, Node, Resolved, Surroundings, Template},
};

/// Nothing that AWS stores is nested as deep.
const DEEPEST: usize = 64;

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
            properties @ (Resolved::Null
            | Resolved::Typed(_)
            | Resolved::Text(_)
            | Resolved::List(_)
            | Resolved::Map(_)) => json(properties, DEEPEST)
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
        template::Value::Scalar(_) | template::Value::Map(_) | template::Value::Tagged(..) => {
            std::slice::from_ref(node)
        }
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

pub(super) fn inputs(state: &StackState, parameters: &[Parameter]) -> Inputs {
    let stack = state.stack.known();
    let pairs = parameters.iter().filter_map(|parameter| {
        let value = parameter.resolved.as_ref().or(parameter.value.as_ref())?;
        Some((parameter.key.raw().to_owned(), value.raw().to_owned()))
    });
    let id = stack.map(|stack| &stack.id);
    Inputs {
        parameters: pairs.collect(),
        surroundings: Surroundings {
            account: id.and_then(|id| Some(id.account()?.raw().to_owned())),
            region: id.and_then(|id| Some(id.region()?.raw().to_owned())),
            partition: id.and_then(|id| Some(id.raw().split(':').nth(1)?.to_owned())),
            stack_name: stack.map(|stack| stack.name.raw().to_owned()),
            stack_id: id.map(|id| id.raw().to_owned()),
            url_suffix: None,
        },
        ..Inputs::default()
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
