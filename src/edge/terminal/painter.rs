//! From two buffers to the fewest bytes that make the one of the other.
//!
//! Knows where the terminal's cursor stands and how it writes, from frame to
//! frame, so that an unchanged frame is no bytes at all. It must not write by
//! itself, and no control character of a cell leaves it. It moves the cursor itself,
//! by the shortest way, where crossterm knows but one; writing to a vector never fails.

mod links;
mod scroll;
#[cfg(test)]
mod tests;

use std::io::Write;

use crossterm::{
    cursor::{Hide, Show},
    queue,
    terminal::{Clear, ClearType},
};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::Position,
};
use unicode_width::UnicodeWidthStr;

use super::sgr::{self, CellStyle};
use crate::flow::Link;

/// A run of blanks to the right edge that is longer than the sequence that erases it.
const WORTH_ERASING: usize = 4;

/// What a screen is to show.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) cells: &'a Buffer,
    pub(super) links: Vec<Link>,
    pub(super) cursor: Option<Position>,
}

#[derive(Debug, Default)]
pub(super) struct Painter {
    /// Where the terminal writes next; None where terminals differ.
    at: Option<Position>,
    look: CellStyle,
    cursor_shown: bool,
    /// The links of the cells on the screen.
    links: Vec<Link>,
    scratch: Vec<u8>,
}

impl Painter {
    /// Appends what changes `old` into `new`; without `old` the screen is cleared first.
    /// Both buffers have the same area.
    pub(super) fn paint(&mut self, old: Option<&Buffer>, frame: Frame<'_>, out: &mut Vec<u8>) {
        let new = frame.cells;
        if old.is_none() {
            self.at = None;
            self.look = CellStyle::default();
            self.cursor_shown = false;
            self.links.clear();
            let _ = queue!(out, Hide);
            out.extend_from_slice(sgr::RESET);
            let _ = queue!(out, Clear(ClearType::All));
        }
        // Cells of links are written apart, and would be left behind.
        let has_links = !frame.links.is_empty() || !self.links.is_empty();
        let moved = old.filter(|_| !has_links);
        let moved = moved.and_then(|old| self.scroll(old, new, out));
        let old = moved.as_ref().or(old);
        let width = usize::from(new.area.width);
        if width > 0 {
            for (y, row) in new.content.chunks(width).enumerate() {
                let before = old.map(|old| &old.content[y * width..(y + 1) * width]);
                self.paint_row(before, row, y as u16, out);
            }
        }
        self.link(old, new, frame.links, out);
        self.place_cursor(frame.cursor, out);
    }

    fn place_cursor(&mut self, cursor: Option<Position>, out: &mut Vec<u8>) {
        if let Some(position) = cursor {
            self.move_to(position, out);
        }
        if cursor.is_some() != self.cursor_shown {
            self.cursor_shown = cursor.is_some();
            let _ = match self.cursor_shown {
                true => queue!(out, Show),
                false => queue!(out, Hide),
            };
        }
    }

    fn paint_row(&mut self, old: Option<&[Cell]>, new: &[Cell], y: u16, out: &mut Vec<u8>) {
        let changes = changes(old, new);
        let blank_from = blank_tail(new);
        let Some(last) = changes.iter().rposition(|changed| *changed) else {
            return;
        };
        let mut x = 0;
        while x <= last {
            if !changes[x] {
                x += 1;
                continue;
            }
            self.reach(new, x, y, out);
            if x >= blank_from && count(&changes[x..]) >= WORTH_ERASING {
                if self.look.on_blank() != CellStyle::default() {
                    self.set_look(CellStyle::default(), out);
                }
                let _ = queue!(out, Clear(ClearType::UntilNewLine));
                return;
            }
            self.put(&new[x], x, new.len(), out);
            x += width(&new[x]);
        }
    }

    /// Comes to the cell: over unchanged cells by writing them again where that is
    /// no longer than jumping.
    fn reach(&mut self, row: &[Cell], x: usize, y: u16, out: &mut Vec<u8>) {
        let target = Position::new(x as u16, y);
        if let Some(at) = self.at
            && at.y == y
            && usize::from(at.x) < x
        {
            let gap = &row[usize::from(at.x)..x];
            self.scratch.clear();
            jump(Some(at), target, &mut self.scratch);
            if gap.len() <= self.scratch.len()
                && gap.iter().all(|cell| self.writes_as_one_byte(cell))
            {
                out.extend(gap.iter().flat_map(|cell| cell.symbol().bytes()));
                self.at = Some(target);
                return;
            }
        }
        self.move_to(target, out);
    }

    fn put(&mut self, cell: &Cell, x: usize, row_width: usize, out: &mut Vec<u8>) {
        if !self.shows(cell) {
            self.set_look(CellStyle::of(cell), out);
        }
        let symbol = cell.symbol();
        if symbol.is_empty() || symbol.chars().any(char::is_control) {
            out.push(b' ');
        } else {
            out.extend_from_slice(symbol.as_bytes());
        }
        // At the edge a cursor waits or wraps, and terminals disagree on how wide
        // anything but a single narrow character is: from there on, jump.
        let sure = x + 1 < row_width && symbol.chars().count() == 1 && width(cell) == 1;
        self.at = match self.at {
            Some(at) if sure => Some(Position::new(at.x + 1, at.y)),
            _ => None,
        };
    }

