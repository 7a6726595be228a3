//! The journal pane: every change that was proposed, refused, applied or left in
//! doubt, and whether the record of it is whole. Shows only; it proposes nothing.

mod commands;
mod detail;
mod list;
mod rows;

use ratatui::{buffer::Buffer, layout::Rect};

pub use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Cx, Pane,
    cursor::{Cursor, Focus, Listed, Shape},
};
use crate::{
    ask::{Ask, JournalAsk, Question, journal, sts},
    facts::JournalView,
    flow::{Effect, Topic},
    gate::Draft,
    keys::{Command, Scope},
    ui::Line,
};

pub const ABOUT: About = About {
    number: 0,
    title: "Journal",
    command: Command::new("pane.journal", "journal", "Show the journal of writes"),
};

/// Cursor state; the rows are made from the Store.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    cursor: Cursor<rows::Key>,
}

const ENTRIES: Ask = Ask::Journal(JournalAsk::Entries);

fn view<'a>(cx: &Cx<'a>) -> Option<&'a JournalView> {
    cx.store.get(&journal::Entries.here())
}

impl Listed for Journal {
    type Row = rows::Row;
    const SHAPE: Shape = Shape {
        tenths_below: 4,
        most_below: 12,
        besides: 1,
    };

    fn cursor(&self) -> &Cursor<rows::Key> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<rows::Key> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Vec<rows::Row> {
        rows::rows(cx).rows
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        detail::lines(self, cx)
    }

    fn draw_list(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        list::draw(self, area, buf, cx);
    }

    /// Below the state of the chain.
    fn area(&self, cx: &Cx<'_>) -> Rect {
        let height = list::chain_height(cx).min(cx.area.height);
        Rect {
            y: cx.area.y + height,
            height: cx.area.height - height,
            ..cx.area
        }
    }
}

impl Pane for Journal {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match self.cursor.focus() {
            Focus::List => &SCOPE,
            Focus::Detail => &DETAIL_SCOPE,
        }
    }

    /// The caller too: no screen may leave open whose account it is on.
    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        vec![ENTRIES, sts::CallerIdentity.of(cx.environment).into()]
    }

    fn judges(&self, _: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        None
    }

    fn command(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        self.run(id, cx)
    }

    fn propose(&self, id: &str, cx: &Cx<'_>) -> Option<Result<Draft, String>> {
        (id == "journal.undo").then(|| self.undo(cx))
    }

    fn rested(&mut self, at_move: u64) {
        self.cursor.rested(at_move);
    }

    fn settled(&mut self, cx: &Cx<'_>) {
        self.keep(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) {
        list::draw_chain(buf, cx);
        self.draw_sides(self.area(cx), buf, cx);
    }
}
