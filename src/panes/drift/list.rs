//! Draws the list: marker, state, name, verdict, and when a role was seen.

use jiff::{Timestamp, tz::TimeZone};
use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    Drift,
    rows::{self, Row, Rows},
};
use crate::{
    ask::Ask,
    checks::{self, Check},
    facts::numbered,
    panes::{Cx, cursor::Listed},
    ui::{Line, Role, draw_lines, paint, shorten_distinct, wrap_all},
};

fn check_asks(cx: &Cx<'_>) -> Vec<Ask> {
    checks::drift::Drift::of(cx.environment).asks(cx.settings, cx.store)
}

/// Columns of the verdict and of the time; below `ROOMY` the time is left out.
const VERDICT: u16 = 26;
const SEEN: u16 = 10;
const ROOMY: u16 = 72;

pub(super) fn draw(pane: &Drift, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    let rows = rows::rows(pane.show_in_sync, cx);
    let columns = Columns::of(area);
    let dim = cx.look.theme.style(Role::Dim);
    paint(buf, area.x + 3, area.y, columns.name, "role / policy", dim);
    paint(buf, columns.verdict, area.y, VERDICT - 1, "verdict", dim);
    if columns.seen > 0 {
        paint(buf, columns.seen, area.y, SEEN, "seen", dim);
    }
    if rows.rows.is_empty() {
        draw_empty(area, buf, cx, &rows);
    }
    let window = pane.window(&rows.rows, area);
    let names: Vec<&str> = window.iter().map(|row| row.name.as_str()).collect();
    let names = shorten_distinct(&names, usize::from(columns.name.saturating_sub(3)));
    let seen = seen(cx);
    for (y, (row, name)) in (area.y + 1..).zip(window.iter().zip(names)) {
        let selected = pane.cursor.is_on(&row.key);
        columns.draw_row(buf, area.x, y, row, &name, selected, cx);
        if columns.seen > 0 && row.depth == 0 {
            paint(buf, columns.seen, y, SEEN, &seen, dim);
        }
    }
    draw_counts(area, buf, cx, &rows);
}

struct Columns {
    name: u16,
    verdict: u16,
    seen: u16,
}

impl Columns {
    fn of(area: Rect) -> Self {
        let seen = if area.width >= ROOMY { SEEN } else { 0 };
        let verdict = area.right().saturating_sub(VERDICT + seen);
        Self {
            name: verdict.saturating_sub(area.x + 4),
            verdict,
            seen: if seen > 0 { area.right() - seen } else { 0 },
        }
    }

    /// The selected row has a marker at the edge and bold text: few bytes, and seen without colour.
    #[expect(
        clippy::too_many_arguments,
        reason = "a row is drawn from all of these"
    )]
    fn draw_row(
        &self,
        buf: &mut Buffer,
        x: u16,
        y: u16,
        row: &Row,
        name: &str,
        selected: bool,
        cx: &Cx<'_>,
    ) {
        let look = cx.look;
        let text = if selected { Role::Strong } else { Role::Text };
        if selected {
            paint(
                buf,
                x,
                y,
                1,
                look.glyphs.marker,
                look.theme.style(Role::Marker),
            );
        }
        let x = x + 1 + row.depth * 2;
        let state = look.theme.style(row.mark.role());
        paint(buf, x, y, 1, row.mark.letter(), state);
        paint(buf, x + 2, y, self.name, name, look.theme.style(text));
        paint(buf, self.verdict, y, VERDICT - 1, &row.words, state);
    }
}

/// When the live side was seen: one form of time per screen.
fn seen(cx: &Cx<'_>) -> String {
    let asks = check_asks(cx);
    let at = asks
        .iter()
        .filter(|ask| matches!(ask, crate::ask::Ask::Aws(_, crate::ask::AwsAsk::Iam(_))))
        .filter_map(|ask| cx.store.load(ask)?.at())
        .max();
    at.map(clock).unwrap_or_default()
}

pub(super) fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%H:%M:%SZ").to_string()
}

