//! The list: state, name, status, drift, protection, last operation.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    Stacks, asks,
    rows::{self, Row, Rows},
    view::unread,
    words,
};
use crate::{
    facts::numbered,
    panes::Cx,
    ui::{Column, Line, Role, Table},
};

const ROOMY: u16 = 96;

/// The command that shows what is healthy.
const HIDES: &str = "stacks.hide-healthy";

/// Drift in words, or only its letter where there is no room.
pub(super) const COLUMNS: &[Column] = &[
    Column::fixed("", 2),
    Column::rest("stack").gap(1).names(3),
    Column::fixed("status", 25).gap(1),
    Column::fixed("drift", 12).gap(1).clipped().from(ROOMY),
    Column::fixed("D", 2).below(ROOMY),
    Column::fixed("P", 2),
    Column::fixed("written", 18).gap(1),
];

pub(super) fn draw(pane: &Stacks, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
    let rows = rows::rows(pane.hide_healthy, cx);
    let table = Table {
        columns: COLUMNS,
        counts: counts(&rows, cx),
        empty: empty(&rows, cx),
        empty_at: 3,
        ends: None,
    };
    table.draw(
        area,
        buf,
        cx.look,
        &rows,
        &pane.cursor,
        |at, selected, _| cells(&rows.rows[at], selected, cx),
    );
}

fn cells(row: &Row, selected: bool, cx: &Cx<'_>) -> Vec<Line> {
    let more = &row.more;
    let text = match (selected, more.watched) {
        (true, _) => Role::Strong,
        (false, true) => Role::Text,
        (false, false) => Role::Dim,
    };
    let mut name = Line::empty();
    if row.depth > 0 {
        let indent = usize::from((row.depth * 2).min(8));
        let branch = format!("{} ", cx.look.glyphs.last_branch);
        name = Line::of(Role::Text, " ".repeat(indent - 2)).then(Role::Rule, branch);
    }
    let (letter, drift, role) = &more.drift;
    let written = more.written.map_or(String::new(), words::minute);
    vec![
        Line::of(more.role, more.letter),
        name.then(text, row.name.as_str()),
        Line::of(more.role, more.status.as_str()),
        Line::of(*role, drift.as_str()),
        Line::of(*role, *letter),
        Line::of(Role::Dim, if more.protected { "P" } else { "" }),
        Line::of(Role::Dim, written),
    ]
}

fn counts(rows: &Rows, cx: &Cx<'_>) -> String {
    if !rows.has_any() {
        return String::new();
    }
    let mut said = rows.counted("stack");
    if rows.hidden > 0 {
        let key = cx.key(HIDES);
        said.push_str(&format!("   {} healthy hidden ({key} shows)", rows.hidden));
    }
    let failed = rows.rows.iter().filter(|row| row.more.letter == 'x');
    match failed.count() {
        0 => said,
        failed => format!("{said}   {failed} failed"),
    }
}

/// What would be here and how to get it.
fn empty(rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
    let text = |said: &str| vec![Line::of(Role::Text, said)];
    if !rows.rows.is_empty() {
        return Vec::new();
    }
    let asks = asks::listing(cx.settings, cx.environment, cx.store);
    if rows.filtered > 0 {
        return text(&cx.no_match("stack"));
    }
    if rows.hidden > 0 {
        let all = numbered(rows.hidden, "stack");
        let said = format!("{all}, all healthy. {} shows them.", cx.key(HIDES));
        return vec![Line::of(Role::Good, said)];
    }
    match asks.iter().any(|ask| cx.store.answer(ask).is_none()) {
        true => cx.unread(&asks, &unread(cx)),
        false => text(&format!(
            "Here the CloudFormation stacks of this account and region stand. There are none: look at the region, or {} switches the environment.",
            cx.key("app.environment")
        )),
    }
}
