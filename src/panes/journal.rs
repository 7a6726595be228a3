//! The journal pane: every change that was proposed, refused, applied or left in
//! doubt, and whether the record of it is whole. Shows only; it proposes nothing.

mod commands;
mod detail;
mod list;
mod rows;

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Position};

use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Acted, Cx, Pane, Proposed, Standing, act_on,
    list_detail::{ListDetail, list_and_detail},
    offer_of,
};
use crate::{
    ask::{Ask, JournalAsk, Question, journal, sts},
    checks::Topic,
    facts::{Clip, JournalView, Reason},
    flow::Effect,
    keys::{Command, Scope},
    ui::{Cursor, Destination, Focus, Mark},
};

pub const ABOUT: About = About {
    number: 0,
    title: "Journal",
    command: Command::new("pane.journal", "journal", "Show the journal of writes"),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Journal>::default(),
};

/// Cursor state; the rows are made from the Store.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    cursor: Cursor<rows::Key>,
    /// Previews that were only looked at are shown too.
    shows_looks: bool,
    /// Only what was applied, or may have been.
    only_applied: bool,
}

const ENTRIES: Ask = Ask::Journal(JournalAsk::Entries);

fn view<'a>(cx: &Cx<'a>) -> Option<&'a JournalView> {
    cx.store.get(&journal::Entries.here())
}

/// When the journal was read: ages count from then.
fn read_at(cx: &Cx<'_>) -> Option<Timestamp> {
    cx.store.load(&ENTRIES)?.at()
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

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        act_on(self, commands::ACTIONS, id, cx)
    }

    fn offer(&self, id: &str, cx: &Cx<'_>) -> Option<Proposed> {
        offer_of(self, commands::ACTIONS, id, cx)
    }

    list_and_detail!();

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        let Destination::Change(change) = to else {
            return None;
        };
        self.cursor.point_at(rows::Key::Change(change.clone()));
        self.cursor.open();
        self.keep(cx);
        Some(Ok(()))
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        view(cx).map_or(Standing::Unread, |view| {
            Standing::counted(Mark::Unknown, view.in_doubt())
        })
    }

    fn copied(&self, cx: &Cx<'_>) -> Option<Clip> {
        self.change(cx).as_deref().map(Clip::name)
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.detail_text(cx)
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        self.keep(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        list::draw_chain(buf, cx);
        self.draw_sides(self.area(cx), buf, cx)
    }
}
