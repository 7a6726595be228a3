//! Where an edit stands, whether two values come to the same, and what else changed.
//!
//! The proof of an edit: it may use nothing that the edit itself computed.

use super::EditError;
use crate::template::{Node, Resolved, Resolver, Value};

/// One step down from a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

fn down<'n>(node: &'n Node, step: &Step) -> Option<&'n Node> {
    match step {
        Step::Key(key) => node.get(key),
        Step::Index(index) => node.items().get(*index),
    }
}

pub(super) fn at<'n>(root: &'n Node, path: &[Step]) -> Option<&'n Node> {
    path.iter().try_fold(root, down)
}

/// The node, if every step to it is written in its own place.
pub(super) fn reached<'n>(
    text: &str,
    root: &'n Node,
    path: &[Step],
) -> Result<&'n Node, EditError> {
    let mut node = root;
    for step in path {
        let below = down(node, step).ok_or_else(|| {
            EditError::at(node, "there is nothing to edit here", "Edit it by hand")
        })?;
        own_place(text, node, below)?;
        node = below;
    }
    Ok(node)
}

/// Refuses what an anchor shares with other places, and what only an alias brings.
pub(super) fn own_place(text: &str, parent: &Node, node: &Node) -> Result<(), EditError> {
    let written = text.get(node.span.start..node.span.end).unwrap_or("");
    let within = node.span.start >= parent.span.start && node.span.end <= parent.span.end;
    // An anchor may stand behind a tag.
    let behind = match written.strip_prefix('!') {
        Some(tagged) => tagged
            .split_once([' ', '\n'])
            .map_or("", |it| it.1.trim_start()),
        None => written,
    };
    if within && !(node.linked && (written.starts_with(['*', '&']) || behind.starts_with('&'))) {
        return Ok(());
    }
    Err(EditError::at(
        node,
        "this is shared by an anchor and its aliases",
        "Write the value out where it is used, then edit again",
    ))
}

/// Whether both come to the same policy text, the order of lists aside.
pub(super) fn same(resolver: &Resolver<'_>, node: &Node, wanted: &Node) -> bool {
    canon(&resolver.resolve(node)) == canon(&resolver.resolve(wanted))
}

/// One text for all spellings that IAM reads alike: lists are sets, and one value
/// is a list of it; a number or boolean is its spelling.
pub(super) fn canon(value: &Resolved) -> String {
    match value {
        Resolved::Null | Resolved::Absent => "null".to_owned(),
        Resolved::Typed(spelling) => format!("{spelling:?}"),
        Resolved::Text(text) => format!("{:?}", text.with_tokens()),
        Resolved::List(items) => {
            let mut items: Vec<String> = items.iter().map(canon).collect();
            items.sort();
            items.dedup();
            match items.as_slice() {
                [one] => one.clone(),
                _ => format!("[{}]", items.join(",")),
            }
        }
        Resolved::Map(entries) => {
            let entry = |(key, value): &(String, Resolved)| format!("{key:?}:{}", canon(value));
            let mut entries: Vec<String> = entries.iter().map(entry).collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
    }
}

/// Everything outside the path is the same content in the same order. At its end,
/// anything; or, where it has `grown`, one more item or entry at the end.
pub(super) fn unchanged_but(old: &Node, new: &Node, path: &[Step], grown: bool) -> bool {
    let Some((step, rest)) = path.split_first() else {
        return !grown || is_grown(old, new);
    };
    match (&old.value, &new.value) {
        (Value::Seq(before), Value::Seq(after)) => {
            let Step::Index(index) = step else {
                return false;
            };
            before.len() == after.len()
                && before.iter().zip(after).enumerate().all(|(at, (a, b))| {
                    if at == *index {
                        unchanged_but(a, b, rest, grown)
                    } else {
                        a.same_content(b)
                    }
                })
        }
        (Value::Map(before), Value::Map(after)) => {
            let Step::Key(key) = step else { return false };
            before.len() == after.len()
                && before.iter().zip(after).all(|(a, b)| {
                    a.key.text == b.key.text
                        && if a.key.text == *key {
                            unchanged_but(&a.value, &b.value, rest, grown)
                        } else {
                            a.value.same_content(&b.value)
                        }
                })
        }
        _ => false,
    }
}

fn is_grown(old: &Node, new: &Node) -> bool {
    match (&old.value, &new.value) {
        (Value::Seq(before), Value::Seq(after)) => {
            after.len() == before.len() + 1
                && before.iter().zip(after).all(|(a, b)| a.same_content(b))
        }
        (Value::Map(before), Value::Map(after)) => {
            after.len() == before.len() + 1
                && before
                    .iter()
                    .zip(after)
                    .all(|(a, b)| a.key.text == b.key.text && a.value.same_content(&b.value))
        }
        // Nothing was written there before.
        (Value::Scalar(before), Value::Seq(after)) => before.is_null() && after.len() == 1,
        _ => false,
    }
}
