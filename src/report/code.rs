//! Text of others in Markdown: between backticks, so that no name of theirs can make a
//! heading, a link or a mention of it.

use crate::facts::shown;

/// Between backticks, more of them than the text has in a row; in one line.
pub(super) fn code(text: &str) -> String {
    let text = shown(text);
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}
