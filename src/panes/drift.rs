//! The drift pane: roles and policies against the repository, and why they differ.

mod commands;
mod detail;
mod evidence;
mod list;
mod pairs;
mod propose;
mod rows;
mod session;
mod sibling;

use ratatui::{buffer::Buffer, layout::Position};

use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Acted, Cx, Pane, Proposed, Standing, act_on, address,
    list_detail::{ListDetail, list_and_detail},
    offer_of,
};
use crate::{
    ask::{Ask, Question, memory},
    checks::{Check, Registered, Topic, drift as check},
    facts::{Clip, EnvironmentName, Reason},
    flow::Effect,
    keys::{Command, Scope},
    ui::{Cursor, Destination, Filter, Focus},
};

pub const ABOUT: About = About {
    number: 2,
    title: "Drift",
    command: Command::new("pane.drift", "drift", "Show IAM drift"),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Drift>::default(),
};

/// Cursor state and switches; the rows themselves are made from the Store.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    cursor: Cursor<rows::Key>,
    show_in_sync: bool,
    text_diff: bool,
    /// When the live side was read.
    seen: String,
    /// The environment that the cursor is for.
    environment: Option<EnvironmentName>,
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
        // Of GitHub only what somebody opens is asked.
        let opened = self.cursor.focus() == Focus::Detail;
        let more = opened.then(|| evidence::asks_of_runs(self.cursor.detail_of(), cx));
        let session = opened.then(|| session::asks(self.cursor.detail_of(), cx));
        for ask in more.into_iter().flatten().chain(session.flatten()) {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        }
        asks
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        let check = check::Drift::of(cx.environment);
        Some((check.topic(), check.asks(cx.settings, cx.store)))
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        let acted = act_on(self, commands::ACTIONS, id, cx);
        if let Some(Acted::Proposed(_)) = acted {
            // What a change was proposed for stays selected.
            self.cursor.choose();
        }
        acted
    }

    fn offer(&self, id: &str, cx: &Cx<'_>) -> Option<Proposed> {
        offer_of(self, commands::ACTIONS, id, cx)
    }

    fn recommended(&self, cx: &Cx<'_>) -> Option<&'static str> {
        propose::recommended(self, cx)
    }

    list_and_detail!();

    fn file(&self, cx: &Cx<'_>) -> Option<Destination> {
        let item = evidence::item(self.cursor.selected(), cx)?;
        Some(match &item.template {
            Some(from) => Destination::File {
                path: from.file.clone(),
                line: Some(from.line),
            },
            None => Destination::File {
                path: item.codified.as_ref()?.1.clone(),
                line: None,
            },
        })
    }

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        match to {
            Destination::Role(role, part) => Some(self.go_to(role, part.as_deref(), cx)),
            _ => None,
        }
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        let everything = Filter::default();
        match rows::report(cx) {
            Some(_) => rows::standing(&self.rows(&cx.filtered_by(&everything))),
            None => Standing::Unread,
        }
    }

    fn copied(&self, _: &Cx<'_>) -> Option<Clip> {
        self.name().map(|name| Clip::name(&name))
    }

    fn address(&self, cx: &Cx<'_>) -> Result<String, Reason> {
        match self.cursor.selected() {
            Some(rows::Key::Role(role) | rows::Key::Item(role, _)) => address::role(role, cx),
            _ => Err("Choose a role or one of its policies.".into()),
        }
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.detail_text(cx)
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        self.seen = list::seen(cx);
        self.keep_selection(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        self.draw_sides(cx.area, buf, cx)
    }
}
