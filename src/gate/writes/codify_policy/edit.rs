//! A JSON file with another value, in the file's own writing.
//!
//! The file that results holds the live document's value exactly, but for one
//! thing: a list that IAM reads as a set (actions, resources, principals,
//! condition values, attached policies) keeps the file's order where it can.
//! Everything else is live's: which keys and statements, the order of the
//! statements, a text or a list of one, `true` or `"true"`. The result is read
//! again and compared before it is given out. Whatever is not changed keeps its
//! bytes: blanks, line ends, escapes, the order of keys, the byte-order mark.
//!
//! Texts are written raw, as JSON escapes where they hold what a reader could
//! not see. Never guesses: a file that can't be edited so is refused.

mod pairs;
mod rewrite;
mod style;
mod tree;

#[cfg(test)]
mod tests;

use style::Style;
use tree::{Tree, Within, canonical};

use crate::facts::Reason;

/// The largest file that is read as codified, and far more than AWS stores.
const MOST_BYTES: usize = 256 * 1024;

const MARK: char = '\u{feff}';

/// The file's text with the live value in it.
pub(super) fn edited(text: &str, live: &str) -> Result<String, Reason> {
    let live = live_tree(live)?;
    let body = text.strip_prefix(MARK).unwrap_or(text);
    let mark = &text[..text.len() - body.len()];
    let file = bounded("file", body)
        .and_then(|body| Tree::of(body, true))
        .map_err(|why| format!("The file {why}."))?;
    let result = rewrite::rewritten(&file, &live.root);
    checked(&file, &live, &result)?;
    Ok(format!("{mark}{result}"))
}

/// A new file's text: the live value, laid out with two blanks.
pub(super) fn new_file(live: &str) -> Result<String, Reason> {
    let live = live_tree(live)?;
    let mut text = Style::default().fresh(&live.root, Within::Root, "", false);
    text.push('\n');
    Ok(text)
}

fn live_tree(live: &str) -> Result<Tree<'_>, Reason> {
    bounded("document", live)
        .and_then(|live| Tree::of(live, false))
        .map_err(|why| format!("The live document {why}.").into())
}

fn bounded<'a>(what: &str, text: &'a str) -> Result<&'a str, Reason> {
    match text.len() > MOST_BYTES {
        true => Err(format!(
            "is larger than {} KiB: no policy {what} is",
            MOST_BYTES / 1024
        )
        .into()),
        false => Ok(text),
    }
}

/// Nothing is believed of the rewriting: its result is read like any other file.
fn checked(file: &Tree<'_>, live: &Tree<'_>, result: &str) -> Result<(), Reason> {
    let again = Tree::of(result, true).map_err(|why| {
        format!("The edited file would not be sound: it {why}. Edit the file by hand.")
    })?;
    if again.comments != file.comments {
        return Err(
            "A comment is inside what would be replaced. Move the comment, or edit the file by hand.".into());
    }
    if canonical(&again.root, Within::Root) != canonical(&live.root, Within::Root) {
        return Err(
            "The edited file would not hold the live document's value. Edit the file by hand."
                .into(),
        );
    }
    Ok(())
}
