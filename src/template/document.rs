//! A policy document out of a template: JSON text that the policy language reads.
//!
//! Writes what was resolved, in its order; judges nothing. What stays open stands
//! in the text as its token, and the caller lists the symbols beside it.

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

use super::{Malformed, Node, Resolved, Resolver, Text};
use crate::policy::{self, Kind, Place};

/// Where in a document a value stands, as far as its spelling depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Document,
    Action,
    /// Numbers and booleans may stand unquoted here, and only here.
    Condition,
}

/// The document's text, if the policy language takes it.
pub(super) fn text(resolved: &Resolved, kind: Kind, at: Place) -> Result<String, Malformed> {
    let text = match resolved {
        // A document may be given as JSON in a string.
        Resolved::Text(text) => text.with_tokens(),
        value => {
            let within = Within::Document;
            serde_json::to_string_pretty(&Written { value, within }).unwrap_or_default()
        }
    };
    match policy::parse(&text, kind) {
        Ok(_) => Ok(text),
        Err(malformed) => Err(Malformed {
            place: at,
            ..malformed
        }),
    }
}

/// The text of the document a node comes to.
pub(super) fn of_node(
    resolver: &Resolver<'_>,
    node: &Node,
    kind: Kind,
) -> (Resolved, Result<String, Malformed>) {
    let resolved = resolver.resolve(node);
    let text = text(&resolved, kind, node.span.place);
    (resolved, text)
}

/// A value of a document, written as JSON in its own order.
struct Written<'a> {
    value: &'a Resolved,
    within: Within,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let within = self.within;
        match self.value {
            Resolved::Null | Resolved::Absent => out.serialize_unit(),
            Resolved::Typed(spelling) if within == Within::Condition => {
                let number = RawValue::from_string(spelling.clone());
                number.map_err(S::Error::custom)?.serialize(out)
            }
            Resolved::Typed(spelling) => out.serialize_str(spelling),
            Resolved::Text(text) => out.serialize_str(&spelled(text, within)),
            Resolved::List(items) => {
                out.collect_seq(items.iter().map(|value| Written { value, within }))
            }
            Resolved::Map(entries) => out.collect_map(entries.iter().map(|(key, value)| {
                let within = match (within, key.as_str()) {
                    (Within::Document, "Action" | "NotAction") => Within::Action,
                    (Within::Document, "Condition") => Within::Condition,
                    _ => within,
                };
                (key, Written { value, within })
            })),
        }
    }
}

/// An action needs its colon to be one; an open one gets it before its token.
fn spelled(text: &Text, within: Within) -> String {
    let spelled = text.with_tokens();
    if within == Within::Action && text.known().is_none() && !spelled.contains(':') {
        return format!("open:{spelled}");
    }
    spelled
}

/// A JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
