//! The list: priority, what is wrong, where, and since when.

use ratatui::layout::Rect;

use super::{
    Watch, deployed, detail, report,
    rows::{self, Key, Row, Rows},
};
use crate::{
    checks::watch::Trouble,
    facts::{Priority, numbered},
    panes::{Cx, list_detail::ListDetail},
    ui::{Column, Cursor, Line, Order, Role, Split},
};

impl ListDetail for Watch {
    type Key = Key;
    type More = rows::Cells;
    const SPLIT: Split = Split {
        tenths_below: 5,
        most_below: 16,
    };
    const COLUMNS: &'static [Column] = &[
        Column::weighing("what is wrong", 4)
            .least(24)
            .filling()
            .of_sentences(),
        Column::mark("also").right(),
        Column::mark("environment").sorts(Order::Up),
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

    fn area(&self, cx: &Cx<'_>) -> Rect {
        deployed::below(cx)
    }

    fn cells(&self, row: &Row, selected: bool, _: &Cx<'_>) -> Vec<Line> {
        let more = &row.more;
        let (letter, role) = more.sign;
        let text = match (selected, &row.key) {
            (true, _) => Role::Strong,
            (false, Key::Gone(..)) => Role::Dim,
            (false, _) => Role::Text,
        };
        let new = if more.is_new { "new " } else { "" };
        let known = match more.known.is_empty() {
            true => String::new(),
            false => format!("({}) ", more.known),
        };
        vec![
            Line::of(role, format!("{:<3}{letter} ", more.priority))
                .then(Role::Info, new)
                .then(Role::Dim, known)
                .then(text, more.title.clone()),
            Line::of(Role::Dim, more.also.clone()),
            Line::of(Role::Dim, more.environment.clone()),
            Line::of(Role::Dim, more.since.clone()),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let Some(report) = report(cx) else {
            return String::new();
        };
        let of = |priority| {
            let troubles = report.troubles.iter();
            let is_it = |one: &&Trouble| one.priority() == priority && !one.is_acknowledged();
            let count = troubles.filter(is_it).count();
            (count > 0).then(|| format!("{count} {}", rows::word(priority)))
        };
        let mut said: Vec<String> = [Priority::P0, Priority::P1, Priority::P2, Priority::P3]
            .into_iter()
            .filter_map(of)
            .collect();
        if said.is_empty() {
            said.push("nothing wrong was found in what was read".to_owned());
        }
        if rows.hidden > 0 {
            let shows = cx.key("watch.show-minor");
            said.push(format!("P3 hidden ({shows} shows)"));
        }
        if rows.filtered > 0 {
            said.push(format!("{} hidden by the filter", rows.filtered));
        }
        if !report.accepted.is_empty() {
            said.push(format!("{} accepted", report.accepted.len()));
        }
        let known = report.troubles.iter();
        let known = known.filter(|one| one.is_acknowledged()).count();
        if known > 0 {
            said.push(format!("{known} acknowledged"));
        }
        match self.unread {
            0 => {}
            unread => said.push(format!("{} not read yet", numbered(unread, "answer"))),
        }
        said.join(", ")
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        if rows.filtered > 0 {
            return vec![Line::of(Role::Text, cx.no_match("row"))];
        }
        let asks = self::asks(cx);
        let said = match report(cx) {
            Some(_) if self.unread == 0 => "Nothing wrong was found in what was read.",
            _ => "All that is wrong shows here, the gravest first.",
        };
        cx.unread(&asks, said)
    }
}

fn asks(cx: &Cx<'_>) -> Vec<crate::ask::Ask> {
    use crate::checks::Check as _;
    super::check(cx).asks(cx.settings, cx.store)
}
