//! The list: state, workflow, branch, event, actor, attempt, age.

use super::{
    Runs, View, asks, attempts, compact, deployed, log,
    rows::{self, Row, Rows, name},
    words,
};
use crate::{
    facts::{
        Remote,
        actions::{Run, RunId},
    },
    panes::{Cx, list_detail::ListDetail},
    ui::{Column, Cursor, Line, Order, Role, Split},
};

impl ListDetail for Runs {
    type Key = RunId;
    type More = Run;
    const SPLIT: Split = Split {
        tenths_below: 5,
        most_below: 16,
    };
    const COLUMNS: &'static [Column] = &[
        Column::mark(""),
        Column::name("workflow").sorts(Order::Up),
        Column::mark("state").least(8).sorts(Order::Up),
        Column::weighing("branch", 4).least(6).sorts(Order::Up),
        Column::adding("event", 2),
        Column::adding("actor", 1).sorts(Order::Up),
        Column::adding("try", 1).right(),
        Column::adding("age", 3).right(),
    ];

    fn cursor(&self) -> &Cursor<RunId> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<RunId> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Rows {
        rows::rows(self, cx)
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        let Some(run) = self.looked_at(cx) else {
            return Vec::new();
        };
        match self.view {
            View::Compact => compact::lines(run, self.is_open(), cx),
            View::Log => log::lines(run, cx),
            View::Kept => log::kept(run, cx),
            View::Attempts => attempts::lines(run, cx),
            View::Deployed => deployed::lines(cx),
        }
    }

    fn cells(&self, row: &Row, selected: bool, cx: &Cx<'_>) -> Vec<Line> {
        let run = &row.more;
        let (letter, role) = words::of_state(run.state());
        let text = if selected { Role::Strong } else { Role::Text };
        let of = |text: &Option<Remote>| text.as_ref().map_or("", Remote::raw).to_owned();
        let actor = run.actor.as_ref();
        let attempt = match run.attempt() {
            1 => String::new(),
            attempt => attempt.to_string(),
        };
        let age = run.began().map_or(String::new(), |at| cx.age(at));
        vec![
            Line::of(role, letter),
            Line::of(text, name(run)),
            Line::of(role, words::word(run.state())),
            Line::of(Role::Text, of(&run.head_branch)),
            Line::of(Role::Dim, of(&run.event)),
            Line::of(
                Role::Dim,
                actor.map_or(String::new(), |actor| of(&actor.login)),
            ),
            Line::of(Role::Dim, attempt),
            Line::of(Role::Dim, age),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let said = rows.counted("run");
        match self.only_in_words(cx) {
            Some(only) => format!("{said}   {only} ({} shows all)", cx.key("runs.every-run")),
            None => said,
        }
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        if rows.filtered > 0 {
            return vec![Line::of(Role::Text, cx.no_match("run"))];
        }
        if super::of(cx).is_none() {
            let said = "No repository on GitHub is known: write `[github] repository = \"OWNER/NAME\"` in watchkeeper.toml, or start in a clone of it.";
            return cx.unread(&asks::wants(self, cx), said);
        }
        let again = cx.key("app.refresh");
        let said = match self.only_in_words(cx) {
            Some(only) => format!(
                "There is no such run: {only}. {} shows all, {} goes on to the next state.",
                cx.key("runs.every-run"),
                cx.key("runs.next-state")
            ),
            None => format!("The repository's workflow runs show here. {again} reads again."),
        };
        cx.unread(&asks::wants(self, cx), &said)
    }
}