    fn writes_as_one_byte(&self, cell: &Cell) -> bool {
        matches!(cell.symbol().as_bytes(), [b' '..=b'~']) && self.shows(cell)
    }

    /// Whether a cell written now would look as it should.
    fn shows(&self, cell: &Cell) -> bool {
        let look = CellStyle::of(cell);
        look == self.look || (cell.symbol() == " " && look.on_blank() == self.look.on_blank())
    }

    fn set_look(&mut self, look: CellStyle, out: &mut Vec<u8>) {
        self.look.write_change(look, out);
        self.look = look;
    }

    fn move_to(&mut self, target: Position, out: &mut Vec<u8>) {
        jump(self.at, target, out);
        self.at = Some(target);
    }
}

/// Which cells must be written. Half of a wide character is destroyed when the
/// other half is overwritten, so what stood beside it is written again.
fn changes(old: Option<&[Cell]>, new: &[Cell]) -> Vec<bool> {
    let mut changes = vec![false; new.len()];
    let (mut before_covered, mut covered, mut destroyed) = (0, 0, 0);
    for (x, cell) in new.iter().enumerate() {
        let before = old.map_or(&Cell::EMPTY, |old| &old[x]);
        changes[x] = covered == 0 && (destroyed > 0 || !looks_alike(before, cell));
        // A cell under the second half of a wide one is not on the screen: whatever
        // it holds, it destroys nothing.
        let shown = shown_width(&mut before_covered, before).max(shown_width(&mut covered, cell));
        destroyed = shown.max(destroyed).saturating_sub(1);
    }
    changes
}

/// The columns that a cell takes on the screen: none where one before it covers it.
fn shown_width(covered: &mut usize, cell: &Cell) -> usize {
    if *covered > 0 {
        *covered -= 1;
        return 0;
    }
    let width = width(cell);
    *covered = width - 1;
    width
}

fn looks_alike(old: &Cell, new: &Cell) -> bool {
    old.symbol() == new.symbol()
        && (CellStyle::of(old) == CellStyle::of(new)
            || (new.symbol() == " "
                && CellStyle::of(old).on_blank() == CellStyle::of(new).on_blank()))
}

/// From where on the row shows nothing but the terminal's own background.
fn blank_tail(row: &[Cell]) -> usize {
    let nothing = |cell: &Cell| {
        cell.symbol() == " " && CellStyle::of(cell).on_blank() == CellStyle::default()
    };
    row.iter()
        .rposition(|cell| !nothing(cell))
        .map_or(0, |x| x + width(&row[x]))
}

fn width(cell: &Cell) -> usize {
    match cell.symbol() {
        symbol if symbol.len() == 1 => 1,
        symbol => symbol.width().max(1),
    }
}

fn count(changes: &[bool]) -> usize {
    changes.iter().filter(|changed| **changed).count()
}

/// The shortest of the ways from here to there.
fn jump(from: Option<Position>, to: Position, out: &mut Vec<u8>) {
    let start = out.len();
    absolute(to, out);
    let Some(from) = from else { return };
    if from == to {
        out.truncate(start);
        return;
    }
    // Stay in the column or the row, or come from the left edge.
    for way in [stepwise, from_the_edge] {
        let middle = out.len();
        way(from, to, out);
        if out.len() - middle < middle - start {
            out.drain(start..middle);
        } else {
            out.truncate(middle);
        }
    }
}

fn absolute(to: Position, out: &mut Vec<u8>) {
    let (row, column) = (to.y + 1, to.x + 1);
    let _ = match (row, column) {
        (1, 1) => write!(out, "\x1b[H"),
        (_, 1) => write!(out, "\x1b[{row}H"),
        _ => write!(out, "\x1b[{row};{column}H"),
    };
}

fn stepwise(from: Position, to: Position, out: &mut Vec<u8>) {
    step(from.y, to.y, (b'A', b'B'), out);
    if to.x < from.x && from.x - to.x <= 3 {
        out.resize(out.len() + usize::from(from.x - to.x), b'\x08');
    } else {
        step(from.x, to.x, (b'D', b'C'), out);
    }
}

/// A line feed only ever follows a carriage return: then its column is certain.
fn from_the_edge(from: Position, to: Position, out: &mut Vec<u8>) {
    out.push(b'\r');
    if from.y < to.y && to.y - from.y <= 3 {
        out.resize(out.len() + usize::from(to.y - from.y), b'\n');
    } else {
        step(from.y, to.y, (b'A', b'B'), out);
    }
    step(0, to.x, (b'D', b'C'), out);
}

fn step(from: u16, to: u16, (back, forth): (u8, u8), out: &mut Vec<u8>) {
    let (distance, letter) = if to < from {
        (from - to, back)
    } else {
        (to - from, forth)
    };
    match distance {
        0 => return,
        1 => out.extend_from_slice(b"\x1b["),
        _ => {
            let _ = write!(out, "\x1b[{distance}");
        }
    }
    out.push(letter);
}
