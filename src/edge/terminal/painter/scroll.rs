//! Rows that moved up or down together: the terminal moves them by itself, within a
//! region of whole lines, so that a log that is scrolled by a line costs that line.
//!
//! Index and reverse index at the region's edge, which every terminal has, and not the
//! sequences for scrolling, which some have not.

#[cfg(test)]
mod tests;

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::Write as _,
};

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Position,
};

use super::{Painter, changes};
use crate::edge::terminal::sgr::CellStyle;

/// Rows further than this are drawn again: most of them are other rows by then.
const FURTHEST: usize = 8;
/// So many rows have to be saved for it to be worth the sequences.
const WORTH: isize = 3;

/// Lines `top` to `bottom` move up by so many, or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scroll {
    top: usize,
    bottom: usize,
    by: usize,
    up: bool,
}

impl Painter {
    /// Moves what moved on the screen; what is there then, if anything was moved.
    pub(super) fn scroll(
        &mut self,
        old: &Buffer,
        new: &Buffer,
        out: &mut Vec<u8>,
    ) -> Option<Buffer> {
        let scroll = best(old, new)?;
        // What comes in has the background of the moment.
        if CellStyle::default() != self.look {
            self.set_look(CellStyle::default(), out);
        }
        let (top, bottom) = (scroll.top + 1, scroll.bottom + 1);
        let _ = write!(out, "\x1b[{top};{bottom}r");
        // Setting a region moves the cursor.
        self.at = None;
        let edge = if scroll.up { scroll.bottom } else { scroll.top };
        self.move_to(Position::new(0, edge as u16), out);
        let step: &[u8] = if scroll.up { b"\n" } else { b"\x1bM" };
        for _ in 0..scroll.by {
            out.extend_from_slice(step);
        }
        out.extend_from_slice(b"\x1b[r");
        self.at = None;
        Some(moved(old, scroll))
    }
}

fn row(buffer: &Buffer, y: usize) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    &buffer.content[y * width..(y + 1) * width]
}

/// The move that saves the most rows, if any is worth it.
fn best(old: &Buffer, new: &Buffer) -> Option<Scroll> {
    let height = usize::from(new.area.height);
    let differs = |y: &usize| changes(Some(row(old, *y)), row(new, *y)).contains(&true);
    let different: Vec<bool> = (0..height).map(|y| differs(&y)).collect();
    let count = different.iter().filter(|differs| **differs).count();
    if isize::try_from(count).unwrap_or(0) <= WORTH {
        return None;
    }
    let (before, after) = (hashes(old), hashes(new));
    let mut found: Option<(isize, Scroll)> = None;
    for by in 1..=FURTHEST.min(height / 2) {
        for up in [true, false] {
            let candidate = saved(&before, &after, &different, by, up);
            found = match (found, candidate) {
                (Some(known), Some(one)) if one.0 <= known.0 => Some(known),
                (known, one) => one.or(known),
            };
        }
    }
    let (saved, scroll) = found?;
    (saved >= WORTH).then_some(scroll)
}

/// How many rows a move saves: those that come to stand where they are wanted, less those
/// that stood there already.
fn saved(
    before: &[u64],
    after: &[u64],
    different: &[bool],
    by: usize,
    up: bool,
) -> Option<(isize, Scroll)> {
    let height = after.len();
    let source = |y: usize| match up {
        true => (y + by < height).then_some(y + by),
        false => y.checked_sub(by),
    };
    let comes = |y: usize| source(y).is_some_and(|from| before[from] == after[y]);
    let useful = |y: &usize| different[*y] && comes(*y);
    let (first, last) = ((0..height).find(useful)?, (0..height).rfind(useful)?);
    let (top, bottom) = match up {
        true => (first, last + by),
        false => (first - by, last),
    };
    let gained = (top..=bottom).filter(useful).count();
    let broken = (top..=bottom)
        .filter(|y| !different[*y] && !comes(*y))
        .count();
    let saved = isize::try_from(gained).ok()? - isize::try_from(broken).ok()?;
    let scroll = Scroll {
        top,
        bottom,
        by,
        up,
    };
    Some((saved, scroll))
}

fn hashes(buffer: &Buffer) -> Vec<u64> {
    let hash = |y: usize| {
        let mut hasher = DefaultHasher::new();
        for cell in row(buffer, y) {
            cell.symbol().hash(&mut hasher);
            (cell.fg, cell.bg, cell.modifier).hash(&mut hasher);
        }
        hasher.finish()
    };
    (0..usize::from(buffer.area.height)).map(hash).collect()
}

/// The screen after the move: what comes in is blank.
fn moved(old: &Buffer, scroll: Scroll) -> Buffer {
    let width = usize::from(old.area.width);
    let mut moved = old.clone();
    let Scroll {
        top,
        bottom,
        by,
        up,
    } = scroll;
    for y in top..=bottom {
        let from = match up {
            true => (y + by <= bottom).then_some(y + by),
            false => y.checked_sub(by).filter(|from| *from >= top),
        };
        let target = &mut moved.content[y * width..(y + 1) * width];
        match from {
            Some(from) => target.clone_from_slice(row(old, from)),
            None => target.fill(Cell::EMPTY),
        }
    }
    moved
}
