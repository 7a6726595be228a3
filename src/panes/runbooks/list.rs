//! The list: which runbook, for what, and the step to take.

use super::{
    Runbooks, detail,
    rows::{self, Key, Row, Rows},
};
use crate::{
    panes::{Cx, list_detail::ListDetail},
    ui::{Column, Cursor, Line, Role, Split},
};

impl ListDetail for Runbooks {
    type Key = Key;
    type More = rows::Cells;
    const SPLIT: Split = Split {
        tenths_below: 6,
        most_below: 20,
    };
    const COLUMNS: &'static [Column] = &[
        Column::weighing("runbook", 1).least(16).of_sentences(),
        Column::name("for"),
        Column::mark("step"),
        Column::mark("since").right(),
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
        let more = &row.more;
        let (letter, role) = more.sign;
        let text = match (selected, &row.key) {
            (true, _) => Role::Strong,
            (false, Key::Book(_)) => Role::Dim,
            (false, _) => Role::Text,
        };
        vec![
            Line::of(role, format!("{letter} ")).then(text, more.title.clone()),
            Line::of(Role::Text, more.subject.clone()),
            Line::of(Role::Dim, more.state.clone()),
            Line::of(Role::Dim, more.since.clone()),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let of = |wanted: fn(&Key) -> bool| {
            let all = rows.rows.iter();
            all.filter(|row| wanted(&row.key)).count()
        };
        let open = rows::executions(self, cx);
        let open = open.iter().filter(|one| one.is_open).count();
        let offers = of(|key| matches!(key, Key::Offer(..)));
        let mut said = vec![
            format!("{open} under way"),
            format!("{offers} for what is wrong now"),
        ];
        if rows.hidden > 0 {
            let shows = cx.key("runbooks.show-ended");
            said.push(format!("{} ended ({shows} shows)", rows.hidden));
        }
        if rows.filtered > 0 {
            said.push(format!("{} hidden by the filter", rows.filtered));
        }
        said.join(", ")
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        match rows.filtered {
            0 => vec![Line::of(Role::Text, "There is no runbook.")],
            _ => vec![Line::of(Role::Text, cx.no_match("runbook"))],
        }
    }
}
