//! A line diff of two JSON documents, laid out alike first so that only words differ.

use similar::{ChangeTag, TextDiff};

use super::{Line, Role, json::lay_out};

/// Unchanged lines kept around a change.
const CONTEXT: usize = 3;

/// `-` for what only the first has, `+` for what only the second has.
pub fn lines(before: &str, after: &str) -> Vec<Line> {
    hunks(before, after, CONTEXT)
        .iter()
        .enumerate()
        .flat_map(|(at, hunk)| parted(at, hunk, 0))
        .chain(nothing(before, after))
        .collect()
}

/// The same for a small screen: every changed line, a line of what stands around it, and
/// no more indentation than a hunk needs by itself.
pub fn brief(before: &str, after: &str) -> Vec<Line> {
    hunks(before, after, 1)
        .iter()
        .enumerate()
        .flat_map(|(at, hunk)| {
            let texts = hunk.iter().filter(|(_, text)| !text.trim().is_empty());
            let indents = texts.map(|(_, text)| text.len() - text.trim_start_matches(' ').len());
            parted(at, hunk, indents.min().unwrap_or(0))
        })
        .chain(nothing(before, after))
        .collect()
}

/// A line of a difference.
type Changed = (ChangeTag, String);

fn hunks(before: &str, after: &str, context: usize) -> Vec<Vec<Changed>> {
    let (before, after) = (lay_out(before).join("\n"), lay_out(after).join("\n"));
    let diff = TextDiff::from_lines(&before, &after);
    let hunks = diff.grouped_ops(context);
    let of = |hunk: &Vec<similar::DiffOp>| {
        let changes = hunk.iter().flat_map(|op| diff.iter_changes(op));
        let lines = changes.map(|change| {
            let text = change.value().trim_end_matches('\n').to_owned();
            (change.tag(), text)
        });
        lines.collect()
    };
    hunks.iter().map(of).collect()
}

fn parted(at: usize, hunk: &[Changed], dedent: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if at > 0 {
        lines.push(Line::of(Role::Dim, "  ..."));
    }
    lines.extend(hunk.iter().map(|(tag, text)| {
        let (gutter, role) = match tag {
            ChangeTag::Delete => ("- ", Role::Removed),
            ChangeTag::Insert => ("+ ", Role::Added),
            ChangeTag::Equal => ("  ", Role::Context),
        };
        let text = text.get(dedent..).unwrap_or_default().to_owned();
        Line::of(role, gutter)
            .then(role, text)
            .hanging(6)
            .carrying_sign()
    }));
    lines
}

fn nothing(before: &str, after: &str) -> Option<Line> {
    let same = lay_out(before) == lay_out(after);
    same.then(|| Line::of(Role::Dim, "The texts are the same but for their layout."))
}
