//! The template's `Globals` beneath a resource's own properties, merged as SAM does.
//!
//! Mappings are merged and lists joined, the global one first; an intrinsic
//! function counts as one value. Says nothing of what the properties mean.

use std::collections::{HashMap, HashSet};

use crate::template::{Entry, Node, Value, intrinsic::call};

/// A resource's properties as SAM reads them, or none where it has none.
pub(in crate::template) fn merged(
    globals: Option<&Node>,
    kind: &str,
    resource: &Node,
) -> Option<Node> {
    let own = resource.get("Properties").filter(|it| is_map(it));
    let section = kind.strip_prefix("AWS::Serverless::")?;
    let global = globals.and_then(|globals| globals.get(section));
    let global = global.and_then(|global| without(global, resource.get("IgnoreGlobals")));
    match (global, own) {
        (None, own) => own.cloned(),
        (Some(global), None) => Some(global),
        (Some(global), Some(own)) => Some(merge(&global, own)),
    }
}

/// The global properties that the resource does not ignore.
fn without(global: &Node, ignored: Option<&Node>) -> Option<Node> {
    let Some(ignored) = ignored else {
        return Some(global.clone());
    };
    if ignored.text() == Some("*") {
        return None;
    }
    let named = |key: &str| ignored.items().iter().any(|it| it.text() == Some(key));
    let kept = global.entries().iter();
    let kept = kept.filter(|entry| !named(&entry.key.text)).cloned();
    Some(global.with(Value::Map(kept.collect())))
}

fn merge(global: &Node, own: &Node) -> Node {
    match (&global.value, &own.value) {
        (Value::Map(_), Value::Map(_)) if is_map(global) && is_map(own) => {
            own.with(Value::Map(entries(global.entries(), own.entries())))
        }
        (Value::Seq(first), Value::Seq(then)) => {
            own.with(Value::Seq(first.iter().chain(then).cloned().collect()))
        }
        _ => own.clone(),
    }
}

fn entries(global: &[Entry], own: &[Entry]) -> Vec<Entry> {
    let over: HashMap<&str, &Entry> = own
        .iter()
        .map(|entry| (entry.key.text.as_str(), entry))
        .collect();
    let beneath: HashSet<&str> = global.iter().map(|it| it.key.text.as_str()).collect();
    let is_new = |entry: &&Entry| !beneath.contains(entry.key.text.as_str());
    let of = |entry: &Entry| match over.get(entry.key.text.as_str()) {
        None => entry.clone(),
        Some(over) => Entry {
            key: over.key.clone(),
            key_span: over.key_span,
            value: merge(&entry.value, &over.value),
        },
    };
    let merged = global.iter().map(of);
    merged.chain(own.iter().filter(is_new).cloned()).collect()
}

/// A mapping that is no call of an intrinsic function.
pub(super) fn is_map(node: &Node) -> bool {
    matches!(node.value, Value::Map(_)) && call(node).is_none()
}
