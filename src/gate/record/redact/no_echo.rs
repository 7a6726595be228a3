//! Defaults that a template gives to parameters which CloudFormation itself never
//! shows (`NoEcho`): secrets that stand in plain text in the template.

use std::collections::BTreeSet;

use crate::template::{self, Node, Span};

/// Quoted, so that what is left is still a template.
const INSTEAD: &str = "\"<redacted: NoEcho>\"";

/// The names of the parameters that are not to be shown.
pub(in crate::gate) fn names(text: &str) -> BTreeSet<String> {
    let found = parameters(text).into_iter();
    found.map(|(name, _)| name).collect()
}

/// The template without their defaults; None: there is nothing to take out.
pub(super) fn without_defaults(text: &str) -> Option<String> {
    let spans = parameters(text).into_iter();
    let mut spans: Vec<Span> = spans.filter_map(|(_, at)| at).collect();
    // From the end, so that what comes before stays where it is.
    spans.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut out = text.to_owned();
    for span in &spans {
        let was = out.get(span.start..span.end);
        if was.is_some_and(|was| was != INSTEAD) {
            out.replace_range(span.start..span.end, INSTEAD);
        }
    }
    (out != text).then_some(out)
}

/// Each `NoEcho` parameter, and where its default stands.
fn parameters(text: &str) -> Vec<(String, Option<Span>)> {
    // Most texts of a record are names and sentences: only what can be a template is read.
    if memchr::memmem::find(text.as_bytes(), b"NoEcho").is_none() {
        return Vec::new();
    }
    let Ok(template) = template::parse(text) else {
        return Vec::new();
    };
    let declared = template.root.get("Parameters");
    let declared = declared.map_or(&[][..], Node::entries);
    let hidden = declared.iter().filter(|entry| {
        let flag = entry.value.get("NoEcho").and_then(Node::text);
        flag.is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
    });
    hidden
        .map(|entry| {
            let default = entry.value.get("Default");
            (entry.key.text.clone(), default.map(|default| default.span))
        })
        .collect()
}
