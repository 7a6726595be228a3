//! Draws the list: marker, state, name, status, drift, protection, last operation.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    Stacks,
    rows::{self, Row, Rows},
    words,
};
use crate::{
    ask::Ask,
    checks,
    facts::numbered,
    panes::{Cx, cursor::Listed},
    ui::{Line, Role, draw_lines, paint, shorten_distinct, shorten_middle, wrap_all},
};

const STATUS: u16 = 25;
const WRITTEN: u16 = 17;
/// Drift in words, or only its letter where there is no room.
const DRIFT: u16 = 12;
const LETTER: u16 = 2;
const ROOMY: u16 = 96;

pub(super) fn draw(pane: &Stacks, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    let rows = rows::rows(pane.hide_healthy, cx);
    let columns = Columns::of(area);
    let dim = cx.look.theme.style(Role::Dim);
    let headings = [
        (area.x + 3, "stack"),
        (columns.status, "status"),
        (columns.drift, if columns.words { "drift" } else { "D" }),
        (columns.protected, "P"),
        (columns.written, "written"),
    ];
    for (x, heading) in headings {
        paint(buf, x, area.y, 10, heading, dim);
    }
    if rows.rows.is_empty() {
        draw_empty(area, buf, cx, &rows);
    }
    let window = pane.window(&rows.rows, area);
    let names: Vec<&str> = window.iter().map(|row| row.name.as_str()).collect();
    let names = shorten_distinct(&names, usize::from(columns.name.saturating_sub(2)));
    for (y, (row, name)) in (area.y + 1..).zip(window.iter().zip(names)) {
        let selected = pane.cursor.is_on(&row.id);
        columns.draw_row(buf, (area.x, y), row, &name, selected, cx);
    }
    draw_counts(area, buf, cx, &rows);
}

struct Columns {
    name: u16,
    status: u16,
    drift: u16,
    protected: u16,
    written: u16,
    /// There is room to say in words what the letters say.
    words: bool,
}

impl Columns {
    fn of(area: Rect) -> Self {
        let words = area.width >= ROOMY;
        let written = area.right().saturating_sub(WRITTEN + 1);
        let protected = written.saturating_sub(LETTER);
        let drift = protected.saturating_sub(if words { DRIFT } else { LETTER });
        let status = drift.saturating_sub(STATUS);
        Self {
            name: status.saturating_sub(area.x + 4),
            status,
            drift,
            protected,
            written,
            words,
        }
    }

    /// The selected row has a marker at the edge and bold text: seen without colour.
    fn draw_row(
        &self,
        buf: &mut Buffer,
        (x, y): (u16, u16),
        row: &Row,
        name: &str,
        selected: bool,
        cx: &Cx<'_>,
    ) {
        let (theme, glyphs) = (&cx.look.theme, cx.look.glyphs);
        let state = theme.style(row.role);
        if selected {
            paint(buf, x, y, 1, glyphs.marker, theme.style(Role::Marker));
        }
        let text = match (selected, row.watched) {
            (true, _) => Role::Strong,
            (false, true) => Role::Text,
            (false, false) => Role::Dim,
        };
        paint(buf, x + 1, y, 1, &row.letter.to_string(), state);
        let indent = (row.depth * 2).min(8);
        if row.depth > 0 {
            let branch = glyphs.last_branch;
            paint(buf, x + 1 + indent, y, 1, branch, theme.style(Role::Rule));
        }
        let room = self.name.saturating_sub(indent);
        paint(buf, x + 3 + indent, y, room, name, theme.style(text));
        let status = shorten_middle(&row.status, usize::from(STATUS - 1));
        paint(buf, self.status, y, STATUS - 1, &status, state);
        let (letter, drift, role) = &row.drift;
        let (said, room) = if self.words {
            (drift.as_str(), DRIFT - 1)
        } else {
            (*letter, 1)
        };
        paint(buf, self.drift, y, room, said, theme.style(*role));
        let dim = theme.style(Role::Dim);
        if row.protected {
            paint(buf, self.protected, y, 1, "P", dim);
        }
        if let Some(at) = row.written {
            paint(buf, self.written, y, WRITTEN, &words::minute(at), dim);
        }
    }
}

fn draw_counts(area: Rect, buf: &mut Buffer, cx: &Cx<'_>, rows: &Rows) {
    let all = rows.rows.len() + rows.filtered;
    let mut said = match rows.filtered {
        0 => numbered(all, "stack"),
        hidden => format!(
            "{} of {}, {hidden} hidden by the filter",
            rows.rows.len(),
            numbered(all, "stack")
        ),
    };
    if rows.hidden > 0 {
        said.push_str(&format!("   {} healthy hidden (H shows)", rows.hidden));
    }
    if all + rows.hidden > 0 {
        let failed = rows.rows.iter().filter(|row| row.letter == 'x').count();
        if failed > 0 {
            said.push_str(&format!("   {failed} failed"));
        }
        let y = area.bottom().saturating_sub(1);
        let dim = cx.look.theme.style(Role::Dim);
        paint(buf, area.x + 1, y, area.width.saturating_sub(1), &said, dim);
    }
}

/// Empty says what would be here and how to get it.
fn draw_empty(area: Rect, buf: &mut Buffer, cx: &Cx<'_>, rows: &Rows) {
    let text = |said: &str| vec![Line::of(Role::Text, said.to_owned())];
    let asks = checks::stacks::Stacks::of(cx.environment).listing(cx.settings, cx.store);
    let unread = asks.iter().any(|ask| cx.store.answer(ask).is_none());
    let lines = if rows.filtered > 0 {
        text("No stack matches the filter. Esc drops it.")
    } else if rows.hidden > 0 {
        let all = numbered(rows.hidden, "stack");
        let said = format!("{all}, all healthy. H shows them.");
        vec![Line::of(Role::Good, said)]
    } else if unread {
        self::unread(&asks, cx)
    } else {
        text(
            "Here the CloudFormation stacks of this account and region stand. There are none: look at the region, or e switches the environment.",
        )
    };
    let width = area.width.saturating_sub(4);
    let inner = Rect::new(area.x + 3, area.y + 2, width, area.height.saturating_sub(3));
    draw_lines(inner, buf, &cx.look.theme, &wrap_all(&lines, width), 0);
}

/// Loading says what is asked, but only once it takes long; a fault has its banner.
pub(super) fn unread(asks: &[Ask], cx: &Cx<'_>) -> Vec<Line> {
    let asking = |ask: &&Ask| cx.store.load(ask).is_some_and(|load| load.asking.is_some());
    if cx.slow {
        let asks = asks.iter().filter(asking);
        return asks
            .map(|ask| Line::of(Role::Dim, format!("Reading {}", ask.in_words())))
            .collect();
    }
    if asks.iter().any(|ask| asking(&ask)) {
        return Vec::new();
    }
    vec![Line::of(
        Role::Text,
        "This has not been read. R reads again.",
    )]
}
