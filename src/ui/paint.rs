//! The only way text reaches the screen: sanitised, measured, kept inside.
//!
//! Nothing is painted outside the columns asked for, no wide character is cut in
//! half, and no text can move the cursor, however it came to be.
//!
//! ratatui's `Line`, `Span` and `Clear` are not used for that: they take a text as it is,
//! and leave half of a wide character at the edge of what they paint.

use std::borrow::Cow;

use ratatui::{
    buffer::{Buffer, CellWidth},
    layout::{Position, Rect},
    style::{Modifier, Style},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{Look, Role};
use crate::facts::shown;

mod shorten;
mod wrap;

pub use shorten::{shorten_distinct, shorten_end, shorten_middle};
pub(in crate::ui) use wrap::wrap_behind;
pub use wrap::{wrap, wrap_hanging};

/// A column carries at most this many characters (one and the marks on it), so
/// the rest of a huge text need not be looked at.
const CHARS_IN_A_COLUMN: usize = 8;

/// The text as it is seen: sanitised, and with the marks that have nothing to
/// sit on spelt out (they would vanish, or sit on their neighbour).
pub(in crate::ui) fn visible(text: &str) -> Cow<'_, str> {
    let shown = shown(text);
    if shown.is_ascii() || shown.graphemes(true).all(|g| g.cell_width() > 0) {
        return shown;
    }
    let mut out = String::with_capacity(shown.len());
    for grapheme in shown.graphemes(true) {
        if grapheme.cell_width() > 0 {
            out.push_str(grapheme);
        } else {
            out.extend(
                grapheme
                    .chars()
                    .map(|c| format!("<U+{:04X}>", u32::from(c))),
            );
        }
    }
    Cow::Owned(out)
}

/// What a person sees as one character, and its columns.
pub(in crate::ui) fn cells(visible: &str) -> impl Iterator<Item = (&str, usize)> {
    visible
        .graphemes(true)
        .map(|grapheme| (grapheme, usize::from(grapheme.cell_width())))
}

/// The columns that a text takes when it is painted.
pub fn width(text: &str) -> usize {
    cells(&visible(text)).map(|(_, width)| width).sum()
}

/// Paints one line of text from `x`, at most `width` columns, and says how many
/// it took. The style replaces the one that the cells had.
pub fn paint(buf: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
    paint_part(buf, x, y, width, text, style).0
}

/// Paints runs one after the other, up to the first that is cut; the columns they took.
pub fn paint_runs(buf: &mut Buffer, x: u16, y: u16, width: u16, runs: &[(&str, Style)]) -> u16 {
    let mut used = 0;
    for (text, style) in runs {
        let (columns, whole) =
            paint_part(buf, x.saturating_add(used), y, width - used, text, *style);
        used += columns;
        if !whole {
            break;
        }
    }
    used
}

/// Paints texts in their roles, one after the other; the columns they took.
pub fn paint_roles(
    buf: &mut Buffer,
    (x, y): (u16, u16),
    width: u16,
    look: &Look,
    runs: &[(Role, String)],
) -> u16 {
    let styled = runs.iter();
    let styled = styled.map(|(role, text)| (text.as_str(), look.theme.style(*role)));
    let runs: Vec<_> = styled.collect();
    paint_runs(buf, x, y, width, &runs)
}

/// Paints a text that ends where the columns end: numbers.
pub fn paint_right(buf: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
    let taken = u16::try_from(self::width(text)).unwrap_or(u16::MAX);
    let indent = width.saturating_sub(taken);
    paint(
        buf,
        x.saturating_add(indent),
        y,
        width - indent,
        text,
        style,
    )
}

/// The columns used, and whether that was the whole text.
fn paint_part(
    buf: &mut Buffer,
    x: u16,
    y: u16,
    width: u16,
    text: &str,
    style: Style,
) -> (u16, bool) {
    let area = buf.area;
    if !area.contains(Position { x, y }) {
        return (0, text.is_empty());
    }
    let end = x.saturating_add(width).min(area.right());
    let (mut at, mut whole) = (x, true);
    for (cell, columns) in cells(&visible(beginning(text, end - x))) {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        if at.saturating_add(columns) > end {
            whole = false;
            break;
        }
        set(buf, at, y, cell, columns, style);
        at += columns;
    }
    if at > x {
        mend_left(buf, x, y);
    }
    (at - x, whole)
}

/// Blanks an area: what lay there is gone.
pub fn clear(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            set(buf, x, y, " ", 1, style);
        }
        mend_left(buf, area.x, y);
    }
}

/// Gives what lies in an area another style and leaves its text: the rest of the
/// screen while something lies over it.
pub fn restyle(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    for position in area.positions() {
        if let Some(cell) = buf.cell_mut(position) {
            cell.modifier = style.add_modifier;
            cell.set_style(style);
        }
    }
}

/// Underlines what lies in an area and leaves its text and colours.
pub fn underline(buf: &mut Buffer, area: Rect) {
    for position in area.intersection(buf.area).positions() {
        if let Some(cell) = buf.cell_mut(position) {
            cell.modifier |= Modifier::UNDERLINED;
        }
    }
}

/// As much of the text as could be seen in so many columns.
fn beginning(text: &str, columns: u16) -> &str {
    let most = (usize::from(columns) + 1) * CHARS_IN_A_COLUMN;
    let end = text.char_indices().nth(most).map(|(at, _)| at);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn set(buf: &mut Buffer, x: u16, y: u16, symbol: &str, columns: u16, style: Style) {
    for offset in 0..columns {
        if let Some(cell) = buf.cell_mut((x + offset, y)) {
            // Cells behind a wide character are blank: the terminal skips them.
            cell.set_symbol(if offset == 0 { symbol } else { " " });
            cell.modifier = style.add_modifier;
            cell.set_style(style);
        }
    }
}

/// A wide character whose right half was just painted over must go: the terminal
/// would draw it whole and hide what stands there now.
fn mend_left(buf: &mut Buffer, x: u16, y: u16) {
    let left = x.checked_sub(1).and_then(|left| buf.cell_mut((left, y)));
    if let Some(cell) = left
        && cell.symbol().cell_width() > 1
    {
        cell.set_symbol(" ");
    }
}
