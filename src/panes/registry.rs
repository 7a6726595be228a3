//! The registry pane: the services of Cloud Map, which of their entries point at what is
//! gone, and why. What is stale is deregistered from here, through the gate.

mod commands;
mod detail;
mod list;
mod propose;
mod rows;

use ratatui::{buffer::Buffer, layout::Position};

use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Acted, Cx, Pane, Proposed, Standing, act_on,
    list_detail::{ListDetail, list_and_detail},
    offer_of,
};
use crate::{
    ask::Ask,
    checks::{
        Check, Registered as _, Topic,
        registry::{self, RegistryReport},
    },
    facts::{Clip, Reason},
    flow::Effect,
    keys::{Command, Scope},
    ui::{Cursor, Destination, Focus, Mark},
};

pub const ABOUT: About = About {
    number: 6,
    title: "Registry",
    command: Command::new("pane.registry", "registry", "Show the service registry"),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Registry>::default(),
};

/// Cursor state and switches; what is shown is made from the Store.
#[derive(Debug, Default)]
pub struct Registry {
    cursor: Cursor<rows::Key>,
    /// Entries that are current are left out.
    hide_current: bool,
}

fn check(cx: &Cx<'_>) -> registry::Registry {
    registry::Registry::of(cx.environment)
}

fn report<'a>(cx: &Cx<'a>) -> Option<&'a RegistryReport> {
    cx.store.conclusion(&check(cx)).map(AsRef::as_ref)
}

impl Pane for Registry {
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

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        let check = check(cx);
        let asks = check.asks(cx.settings, cx.store);
        Some((check.topic(), asks))
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        act_on(self, commands::ACTIONS, id, cx)
    }

    fn offer(&self, id: &str, cx: &Cx<'_>) -> Option<Proposed> {
        offer_of(self, commands::ACTIONS, id, cx)
    }

    /// What is stale and may go: the one entry, or all of the service.
    fn recommended(&self, cx: &Cx<'_>) -> Option<&'static str> {
        propose::selected(self, cx)
            .is_ok()
            .then_some("registry.deregister")
    }

    list_and_detail!();

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        let Destination::Service(name) = to else {
            return None;
        };
        let report = report(cx);
        let mut services = report.iter().flat_map(|report| &report.services);
        let found = services.find(|one| one.service.name.raw() == name);
        let Some(found) = found else {
            return Some(Err(format!("Service {name} has not been read here.").into()));
        };
        self.cursor
            .point_at(rows::Key::Service(found.service.id.clone()));
        self.cursor.open();
        self.keep(cx);
        Some(Ok(()))
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        let Some(report) = report(cx).filter(|report| !report.services.is_empty()) else {
            return Standing::Unread;
        };
        let entries = report.services.iter();
        let entries = entries.flat_map(|one| one.entries.iter().flatten());
        let stale = entries.filter(|one| one.verdict().is_stale()).count();
        Standing::counted(Mark::Failed, stale)
    }

    fn copied(&self, cx: &Cx<'_>) -> Option<Clip> {
        rows::name_of(self.cursor.selected()?, cx).map(Clip::name)
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
