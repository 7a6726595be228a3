//! Where an edit stands, whether two values come to the same, and what else changed.
//!
//! The proof of an edit: it may use nothing that the edit itself computed.

use super::EditError;
use crate::template::{Node, Resolved, Resolver, Value, node::Member};

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
    let is_on_the_path = |at: usize, member: &Member<'_>| match step {
        Step::Index(index) => at == *index,
        Step::Key(key) => member.key.is_some_and(|(own, _)| own.text == *key),
    };
    let mut pairs = old.each_member().zip(new.each_member()).enumerate();
    let is_walked = matches!(
        (&old.value, &new.value, step),
        (Value::Seq(_), Value::Seq(_), Step::Index(_))
            | (Value::Map(_), Value::Map(_), Step::Key(_))
    );
    is_walked
        && old.size() == new.size()
        && pairs.all(|(at, (a, b))| {
            a.same_key(&b)
                && match is_on_the_path(at, &a) {
                    true => unchanged_but(a.value, b.value, rest, grown),
                    false => a.value.same_content(b.value),
                }
        })
}

fn is_grown(old: &Node, new: &Node) -> bool {
    match (&old.value, &new.value) {
        (Value::Seq(_), Value::Seq(_)) | (Value::Map(_), Value::Map(_)) => {
            new.size() == old.size() + 1 && old.begins_as(new)
        }
        // Nothing was written there before.
        (Value::Scalar(before), Value::Seq(after)) => before.is_null() && after.len() == 1,
        _ => false,
    }
}
