//! The list: state, name, status, drift, protection, last operation.

use super::{
    Stacks,
    rows::{self, Row, Rows},
    story,
    view::unread,
    words,
};
use crate::{
    checks,
    facts::{StackId, numbered},
    panes::{Cx, list_detail::ListDetail},
    ui::{Column, Cursor, Line, Order, Role, Split},
};

/// The command that shows what is healthy.
const HIDES: &str = "stacks.hide-healthy";

impl ListDetail for Stacks {
    type Key = StackId;
    type More = rows::Cells;
    const SPLIT: Split = Split {
        tenths_below: 5,
        most_below: 14,
    };
    /// Drift in words, or only its letter where there is no room.
    const COLUMNS: &'static [Column] = &[
        Column::mark(""),
        Column::name("stack").sorts(Order::Up),
        Column::mark("status").least(16).state().sorts(Order::Up),
        Column::weighing("drift", 4).least(1).clipped(),
        Column::weighing("P", 2),
        Column::adding("written", 1).sorts(Order::Down),
        Column::adding("age", 3).right(),
    ];

    fn cursor(&self) -> &Cursor<StackId> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<StackId> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Rows {
        rows::rows(self.hide_healthy, cx)
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        let compact = self.cursor.is_detail_small(cx.area.width);
        let stack = self
            .cursor
            .detail_of()
            .and_then(|id| cx.store.stack(cx.environment, id));
        stack.map_or_else(Vec::new, |stack| story::lines(stack, compact, false, cx))
    }

    fn cells(&self, row: &Row, selected: bool, cx: &Cx<'_>) -> Vec<Line> {
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
        let written = more.written.map(|at| (cx.times().minute(at), cx.age(at)));
        let (written, age) = written.unwrap_or_default();
        vec![
            Line::of(more.role, more.letter),
            name.then(text, row.name.as_str()),
            Line::of(more.role, more.status.as_str()),
            Line::of(*role, words::drift_in_short(letter, drift)),
            Line::of(Role::Dim, if more.protected { "P" } else { "" }),
            Line::of(Role::Dim, written),
            Line::of(Role::Dim, age),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let mut said = rows.counted("stack");
        let ill = rows::ill(rows).count();
        if ill > 0 {
            said.push_str(&format!(", {ill} to look at"));
        }
        if rows.hidden > 0 && rows.filtered == 0 {
            let key = cx.key(HIDES);
            said.push_str(&format!("   {} healthy hidden ({key} shows)", rows.hidden));
        }
        said
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        let text = |said: &str| vec![Line::of(Role::Text, said)];
        let asks = checks::stacks::Stacks::of(cx.environment).listing(cx.settings, cx.store);
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
                "This account and region have no CloudFormation stacks. Check the region; {} switches the environment.",
                cx.key("app.environment")
            )),
        }
    }
}
