//! The list: services and entries with their verdicts, addresses and namespaces.

use super::{
    Registry, check, detail,
    rows::{self, Key, Row, Rows},
};
use crate::{
    checks::Check,
    panes::{Cx, list_detail::ListDetail},
    ui::{Column, Cursor, Line, Order, Role, Split, named},
};

impl ListDetail for Registry {
    type Key = Key;
    type More = rows::Cells;
    const SPLIT: Split = Split {
        tenths_below: 5,
        most_below: 16,
    };
    const COLUMNS: &'static [Column] = &[
        Column::name("service / entry").sorts(Order::Up),
        Column::mark("verdict").sorts(Order::Up),
        Column::weighing("address", 3).sorts(Order::Up),
        Column::adding("of", 1).sorts(Order::Up),
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
        let state = match row.depth {
            0 => cells.role,
            _ if cells.role == Role::Good => Role::Dim,
            _ => cells.role,
        };
        vec![
            named(row.depth, (cells.letter, cells.role), &cells.name, text),
            Line::of(state, cells.state.clone()),
            Line::of(Role::Text, cells.ip.clone()),
            Line::of(Role::Dim, cells.beside.clone()),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let said = rows.counted("row");
        match rows.hidden {
            0 => said,
            hidden => {
                let shows = cx.key("registry.hide-current");
                format!("{said}   {hidden} current hidden ({shows} shows)")
            }
        }
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        if rows.filtered > 0 {
            return vec![Line::of(Role::Text, cx.no_match("entry"))];
        }
        let again = cx.key("app.refresh");
        let said = format!(
            "Services of Cloud Map and their entries show here, where this account and region have any. {again} reads again."
        );
        cx.unread(&check(cx).asks(cx.settings, cx.store), &said)
    }
}
