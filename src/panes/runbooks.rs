//! Runbooks: those under way, those that mend what is wrong now, and all others. It leads a
//! person from step to step and records what came of each; every change that a step speaks of
//! is proposed in its own pane, at the gate.

mod commands;
mod detail;
mod list;
mod rows;
mod take;
mod way;

use std::collections::HashSet;

use ratatui::{buffer::Buffer, layout::Position};

use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Acted, Cx, Pane, Standing, act_on,
    list_detail::{ListDetail, list_and_detail},
};
use crate::{
    ask::{Ask, Question, journal, memory},
    checks::{Check, Registered, Topic, watch::Watch},
    facts::{Clip, Reason},
    flow::Effect,
    gate::field::Misfilled,
    keys::{Command, Scope},
    runbooks::{Kind, Runbook, all},
    ui::{Cursor, Destination, Focus, Mark},
};

pub const ABOUT: About = About {
    number: 9,
    title: "Runbooks",
    command: Command::new("pane.runbooks", "runbooks", "Show the guided ways out"),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Runbooks>::default(),
};

/// How often what a step waits for is read again.
const ROUND_MS: u64 = 30_000;

/// Cursor state, and the runbooks as they were read.
#[derive(Debug, Default)]
pub struct Runbooks {
    cursor: Cursor<rows::Key>,
    shows_ended: bool,
    /// None: not read yet.
    books: Option<Vec<Runbook>>,
    /// One that was begun and is not among those that were read yet.
    began: Option<String>,
    /// What was typed for a step that was not recorded so far.
    typed: Vec<String>,
}

impl Runbooks {
    fn books(&self) -> &[Runbook] {
        self.books.as_deref().unwrap_or_default()
    }
}

fn watch(cx: &Cx<'_>) -> Watch {
    Watch::of(cx.environment)
}

impl Pane for Runbooks {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match self.cursor.focus() {
            Focus::List => &SCOPE,
            Focus::Detail => &DETAIL_SCOPE,
        }
    }

    /// What is wrong says which runbooks are of use, and the journal which changes were made.
    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        let mut asks: Vec<Ask> = vec![
            memory::Executions.here().into(),
            journal::Entries.here().into(),
        ];
        asks.extend(watch(cx).asks(cx.settings, cx.store));
        asks.extend(take::asked_now(self, cx));
        let mut known = HashSet::new();
        asks.retain(|ask| known.insert(ask.clone()));
        asks
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        let watch = watch(cx);
        let asks = watch.asks(cx.settings, cx.store);
        Some((watch.topic(), asks))
    }

    /// What the step waits for, as long as nobody has to pay for it.
    fn poll(&self, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        let (_, current) = take::current(self, cx)?;
        matches!(current.kind, Kind::Wait { .. }).then_some(())?;
        let mut asks = take::asked_now(self, cx);
        asks.retain(|ask| !ask.is_paid() && matches!(ask, Ask::Aws(..) | Ask::GitHub(..)));
        let under_way = |ask: &Ask| {
            let load = cx.store.load(ask);
            load.is_some_and(|load| load.asking.is_some())
        };
        (!asks.is_empty() && !asks.iter().any(under_way)).then_some((ROUND_MS, asks))
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        act_on(self, commands::ACTIONS, id, cx)
    }

    fn noted(&mut self, id: &str, values: &[String], cx: &Cx<'_>) -> Result<Acted, Misfilled> {
        self.typed = values.to_vec();
        take::noted(self, id, values, cx)
    }

    list_and_detail!();

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        let Destination::Runbook(book, subject) = to else {
            return None;
        };
        self.read(cx);
        self.cursor.point_at(rows::of(self, book, subject, cx));
        self.cursor.open();
        self.keep(cx);
        Some(Ok(()))
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        match cx.store.get(&memory::Executions.here()) {
            None => Standing::Unread,
            Some(_) => {
                let open = rows::executions(self, cx);
                let open = open.iter().filter(|one| one.is_open).count();
                Standing::counted(Mark::Drifted, open)
            }
        }
    }

    fn copied(&self, cx: &Cx<'_>) -> Option<Clip> {
        let (_, step) = take::current(self, cx)?;
        match &step.kind {
            Kind::External { .. } => take::command(self, cx),
            _ => Some(Clip::name(&rows::subject(self, cx)?)),
        }
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.detail_text(cx)
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        self.read(cx);
        let known = |id: &String| rows::executions(self, cx).iter().any(|one| one.id == id);
        if self.began.as_ref().is_some_and(known)
            && let Some(id) = self.began.take()
        {
            self.cursor.point_at(rows::Key::Execution(id));
            self.cursor.open();
        }
        self.keep(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        self.draw_sides(self.area(cx), buf, cx)
    }
}

impl Runbooks {
    fn read(&mut self, cx: &Cx<'_>) {
        if self.books.is_none() {
            self.books = Some(all(cx.settings).0);
        }
    }
}
