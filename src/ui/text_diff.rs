//! A line diff of two JSON documents, laid out alike first so that only words differ.

use similar::{ChangeTag, TextDiff};

use super::{Line, Role, json::lay_out};

/// Unchanged lines kept around a change.
const CONTEXT: usize = 3;

/// `-` for what only the first has, `+` for what only the second has.
pub fn lines(before: &str, after: &str) -> Vec<Line> {
    let (before, after) = (lay_out(before).join("\n"), lay_out(after).join("\n"));
    let diff = TextDiff::from_lines(&before, &after);
    let mut lines = Vec::new();
    for (at, hunk) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if at > 0 {
            lines.push(Line::of(Role::Dim, "  ..."));
        }
        for change in hunk.iter().flat_map(|op| diff.iter_changes(op)) {
            let (gutter, role) = match change.tag() {
                ChangeTag::Delete => ("- ", Role::Removed),
                ChangeTag::Insert => ("+ ", Role::Added),
                ChangeTag::Equal => ("  ", Role::Context),
            };
            let text = change.value().trim_end_matches('\n').to_owned();
            lines.push(
                Line::of(role, gutter)
                    .then(role, text)
                    .hanging(6)
                    .carrying_sign(),
            );
        }
    }
    if lines.is_empty() {
        lines.push(Line::of(
            Role::Dim,
            "The texts are the same but for their layout.",
        ));
    }
    lines
}
