//! A policy document out of a template: JSON text that the policy language reads.
//!
//! Writes what was resolved, in its order; judges nothing. What stays open stands
//! in the text as its token, and the caller lists the symbols beside it.

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
        other => {
            let mut out = String::new();
            write(other, Within::Document, 0, &mut out);
            out
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

fn write(value: &Resolved, within: Within, depth: usize, out: &mut String) {
    match value {
        Resolved::Null | Resolved::Absent => out.push_str("null"),
        Resolved::Typed(spelling) if within == Within::Condition => out.push_str(spelling),
        Resolved::Typed(spelling) => out.push_str(&quoted(spelling)),
        Resolved::Text(text) => out.push_str(&quoted(&spelled(text, within))),
        Resolved::List(items) if items.is_empty() => out.push_str("[]"),
        Resolved::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                line(at, depth + 1, out);
                write(item, within, depth + 1, out);
            }
            end(']', depth, out);
        }
        Resolved::Map(entries) if entries.is_empty() => out.push_str("{}"),
        Resolved::Map(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                line(at, depth + 1, out);
                out.push_str(&quoted(key));
                out.push_str(": ");
                let within = match (within, key.as_str()) {
                    (Within::Document, "Action" | "NotAction") => Within::Action,
                    (Within::Document, "Condition") => Within::Condition,
                    _ => within,
                };
                write(value, within, depth + 1, out);
            }
            end('}', depth, out);
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

fn line(at: usize, depth: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

fn end(bracket: char, depth: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(bracket);
}

/// A JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