fn draw_counts(area: Rect, buf: &mut Buffer, cx: &Cx<'_>, rows: &Rows) {
    let all = rows.rows.len() + rows.filtered;
    let mut said = match rows.filtered {
        0 => numbered(all, "row"),
        hidden => format!(
            "{} of {}, {hidden} hidden by the filter",
            rows.rows.len(),
            numbered(all, "row")
        ),
    };
    if rows.in_sync_hidden > 0 {
        said.push_str(&format!(
            "   {} in sync hidden (H shows)",
            numbered(rows.in_sync_hidden, "role")
        ));
    }
    if all > 0 || rows.in_sync_hidden > 0 {
        let y = area.bottom().saturating_sub(1);
        paint(
            buf,
            area.x + 1,
            y,
            area.width.saturating_sub(1),
            &said,
            cx.look.theme.style(Role::Dim),
        );
    }
}

/// Empty says what would be here and how to get it.
fn draw_empty(area: Rect, buf: &mut Buffer, cx: &Cx<'_>, rows: &Rows) {
    let lines = if rows.filtered > 0 {
        vec![Line::of(
            Role::Text,
            "No row matches the filter. Esc drops it.",
        )]
    } else if rows.in_sync_hidden > 0 {
        vec![Line::of(
            Role::Good,
            match rows.in_sync_hidden {
                1 => "1 role, in sync. H shows it.".to_owned(),
                all => format!("{all} roles, all in sync. H shows them."),
            },
        )]
    } else if cx.settings.drift.is_none() {
        vec![
            Line::of(
                Role::Text,
                "Here the repository's IAM policies stand against the live ones.",
            ),
            Line::of(
                Role::Text,
                "This project does not say where its policies are. Write watchkeeper.toml:",
            ),
            Line::empty(),
            Line::of(Role::Dim, "    [drift]"),
            Line::of(
                Role::Dim,
                "    policies = [\"infrastructure/iam\"]   # <dir>/<role>/<policy>.json",
            ),
            Line::empty(),
            Line::of(Role::Text, "or let `watchkeeper init` propose one."),
        ]
    } else if is_unread(cx) {
        unread(cx)
    } else if let Some(broken) = broken(cx) {
        broken
    } else if rows::report(cx).is_some() {
        vec![Line::of(
            Role::Text,
            "The repository codifies no role for this environment.",
        )]
    } else {
        Vec::new()
    };
    let width = area.width.saturating_sub(4);
    let inner = Rect::new(area.x + 3, area.y + 2, width, area.height.saturating_sub(3));
    draw_lines(inner, buf, &cx.look.theme, &wrap_all(&lines, width), 0);
}

/// Files that could not be read, where they are why there is nothing to show.
fn broken(cx: &Cx<'_>) -> Option<Vec<Line>> {
    let templates = cx.store.templates().into_iter().flat_map(|all| &all.broken);
    let codified = cx.store.codified().into_iter().flat_map(|all| &all.broken);
    let lines: Vec<Line> = templates
        .chain(codified)
        .map(|file| {
            Line::of(Role::Bad, "x ")
                .then(
                    Role::Bad,
                    format!("{} can't be read: {}", file.path, file.why),
                )
                .hanging(2)
        })
        .collect();
    (!lines.is_empty()).then_some(lines)
}

/// Part of what the list rests on has not been read.
fn is_unread(cx: &Cx<'_>) -> bool {
    let basis = check_asks(cx);
    basis.iter().any(|ask| cx.store.answer(ask).is_none())
}

/// Loading says what is asked, but only once it takes long; a fault has its banner.
fn unread(cx: &Cx<'_>) -> Vec<Line> {
    let basis = check_asks(cx);
    let asking = |ask: &&Ask| cx.store.load(ask).is_some_and(|load| load.asking.is_some());
    let mut lines: Vec<Line> = Vec::new();
    if cx.slow {
        lines.extend(
            basis
                .iter()
                .filter(asking)
                .map(|ask| Line::of(Role::Dim, format!("Reading {}", ask.in_words()))),
        );
    } else if !basis.iter().any(|ask| asking(&ask)) {
        lines.push(Line::of(
            Role::Text,
            "The live policies have not been read.",
        ));
    }
    lines
}
