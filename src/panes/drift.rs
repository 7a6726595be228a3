//! The drift pane: roles and policies against the repository, and why they differ.

mod commands;
mod detail;
mod evidence;
mod list;
mod pairs;
mod propose;
mod rows;
mod sibling;

use ratatui::{buffer::Buffer, layout::Rect};

pub use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Cx, Pane,
    cursor::{Cursor, Focus, Listed, Shape},
};
use crate::{
    ask::{Ask, Question, memory},
    checks::{Check, Registered, Topic, drift as check},
    facts::EnvironmentName,
    flow::Effect,
    gate::Draft,
    keys::{Command, Scope},
    ui::Line,
};

pub const ABOUT: About = About {
    number: 2,
    title: "Drift",
    command: Command::new("pane.drift", "drift", "Show IAM drift"),
};

/// Cursor state and switches; the rows themselves are made from the Store.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    cursor: Cursor<rows::Key>,
    show_in_sync: bool,
    text_diff: bool,
    /// The environment that the cursor is for.
    environment: Option<EnvironmentName>,
}

impl Listed for Drift {
    type Row = rows::Row;
    const SHAPE: Shape = Shape {
        tenths_below: 4,
        most_below: 12,
        besides: 2,
    };

    fn cursor(&self) -> &Cursor<rows::Key> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<rows::Key> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Vec<rows::Row> {
        rows::rows(self.show_in_sync, cx).rows
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        detail::lines(self, cx)
    }

    fn draw_list(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        list::draw(self, area, buf, cx);
    }
}

impl Pane for Drift {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match self.cursor.focus() {
            Focus::List => &SCOPE,
            Focus::Detail => &DETAIL_SCOPE,
        }
    }

    /// What the check asks, and the evidence beside the row whose detail is open.
    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        let mut asks = check::Drift::of(cx.environment).asks(cx.settings, cx.store);
        if let Some(caller) = cx.store.caller(cx.environment) {
            for ask in check::template_stacks_described(cx.settings, cx.environment) {
                if !asks.contains(&ask) {
                    asks.push(ask);
                }
            }
            let seen = memory::InSync(cx.environment.clone(), caller.account.clone());
            asks.push(seen.here().into());
        }
        asks.extend(evidence::asks(self.cursor.detail_of(), cx));
        asks
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        let check = check::Drift::of(cx.environment);
        Some((check.topic(), check.asks(cx.settings, cx.store)))
    }

    fn command(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        self.run(id, cx)
    }

    fn propose(&self, id: &str, cx: &Cx<'_>) -> Option<Result<Draft, String>> {
        propose::propose(self, id, cx)
    }

    fn rested(&mut self, at_move: u64) {
        self.cursor.rested(at_move);
    }

    fn settled(&mut self, cx: &Cx<'_>) {
        self.keep_selection(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) {
        self.draw_sides(cx.area, buf, cx);
    }
}
