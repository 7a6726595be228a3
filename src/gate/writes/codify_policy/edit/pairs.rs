//! Which value of the file becomes which value of the live document.
//!
//! Equal ones first, then statements of one Sid, then the most similar. What
//! has no counterpart is removed or new. Bounded: of very many statements only
//! the first two ways are tried.

use std::collections::{BTreeSet, HashMap};

use super::tree::{Within, canonical, is_scalar};
use crate::{
    policy::pairs::{MOST_COMPARISONS, Pairs},
    template::{Entry, Node, Style, Value},
};

/// Elements of the file with those of the live document.
pub(super) fn elements(old: &[Node], live: &[Node], within: Within) -> Pairs {
    let mut pairs = Pairs::new(old.len(), live.len());
    let form = |of: &[Node], at: usize| of.get(at).map(|node| canonical(node, within));
    pairs.by_key(|at| form(old, at), |at| form(live, at));
    let sid = |of: &[Node], at: usize| match &of.get(at)?.get("Sid")?.value {
        Value::Scalar(sid) if sid.style == Style::Double => Some(sid.text.clone()),
        _ => None,
    };
    pairs.by_key(|at| sid(old, at), |at| sid(live, at));
    let parts = |of: &[Node], at: usize| {
        let mut parts = BTreeSet::new();
        // Only objects can be alike: a text is the same or another.
        if let Some(node) = of
            .get(at)
            .filter(|node| matches!(node.value, Value::Map(_)))
        {
            leaves(node, within, "", &mut parts);
        }
        parts
    };
    pairs.by_likeness(|at| parts(old, at), |at| parts(live, at), usize::abs_diff);
    pairs
}

/// Each scalar with the keys above it; a list of one is like its element.
fn leaves(node: &Node, within: Within, path: &str, into: &mut BTreeSet<String>) {
    if is_scalar(node) {
        into.insert(format!("{path}={}", canonical(node, within)));
    }
    for field in node.entries() {
        let name = &field.key.text;
        let path = format!("{path}/{name:?}");
        leaves(&field.value, within.of(name), &path, into);
    }
    for item in node.items() {
        leaves(item, within.element(), path, into);
    }
}

/// For each field of the file the live field that it becomes, under its name or a new one.
pub(super) fn fields(old: &[Entry], live: &[Entry], within: Within) -> Vec<Option<usize>> {
    let names = live.iter().map(|field| field.key.text.as_str());
    let names: HashMap<&str, usize> = names.zip(0..).collect();
    let pairs = old.iter().map(|field| names.get(field.key.text.as_str()));
    let mut pairs: Vec<Option<usize>> = pairs.map(Option::<&_>::copied).collect();
    let taken: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let mut new: Vec<usize> = (0..live.len()).filter(|at| !taken.contains(at)).collect();
    let mut gone: Vec<usize> = (0..old.len()).filter(|at| pairs[*at].is_none()).collect();
    let form = |field: &Entry| canonical(&field.value, within.of(&field.key.text));
    // `Action` that became `NotAction`, `StringLike` that became `StringEquals`.
    if gone.len().saturating_mul(new.len()) <= MOST_COMPARISONS {
        new.retain(|to| {
            let mut all = gone.iter();
            let same = all.position(|from| form(&old[*from]) == form(&live[*to]));
            let from = same.map(|at| gone.remove(at));
            if let Some(from) = from {
                pairs[from] = Some(*to);
            }
            from.is_none()
        });
    }
    if let ([from], [to]) = (gone.as_slice(), new.as_slice())
        && sort(&old[*from].value) == sort(&live[*to].value)
    {
        pairs[*from] = Some(*to);
    }
    pairs
}

/// Values of one sort are written alike.
fn sort(node: &Node) -> &'static str {
    match &node.value {
        Value::Seq(_) => "list",
        Value::Map(_) => "object",
        Value::Scalar(scalar) if scalar.style == Style::Double => "text",
        Value::Scalar(scalar) if scalar.is_null() => "null",
        Value::Scalar(scalar) if scalar.boolean().is_some() => "boolean",
        Value::Scalar(_) => "number",
        Value::Tagged(..) => "none of JSON",
    }
}
