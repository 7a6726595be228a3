//! Long text in lines that fit. Nothing is dropped: joined, the lines are the
//! text again, because a blank at the end of a policy value can matter.
//!
//! A line ends behind a blank. A word ends only where it is wider than a whole line: then
//! behind a `/`, else behind another sign that parts names, else anywhere. So an ARN, an
//! action, a time or an option stays what it is, and can be read and copied as one.

use super::{cells, visible};

/// What a person sees as one character, and its columns.
type Cell<'a> = (&'a str, usize);

/// Wraps at `width` columns, and at the line breaks that the text has.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_hanging(text, width, 0)
}

/// Wraps behind what has taken so many columns of the first line; every continuation has
/// `hang` columns less, and is not indented here.
pub(in crate::ui) fn wrap_behind(
    text: &str,
    taken: usize,
    width: usize,
    hang: usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line).replace('\t', "  ");
        let used = if lines.is_empty() { taken } else { hang };
        let filled = Filled {
            width,
            hang,
            indent: String::new(),
            current: String::new(),
            used,
            start: if lines.is_empty() { 0 } else { hang },
            lines: &mut lines,
        };
        filled.wrap(&visible(&line));
    }
    lines
}

/// Wraps with every continuation indented by `hang` columns, so that a long
/// value stands under itself.
pub fn wrap_hanging(text: &str, width: usize, hang: usize) -> Vec<String> {
    let hang = if hang + 1 < width { hang } else { 0 };
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line).replace('\t', "  ");
        let filled = Filled {
            width: width.max(1),
            hang,
            indent: " ".repeat(hang),
            current: String::new(),
            used: 0,
            start: 0,
            lines: &mut lines,
        };
        filled.wrap(&visible(&line));
    }
    lines
}

/// Where a text may end that is too wide for a line.
#[derive(Clone, Copy)]
enum Ends {
    Word,
    Path,
    Name,
    Anywhere,
}

struct Filled<'a> {
    width: usize,
    hang: usize,
    /// What every line but the first begins with.
    indent: String,
    current: String,
    /// Columns of the current line: in all, and those it is indented by.
    used: usize,
    start: usize,
    lines: &'a mut Vec<String>,
}

impl Filled<'_> {
    fn wrap(mut self, line: &str) {
        let cells: Vec<Cell<'_>> = cells(line).collect();
        // Each word with the blanks behind it.
        let words = cells.chunk_by(|(a, _), (b, _)| *a != " " || *b == " ");
        words.for_each(|word| self.put(word, Ends::Word));
        self.lines.push(self.current);
    }

    fn put(&mut self, part: &[Cell<'_>], ends: Ends) {
        let columns: usize = part.iter().map(|(_, columns)| columns).sum();
        let overflows = self.used + columns > self.width;
        if overflows && self.used > self.start && self.hang + columns <= self.width {
            self.turn();
        }
        if self.used + columns <= self.width {
            self.current.extend(part.iter().map(|(cell, _)| *cell));
            self.used += columns;
            return;
        }
        let pieces = |ends_one: fn(&str) -> bool| part.chunk_by(move |(a, _), _| !ends_one(a));
        match ends {
            Ends::Word => {
                // The blanks go apart: a word that is as wide as the line stays whole.
                let blanks = part.iter().rev().take_while(|(cell, _)| *cell == " ");
                let (word, blanks) = part.split_at(part.len() - blanks.count());
                self.put(word, Ends::Path);
                self.put(blanks, Ends::Anywhere);
            }
            Ends::Path => pieces(|cell| cell == "/").for_each(|piece| self.put(piece, Ends::Name)),
            Ends::Name => {
                let names = pieces(|cell| matches!(cell, "/" | ":" | "," | "-" | ";" | "|"));
                names.for_each(|piece| self.put(piece, Ends::Anywhere));
            }
            Ends::Anywhere => {
                for (cell, columns) in part {
                    if self.used + columns > self.width && self.used > self.start {
                        self.turn();
                    }
                    self.current.push_str(cell);
                    self.used += columns;
                }
            }
        }
    }

    fn turn(&mut self) {
        let indent = self.indent.clone();
        let line = std::mem::replace(&mut self.current, indent);
        self.lines.push(line);
        (self.used, self.start) = (self.hang, self.hang);
    }
}
