//! The list: areas and rows with their status, what was read, and the kind of thing.

use super::{
    Health, check, detail, report,
    rows::{self, Key, Row, Rows},
};
use crate::{
    checks::Check,
    facts::numbered,
    panes::{Cx, list_detail::ListDetail},
    ui::{Column, Cursor, Line, Order, Role, Split, named},
};

impl ListDetail for Health {
    type Key = Key;
    type More = rows::Cells;
    const SPLIT: Split = Split {
        tenths_below: 4,
        most_below: 12,
    };
    const COLUMNS: &'static [Column] = &[
        Column::name("area / thing").sorts(Order::Up),
        Column::mark("status").sorts(Order::Up),
        Column::weighing("read", 4).least(12),
        Column::adding("question", 2).sorts(Order::Up),
    ];

    fn cursor(&self) -> &Cursor<Key> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<Key> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Rows {
        rows::rows(self, cx)
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        detail::lines(self, cx)
    }

    fn cells(&self, row: &Row, selected: bool, _: &Cx<'_>) -> Vec<Line> {
        let cells = &row.more;
        let text = if selected { Role::Strong } else { Role::Text };
        vec![
            named(row.depth, (cells.letter, cells.role), &cells.name, text),
            Line::of(cells.role, cells.status),
            Line::of(Role::Text, cells.value.clone()),
            Line::of(Role::Dim, cells.question),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let Some(report) = report(cx) else {
            return String::new();
        };
        let (judged, all) = (report.judged(), report.rows.len());
        let mut said = numbered(all, "row");
        if judged < all {
            said = format!("{judged} of {said} judged");
        }
        if rows.filtered > 0 {
            said.push_str(&format!(", {} hidden by the filter", rows.filtered));
        }
        match rows.hidden {
            0 => said,
            hidden => {
                let shows = cx.key("health.hide-well");
                format!("{said}   {hidden} well hidden ({shows} shows)")
            }
        }
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        if rows.filtered > 0 {
            return vec![Line::of(Role::Text, cx.no_match("row"))];
        }
        let said = match &cx.settings.health {
            None => {
                "No inventory says what is expected: write `[health] inventory = \"health.toml\"` in watchkeeper.toml, and in that file what is to be there.".to_owned()
            }
            Some(_) => format!(
                "The inventory says nothing of {}: write `env = {{ {} = \"...\" }}` in it, which stands for {{env}} in its names.",
                cx.environment.raw(),
                cx.environment.raw()
            ),
        };
        let lines = cx.unread(&check(cx).asks(cx.settings, cx.store), &said);
        lines.into_iter().map(|line| line.hanging(2)).collect()
    }
}
