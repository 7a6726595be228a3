//! Draws the state of the chain, and under it the changes with their stages.

use jiff::{Timestamp, tz::TimeZone};
use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    Journal,
    rows::{self, Row, Rows, letter},
};
use crate::{
    facts::numbered,
    panes::{
        Cx,
        cursor::{Listed, SIDE_BY_SIDE},
    },
    ui::{Line, Role, draw_lines, paint, shorten_distinct, wrap_all},
};

/// Columns of the time; and of the environment or the record's number.
const AT: u16 = 18;
const WORDS: u16 = 16;
/// A chain's state never takes more than this of a small screen.
const MOST_CHAIN: usize = 4;
/// Digits of the head's hash: enough to compare by eye.
const DIGITS: usize = 12;

pub(super) fn chain_height(cx: &Cx<'_>) -> u16 {
    u16::try_from(chain(cx).len()).unwrap_or(0)
}

/// Whole or broken comes first, whatever there is to read below.
fn chain(cx: &Cx<'_>) -> Vec<Line> {
    let Some(view) = super::view(cx) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some(broken) = &view.broken {
        lines.push(
            Line::of(Role::Bad, " x ")
                .then(Role::Bad, format!("BROKEN  {broken}"))
                .hanging(3),
        );
    }
    let head: Option<String> = view
        .head
        .as_ref()
        .map(|head| head.chars().take(DIGITS).collect());
    let records = format!(
        "   {}",
        numbered(usize::try_from(view.count).unwrap_or(usize::MAX), "record")
    );
    let mut said = match (&head, &view.broken) {
        (None, _) => Line::of(Role::Dim, "   no records"),
        (Some(head), None) => Line::of(Role::Good, " = chain whole")
            .then(Role::Text, format!("{records}   head {head}")),
        (Some(head), Some(_)) => Line::of(Role::Dim, format!("{records}   head {head}")),
    };
    let kept = view.path.as_deref().unwrap_or("kept in memory only");
    if cx.area.width >= SIDE_BY_SIDE || view.path.is_none() {
        said = said.then(Role::Dim, format!("   {kept}"));
    }
    lines.push(said.hanging(3));
    let notes = view.notes.iter().map(|note| {
        Line::of(Role::Warn, " ! ")
            .then(Role::Warn, note.clone())
            .hanging(3)
    });
    lines.extend(notes);
    let mut lines = wrap_all(&lines, cx.area.width);
    lines.truncate(MOST_CHAIN);
    lines
}

pub(super) fn draw_chain(buf: &mut Buffer, cx: &Cx<'_>) {
    draw_lines(cx.area, buf, &cx.look.theme, &chain(cx), 0);
}

pub(super) fn draw(pane: &Journal, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    let rows = rows::rows(cx);
    if rows.rows.is_empty() {
        draw_empty(area, buf, cx, &rows);
    }
    let window = pane.window(&rows.rows, area);
    let words = area.right().saturating_sub(AT + WORDS);
    let room = words.saturating_sub(area.x + 7);
    let names: Vec<&str> = window.iter().map(|row| row.name.as_str()).collect();
    let names = shorten_distinct(&names, usize::from(room));
    for (y, (row, name)) in (area.y..).zip(window.iter().zip(names)) {
        let selected = pane.cursor.is_on(&row.key);
        draw_row(
            buf,
            Rect {
                y,
                height: 1,
                ..area
            },
            row,
            &name,
            selected,
            cx,
        );
    }
    draw_count(area, buf, cx, &rows);
}

/// The selected row has a marker at the edge and bold text.
fn draw_row(buf: &mut Buffer, area: Rect, row: &Row, name: &str, selected: bool, cx: &Cx<'_>) {
    let (theme, y) = (&cx.look.theme, area.y);
    if selected {
        let marker = cx.look.glyphs.marker;
        paint(buf, area.x, y, 1, marker, theme.style(Role::Marker));
    }
    let x = area.x + 1 + row.depth * 2;
    let words = area.right().saturating_sub(AT + WORDS);
    let (letter, role) = letter(row.stage);
    paint(buf, x, y, 1, letter, theme.style(role));
    let text = match (selected, row.in_doubt, row.depth) {
        (_, true, _) => Role::Bad,
        (true, ..) => Role::Strong,
        _ => Role::Text,
    };
    let room = words.saturating_sub(x + 3);
    paint(buf, x + 2, y, room, name, theme.style(text));
    let role = if row.in_doubt { Role::Bad } else { Role::Dim };
    paint(buf, words, y, WORDS - 1, &row.words, theme.style(role));
    let at = minute(row.at);
    let x = area.right().saturating_sub(AT);
    paint(buf, x, y, AT, &at, theme.style(Role::Dim));
}

pub(super) fn minute(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    at.strftime("%Y-%m-%d %H:%MZ").to_string()
}

fn draw_count(area: Rect, buf: &mut Buffer, cx: &Cx<'_>, rows: &Rows) {
    let changes = rows.rows.iter().filter(|row| row.depth == 0).count();
    if rows.rows.is_empty() && rows.filtered == 0 {
        return;
    }
    let shown = super::view(cx).map_or(0, |view| view.lines.len()) as u64;
    let all = super::view(cx).map_or(0, |view| view.count - view.about_itself.min(view.count));
    let mut said = numbered(changes, "change");
    if rows.filtered > 0 {
        let hidden = numbered(rows.filtered, "row");
        said.push_str(&format!(", {hidden} hidden by the filter"));
    }
    if shown < all {
        said.push_str(&format!(", the newest {shown} of {all} records"));
    }
    let y = area.bottom().saturating_sub(1);
    let width = area.width.saturating_sub(1);
    paint(
        buf,
        area.x + 1,
        y,
        width,
        &said,
        cx.look.theme.style(Role::Dim),
    );
}

/// Empty says what would be here and how to get it; a fault has its banner.
fn draw_empty(area: Rect, buf: &mut Buffer, cx: &Cx<'_>, rows: &Rows) {
    let known = super::view(cx).is_some();
    let loading = cx
        .store
        .load(&super::ENTRIES)
        .is_some_and(|load| load.asking.is_some());
    let said: &[&str] = if rows.filtered > 0 {
        &["No change matches the filter. Esc drops it."]
    } else if known {
        &[
            "Nothing was proposed or written yet.",
            "Every change stands here from its proposal on: refused, applied, verified or in doubt.",
        ]
    } else if loading && cx.slow {
        &["Reading the journal of writes"]
    } else if loading {
        &[]
    } else {
        &["The journal has not been read. R reads it."]
    };
    let lines: Vec<Line> = said
        .iter()
        .map(|said| Line::of(Role::Text, *said))
        .collect();
    let width = area.width.saturating_sub(4);
    let inner = Rect::new(area.x + 3, area.y + 1, width, area.height.saturating_sub(2));
    draw_lines(inner, buf, &cx.look.theme, &wrap_all(&lines, width), 0);
}
