//! What a node of a template came to, as the JSON that CloudFormation would tell.

use serde_json::Value;

use crate::template::Resolved;

/// Compact, in the template's order. CloudFormation tells numbers and booleans as
/// text. What stays open stands there as its token: who must not have any asks
/// [`Resolved::symbols`] before.
pub(super) fn json(resolved: &Resolved) -> String {
    let mut out = String::new();
    write(resolved, &mut out);
    out
}

/// Of a text the text itself, of anything else its JSON.
pub(super) fn bare(resolved: &Resolved) -> String {
    match resolved {
        Resolved::Text(text) => text.with_tokens(),
        Resolved::Typed(spelling) => spelling.clone(),
        other => json(other),
    }
}

/// To compare: the order of keys says nothing.
pub(super) fn value(resolved: &Resolved) -> Value {
    serde_json::from_str(&json(resolved)).unwrap_or_default()
}

fn write(resolved: &Resolved, out: &mut String) {
    match resolved {
        Resolved::Null | Resolved::Absent => out.push_str("null"),
        Resolved::Typed(spelling) => out.push_str(&quoted(spelling)),
        Resolved::Text(text) => out.push_str(&quoted(&text.with_tokens())),
        Resolved::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Resolved::Map(entries) => {
            out.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&quoted(key));
                out.push(':');
                write(item, out);
            }
            out.push('}');
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
