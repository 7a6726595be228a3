//! The inputs that a workflow declares for whoever starts it by hand.

use serde::{Deserialize, Serialize};

use crate::{
    facts::{Reason, Remote},
    template::{Node, parse},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredInput {
    pub name: Remote,
    pub description: Option<Remote>,
    pub kind: InputKind,
    pub required: bool,
    pub default: Option<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    Text,
    Number,
    Boolean,
    Choice(Vec<Remote>),
    Environment,
}

/// What is asked of whoever starts it; an error says why it can't be started by hand.
pub fn declared(text: &str) -> Result<Vec<DeclaredInput>, Reason> {
    let workflow = parse(text).map_err(|_| "The workflow's text is no YAML that can be read.")?;
    let events = workflow.root.get("on");
    let events = events.ok_or("The workflow does not say what starts it.")?;
    let dispatch = match (events.text(), events.items()) {
        (Some("workflow_dispatch"), _) => return Ok(Vec::new()),
        (_, items)
            if items
                .iter()
                .any(|one| one.text() == Some("workflow_dispatch")) =>
        {
            return Ok(Vec::new());
        }
        _ => events.get("workflow_dispatch"),
    };
    let dispatch = dispatch.ok_or("The workflow is not one that is started by hand.")?;
    let inputs = dispatch.get("inputs").map_or(&[][..], Node::entries);
    let input = |entry: &crate::template::Entry| {
        let of = |key: &str| entry.value.get(key).and_then(Node::text).map(Remote::new);
        DeclaredInput {
            name: Remote::new(entry.key.text.as_str()),
            description: of("description"),
            kind: kind(&entry.value),
            required: entry.value.get("required").and_then(Node::text) == Some("true"),
            default: of("default"),
        }
    };
    Ok(inputs.iter().map(input).collect())
}

fn kind(input: &Node) -> InputKind {
    let options = input.get("options").map_or(&[][..], Node::items);
    match input.get("type").and_then(Node::text) {
        Some("number") => InputKind::Number,
        Some("boolean") => InputKind::Boolean,
        Some("choice") => {
            let words = options.iter().filter_map(Node::text);
            InputKind::Choice(words.map(Remote::new).collect())
        }
        Some("environment") => InputKind::Environment,
        _ => InputKind::Text,
    }
}

impl DeclaredInput {
    /// Whether this may be given; an error says what may.
    pub fn takes(&self, value: &str) -> Result<(), Reason> {
        if value.is_empty() {
            return match self.required {
                true => Err("It is required.".into()),
                false => Ok(()),
            };
        }
        match &self.kind {
            InputKind::Number if value.parse::<f64>().is_err() => Err("It is no number.".into()),
            InputKind::Boolean if !matches!(value, "true" | "false") => {
                Err("It must be true or false.".into())
            }
            InputKind::Choice(options) if !options.iter().any(|one| one.raw() == value) => {
                let words: Vec<&str> = options.iter().map(Remote::raw).collect();
                Err(format!("It must be one of {}.", words.join(", ")).into())
            }
            InputKind::Text
            | InputKind::Number
            | InputKind::Boolean
            | InputKind::Choice(_)
            | InputKind::Environment => Ok(()),
        }
    }
}
