//! Long text in lines that fit. Nothing is dropped: joined, the lines are the
//! text again, because a blank at the end of a policy value can matter.

use super::{cells, visible};

/// Wraps at `width` columns, and at the line breaks that the text has.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_hanging(text, width, 0)
}

/// Wraps with every continuation indented by `hang` columns, so that a long
/// value stands under itself.
pub fn wrap_hanging(text: &str, width: usize, hang: usize) -> Vec<String> {
    let hang = if hang + 1 < width { hang } else { 0 };
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line).replace('\t', "  ");
        wrap_line(&visible(&line), width.max(1), hang, &mut lines);
    }
    lines
}

fn wrap_line(line: &str, width: usize, hang: usize, lines: &mut Vec<String>) {
    let indent = " ".repeat(hang);
    let mut current = String::new();
    let (mut used, mut start) = (0, 0);
    // Behind the last place that a line may end: byte, and columns used so far.
    let mut place: Option<(usize, usize)> = None;
    for (cell, columns) in cells(line) {
        if used + columns > width && current.len() > start {
            let (at, before) = place
                .filter(|(_, before)| {
                    *before > width / 2 && hang + used - before + columns <= width
                })
                .unwrap_or((current.len(), used));
            let rest = current.split_off(at);
            lines.push(std::mem::replace(&mut current, indent.clone() + &rest));
            (used, start, place) = (hang + used - before, hang, None);
        }
        current.push_str(cell);
        used += columns;
        if ends_a_word(cell) {
            place = Some((current.len(), used));
        }
    }
    lines.push(current);
}

/// Names, ARNs and paths have no blanks: their separators end a word too.
fn ends_a_word(cell: &str) -> bool {
    matches!(cell, " " | "/" | ":" | "," | "-" | ";" | "|")
}
