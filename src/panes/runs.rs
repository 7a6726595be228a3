//! The runs pane: which workflow runs failed, wait or run, and what the failing step says.
//!
//! What is opened is shown in short first: failed steps with the lines around their first
//! error, what runs, and one line for everything that is over. Nothing that is over is
//! read again.

mod asks;
mod attempts;
mod commands;
mod compact;
mod deployed;
mod list;
mod log;
mod only;
mod propose;
mod rows;
mod words;

use ratatui::{buffer::Buffer, layout::Position};

use commands::{DETAIL_SCOPE, SCOPE};
pub(super) use compact::{of_chain, to_log};

use super::{
    About, Acted, Cx, Pane, Proposed, Standing, act_on,
    list_detail::{ListDetail, list_and_detail},
    offer_of,
};
use crate::{
    ask::Ask,
    checks::{Topic, lists, repository, runs::newest},
    facts::{
        Clip, Reason, Remote, Repository,
        actions::{Run, RunFilter, RunId},
    },
    flow::Effect,
    keys::{Command, Scope},
    ui::{Cursor, Destination, Focus, Mark},
};

pub const ABOUT: About = About {
    number: 4,
    title: "Runs",
    command: Command::new("pane.runs", "runs", "Show GitHub's workflow runs"),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Runs>::default(),
};

/// What the detail shows of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    #[default]
    Compact,
    Log,
    /// Artifacts, and the repository's caches.
    Kept,
    /// The attempts before this one.
    Attempts,
    /// What is deployed to each of the repository's environments.
    Deployed,
}

/// Cursor state and switches; what is shown is made from the Store.
#[derive(Debug, Default)]
pub struct Runs {
    cursor: Cursor<RunId>,
    view: View,
    /// The runs that are listed alone, as the API lists them.
    only: RunFilter,
    /// A text led to this one, and it is being read: no list has it.
    named: Option<RunId>,
}

fn of(cx: &Cx<'_>) -> Option<Repository> {
    repository(cx.settings, cx.store)
}

impl Runs {
    /// The run whose detail is shown.
    fn looked_at<'a>(&self, cx: &Cx<'a>) -> Option<&'a Run> {
        cx.store.run(&of(cx)?, *self.cursor.detail_of()?)
    }

    fn is_open(&self) -> bool {
        self.cursor.focus() == Focus::Detail
    }
}

impl Pane for Runs {
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
        let mut asks = asks::wants(self, cx);
        let text = propose::wants(self, cx).filter(|text| !asks.contains(text));
        asks.extend(text);
        asks
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        asks::judges(self, cx)
    }

    fn poll(&self, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        asks::polls(self, cx)
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        act_on(self, commands::ACTIONS, id, cx)
    }

    fn offer(&self, id: &str, cx: &Cx<'_>) -> Option<Proposed> {
        offer_of(self, commands::ACTIONS, id, cx)
    }

    fn recommended(&self, cx: &Cx<'_>) -> Option<&'static str> {
        propose::recommended(self, cx)
    }

    list_and_detail!();

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        match to {
            Destination::Run(run) => Some(self.go_to(*run, cx)),
            _ => None,
        }
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        let Some(repository) = of(cx) else {
            return Standing::Unread;
        };
        let mut read = lists(&repository).into_iter();
        if !read.any(|list| cx.store.get(&list).is_some()) {
            return Standing::Unread;
        }
        let runs = cx.store.runs(&repository);
        let failed = newest(&runs).into_iter().filter(|run| run.is_failure());
        Standing::counted(Mark::Failed, failed.count())
    }

    fn copied(&self, _: &Cx<'_>) -> Option<Clip> {
        let run = self.cursor.selected()?;
        Some(Clip::name(&run.0.to_string()))
    }

    fn address(&self, cx: &Cx<'_>) -> Result<String, Reason> {
        let run = self.looked_at(cx).ok_or("No run is selected.")?;
        let address = run.html_url.as_ref().map(Remote::raw);
        let address = address.filter(|url| url.starts_with("https://"));
        let address = address.ok_or("GitHub did not say where a browser shows this run.")?;
        Ok(address.to_owned())
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.detail_text(cx)
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        let read = |run: &RunId| of(cx).is_some_and(|of| cx.store.run(&of, *run).is_some());
        if let Some(run) = self.named.take_if(|run| read(run)) {
            self.cursor.point_at(run);
            self.cursor.open();
        }
        self.keep(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        self.draw_sides(self.area(cx), buf, cx)
    }
}
