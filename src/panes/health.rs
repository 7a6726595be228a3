//! The health pane: the audit of what the inventory expects, area by area, each row with
//! what was read, when, by which call, and what to do where it is not well.

mod commands;
mod detail;
mod list;
mod rows;

use ratatui::{buffer::Buffer, layout::Position};

use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Acted, Cx, Pane, Standing, act_on,
    list_detail::{ListDetail, list_and_detail},
};
use crate::{
    ask::Ask,
    checks::{
        Check, Registered as _, Topic,
        health::{self, HealthReport},
    },
    facts::{Clip, Reason},
    flow::Effect,
    keys::{Command, Scope},
    ui::{Cursor, Destination, Focus},
};

pub const ABOUT: About = About {
    number: 7,
    title: "Health",
    command: Command::new("pane.health", "health", "Show the health audit"),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Health>::default(),
};

/// Cursor state and switches; what is shown is made from the Store.
#[derive(Debug, Default)]
pub struct Health {
    cursor: Cursor<rows::Key>,
    /// Rows that are well are left out.
    hide_well: bool,
}

fn check(cx: &Cx<'_>) -> health::Health {
    health::Health::of(cx.environment)
}

fn report<'a>(cx: &Cx<'a>) -> Option<&'a HealthReport> {
    cx.store.conclusion(&check(cx)).map(AsRef::as_ref)
}

impl Pane for Health {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match self.cursor.focus() {
            Focus::List => &SCOPE,
            Focus::Detail => &DETAIL_SCOPE,
        }
    }

    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        check(cx).asks(cx.settings, cx.store)
    }

    /// A pass that was cut short is gone on with: what was read stays.
    fn rereads(&self, cx: &Cx<'_>) -> Vec<Ask> {
        let rest = check(cx).rest(cx.settings, cx.store);
        match rest.is_empty() {
            true => self.wants(cx),
            false => rest,
        }
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        let check = check(cx);
        let asks = check.asks(cx.settings, cx.store);
        Some((check.topic(), asks))
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        act_on(self, commands::ACTIONS, id, cx)
    }

    list_and_detail!();

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        let Destination::Health(rule, name) = to else {
            return None;
        };
        self.cursor
            .point_at(rows::Key::Row(rule.clone(), name.clone()));
        self.cursor.open();
        self.keep(cx);
        Some(Ok(()))
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        rows::standing(cx)
    }

    fn copied(&self, _: &Cx<'_>) -> Option<Clip> {
        match self.cursor.selected()? {
            rows::Key::Row(_, name) => Some(Clip::name(name.raw())),
            rows::Key::Area(area) => Some(Clip::name(area.word())),
        }
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
        self.draw_sides(self.area(cx), buf, cx)
    }
}
