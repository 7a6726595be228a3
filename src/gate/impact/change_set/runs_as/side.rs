//! A resource on one side of a change set: what AWS says of its properties, and what
//! the template says where AWS does not know a value yet.
//!
//! What can be read nowhere is an error, never an empty resource.

use std::cell::OnceCell;

use serde_json::{Map, Value};

use super::super::{
    properties,
    templates::{Templates, When},
    written::Written,
};
use crate::{
    facts::{
        Reason, Remote, ResourceChange,
        stack::{ChangeDetail, PropertyValue, ResourceAttribute},
    },
    policy::open::is_open,
    template::{Part, Resolved, Symbol, Text},
};

pub(in super::super) struct Side<'a> {
    pub(super) state: &'a Templates<'a>,
    pub(super) id: &'a str,
    pub(in super::super) kind: &'a str,
    told: Option<Value>,
    /// What changes of it, where nothing else could be read.
    details: Option<Value>,
    when: When,
    written: OnceCell<Result<Written<'a>, Reason>>,
}

/// What a value names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Source {
    /// A resource of the same template, by its logical id.
    Own(String),
    /// A name or an ARN, as it is given.
    Named(String),
    /// It is not known before the change set is executed.
    Open(String),
}

impl<'a> Side<'a> {
    pub(in super::super) fn after(state: &'a Templates<'a>, change: &'a ResourceChange) -> Self {
        Self {
            told: properties::in_context(change.after.as_ref()),
            details: in_details(change, |detail| detail.after.as_ref()),
            ..Self::proposed(state, change.logical_id.raw(), change.resource_type.raw())
        }
    }

    pub(in super::super) fn before(state: &'a Templates<'a>, change: &'a ResourceChange) -> Self {
        Self {
            told: properties::in_context(change.before.as_ref()),
            details: in_details(change, |detail| detail.before.as_ref()),
            when: When::Before,
            ..Self::proposed(state, change.logical_id.raw(), change.resource_type.raw())
        }
    }

    /// Of a resource that the change set does not touch.
    pub(in super::super) fn proposed(state: &'a Templates<'a>, id: &'a str, kind: &'a str) -> Self {
        Self {
            state,
            id,
            kind,
            told: None,
            details: None,
            when: When::After,
            written: OnceCell::new(),
        }
    }

    pub(in super::super) fn written(&self) -> Result<&Written<'a>, Reason> {
        let written = self
            .written
            .get_or_init(|| self.state.text(self.when)?.written(self.id));
        written.as_ref().map_err(Clone::clone)
    }

    /// Every property, as AWS says it; else as the template has it.
    pub(in super::super) fn properties(&self) -> Result<Value, Reason> {
        match &self.told {
            Some(told) => Ok(told.clone()),
            None => self
                .in_template()
                .or_else(|why| self.details.clone().ok_or(why)),
        }
    }

    fn in_template(&self) -> Result<Value, Reason> {
        let written = self.written()?;
        if written.kind != self.kind {
            return Err(format!(
                "What {} would be is made by {}, and that is not seen here.",
                self.id, written.kind
            )
            .into());
        }
        written.json(self.id)
    }

    /// What the template has at this place, where it has a text there.
    pub(in super::super) fn text_at(&self, path: &[String]) -> Option<Text> {
        let written = self.written().ok()?;
        let mut at = &written.properties;
        for part in path {
            at = match at {
                Resolved::Map(_) => at.get(part)?,
                Resolved::List(items) => items.get(part.parse::<usize>().ok()?)?,
                Resolved::Absent | Resolved::Null | Resolved::Typed(_) | Resolved::Text(_) => {
                    return None;
                }
            };
        }
        at.clone().text()
    }

    /// The type of a resource of the same template.
    pub(in super::super) fn type_of(&self, id: &str) -> Option<&str> {
        let written = self.written().ok()?;
        Some(written.template.resource(id)?.1)
    }

    /// What a value that names a role, a profile or another resource names.
    pub(in super::super) fn source(&self, path: &[String], told: &str) -> Source {
        if !is_open(told) {
            return Source::Named(told.to_owned());
        }
        let Some(text) = self.text_at(path) else {
            return Source::Open(told.to_owned());
        };
        if let Some(known) = text.known() {
            return Source::Named(known.to_owned());
        }
        // A reference alone, or the end of an ARN: `...:role/${Role}`.
        let named = match text.parts() {
            [.., Part::Symbol(symbol)] => named_by(symbol, text.parts().len() == 1),
            _ => None,
        };
        match named.filter(|id| self.type_of(id).is_some()) {
            Some(id) => Source::Own(id.to_owned()),
            None => Source::Open(text.with_tokens()),
        }
    }
}

/// The properties that a modification names, with their values where AWS gives them.
fn in_details<'a>(
    change: &'a ResourceChange,
    value: impl Fn(&'a ChangeDetail) -> Option<&'a PropertyValue>,
) -> Option<Value> {
    let mut found = Map::new();
    for detail in &change.details {
        let is_property = matches!(detail.attribute, None | Some(ResourceAttribute::Properties));
        let whole = value(detail).filter(|value| !value.truncated);
        let (true, Some(name), Some(text)) = (is_property, &detail.name, whole) else {
            continue;
        };
        // A value below the property is no account of the property.
        let whole = format!("/Properties/{}", name.raw());
        if detail.path.as_ref().is_some_and(|path| path.raw() != whole) {
            return None;
        }
        let text = text.text.raw();
        let value = match serde_json::from_str::<Value>(text) {
            Ok(parsed @ (Value::Object(_) | Value::Array(_))) => parsed,
            _ => Value::from(text),
        };
        found.insert(name.raw().to_owned(), value);
    }
    let all = change.details.iter().all(|detail| {
        let name = detail.name.as_ref().map(Remote::raw);
        name.is_some_and(|name| found.contains_key(name))
    });
    (all && !found.is_empty()).then_some(Value::Object(found))
}

/// The resource whose name or, `with_arn`, ARN it comes to.
pub(super) fn named_by(symbol: &Symbol, with_arn: bool) -> Option<&str> {
    match symbol {
        Symbol::Resource(id) => Some(id),
        Symbol::Attribute {
            resource,
            attribute,
        } if with_arn && attribute == "Arn" => Some(resource),
        Symbol::Attribute { .. }
        | Symbol::Parameter(_)
        | Symbol::Pseudo(_)
        | Symbol::Import(_)
        | Symbol::If { .. }
        | Symbol::Dynamic(_)
        | Symbol::Function { .. } => None,
    }
}
