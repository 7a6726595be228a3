//! The watch: what is wrong, over all checks, and why. It judges nothing and mends nothing
//! itself: each row leads to the pane that does.

mod acknowledge;
mod chain;
mod deployed;
mod detail;
mod handover;
mod list;
mod news;
mod rows;
mod way;

use std::sync::Arc;

use ratatui::{buffer::Buffer, layout::Position};

use super::{
    About, Acted, Actions, Cx, Pane, Standing, act_on, changes, copies,
    list_detail::{ListDetail, list_and_detail},
    notes,
};
use crate::{
    ask::{Ask, Question, journal},
    checks::{
        Check, Registered, Topic,
        watch::{self, WatchReport},
    },
    facts::{Clip, Priority, Reason},
    flow::Effect,
    keys::{Command, Scope, actions, commands},
    runbooks::{self, Runbook},
    ui::{Cursor, Destination, Focus, Mark},
};

pub const ABOUT: About = About {
    number: 1,
    title: "Watch",
    command: Command::new("pane.watch", "watch", "Show all that is wrong, and why"),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Watch>::default(),
};

const ACTIONS: &Actions<Watch> = actions! {
    "watch.show-minor" "hidden" "Show or hide what can wait: priority P3" (in_footer)
        changes |pane, cx| {
            pane.shows_minor = !pane.shows_minor;
            pane.keep(cx);
        };
    "watch.acknowledge" "acknowledge" "Acknowledge what is selected with a note, or change the note" (in_footer_of_row)
        notes acknowledge::noting;
    "watch.copy-handover" "handover" "Copy the handover of this watch as Markdown"
        copies handover::copied;
};

const SCOPE: Scope = Scope {
    name: "watch",
    title: "Watch",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
const DETAIL_SCOPE: Scope = Scope {
    name: "watch-detail",
    title: "Watch, detail",
    over: &["watch", "list", "global"],
    typing: false,
    commands: &[],
};

/// What is read again comes round by round, so that an account is never asked all at once.
const ROUND_MS: u64 = 20_000;
/// Calls of a round: 30 in a minute.
const CALLS: usize = 10;

/// Cursor state and switches, and what was there when the watch began.
#[derive(Debug, Default)]
pub struct Watch {
    cursor: Cursor<rows::Key>,
    shows_minor: bool,
    news: news::News,
    /// None: not read yet.
    books: Option<Vec<Runbook>>,
    /// Asks that nobody has answered yet, counted when something was answered.
    unread: usize,
}

fn check(cx: &Cx<'_>) -> watch::Watch {
    watch::Watch::of(cx.environment)
}

fn report<'a>(cx: &Cx<'a>) -> Option<&'a Arc<WatchReport>> {
    cx.store.conclusion(&check(cx))
}

/// What the checks need and nobody has answered yet.
fn unread(cx: &Cx<'_>) -> usize {
    let asks = check(cx).asks(cx.settings, cx.store);
    let open = asks.iter().filter(|ask| {
        let load = cx.store.load(ask);
        load.is_none_or(|load| load.value.is_none() && load.fault.is_none())
    });
    open.count()
}

impl Pane for Watch {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match self.cursor.focus() {
            Focus::List => &SCOPE,
            Focus::Detail => &DETAIL_SCOPE,
        }
    }

    /// The journal is for the handover.
    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        let mut asks = check(cx).asks(cx.settings, cx.store);
        if !cx.settings.restricted {
            asks.push(journal::Entries.here().into());
        }
        asks
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        let check = check(cx);
        let asks = check.asks(cx.settings, cx.store);
        Some((check.topic(), asks))
    }

    /// The answers of AWS that are oldest.
    fn poll(&self, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        let asks = check(cx).asks(cx.settings, cx.store);
        let mut known = Vec::new();
        for ask in asks {
            let load = cx.store.load(&ask)?;
            if load.asking.is_some() {
                return None;
            }
            // What costs money each time is read when a person says so.
            if matches!(ask, Ask::Aws(..)) && !ask.is_paid() {
                known.push((load.at(), ask));
            }
        }
        known.sort();
        let mut calls = 0;
        let round = known.into_iter().map(|(_, ask)| ask).take_while(|ask| {
            calls += ask.calls().len();
            calls <= CALLS
        });
        let round: Vec<Ask> = round.collect();
        (!round.is_empty()).then_some((ROUND_MS, round))
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        act_on(self, ACTIONS, id, cx)
    }

    list_and_detail!();

    fn take_alarm(&mut self) -> Option<String> {
        self.news.take_alarm()
    }

    fn reach(&mut self, _: &Destination, _: &Cx<'_>) -> Option<Result<(), Reason>> {
        None
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        let Some(report) = report(cx) else {
            return Standing::Unread;
        };
        let open = report.troubles.iter();
        let open = open.filter(|one| !one.is_acknowledged());
        let grave = open.clone().filter(|one| one.priority() <= Priority::P1);
        match (grave.count(), open.count(), report.open.len()) {
            (0, 0, open) => Standing::counted(Mark::Unknown, open),
            (0, rest, _) => Standing::counted(Mark::Drifted, rest),
            (grave, ..) => Standing::counted(Mark::Failed, grave),
        }
    }

    fn copied(&self, cx: &Cx<'_>) -> Option<Clip> {
        let rows::Key::Trouble(..) = self.cursor.selected()? else {
            return None;
        };
        let trouble = rows::trouble(self.cursor.selected()?, report(cx)?)?;
        Some(Clip::name(&trouble.finding.subject.name))
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.detail_text(cx)
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        self.unread = unread(cx);
        if self.books.is_none() {
            self.books = Some(runbooks::all(cx.settings).0);
        }
        if let Some(report) = report(cx) {
            // One from before the person went elsewhere does not know what is there.
            let is_of_now = report.unlooked == check(cx).unlooked(cx.settings, cx.store);
            let whole = is_of_now && self.unread == 0;
            self.news.seen(report, whole, cx.checked);
        }
        self.keep(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        deployed::draw(cx, buf);
        self.draw_sides(self.area(cx), buf, cx)
    }
}
