//! The pipeline pane: the audit of the repository's workflows and templates, by area, with
//! evidence, remedy, plan and criteria. It shows only, and opens the line in an editor.

mod commands;
mod detail;
mod list;
mod overview;
mod plan;
mod rows;

use std::collections::BTreeMap;

use ratatui::{buffer::Buffer, layout::Position};

use commands::{DETAIL_SCOPE, SCOPE};

use super::{
    About, Acted, Cx, Pane, Standing, act_on, address_of,
    list_detail::{ListDetail, list_and_detail},
};
use crate::{
    ask::{Ask, Question, repo, sts},
    checks::{
        Check as _, Registered, Topic,
        pipeline::{Pipeline as Audit, PipelineReport},
    },
    facts::{Clip, Reason},
    flow::Effect,
    keys::{Command, Scope},
    rules::pipeline::{State, rule},
    ui::{Cursor, Destination, Focus, Mark},
};

pub const ABOUT: About = About {
    number: 8,
    title: "Pipeline",
    command: Command::new(
        "pane.pipeline",
        "pipeline",
        "Show the audit of workflows and templates",
    ),
    scopes: &[&SCOPE, &DETAIL_SCOPE],
    open: || Box::<Pipeline>::default(),
};

/// What the detail shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    #[default]
    Evidence,
    Plan,
    Criteria,
    Threats,
    Map,
}

/// Cursor state and switches; the rows are made from the Store.
#[derive(Debug, Default)]
pub struct Pipeline {
    cursor: Cursor<rows::Key>,
    view: View,
    shows_green: bool,
    /// How each rule was found first, since the pane was opened.
    first: BTreeMap<String, State>,
}

fn report<'a>(cx: &Cx<'a>) -> Option<&'a PipelineReport> {
    let audit = audit(cx);
    let known = cx.store.conclusion(&audit);
    // The watch judges the files alone: better than nothing until others answered.
    let known = known.or_else(|| cx.store.conclusion(&Audit::of(cx.environment)));
    known.map(AsRef::as_ref)
}

fn audit(cx: &Cx<'_>) -> Audit {
    Audit::of(cx.environment).online()
}

impl Pane for Pipeline {
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
        let mut asks: Vec<Ask> = vec![
            repo::Hosted.here().into(),
            sts::CallerIdentity.of(cx.environment).into(),
        ];
        let audited = audit(cx).asks(cx.settings, cx.store);
        asks.extend(
            audited
                .into_iter()
                .filter(|ask| !asks.contains(ask))
                .collect::<Vec<_>>(),
        );
        asks
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        let audit = audit(cx);
        let asks = audit.asks(cx.settings, cx.store);
        Some((audit.topic(), asks))
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        act_on(self, commands::ACTIONS, id, cx)
    }

    list_and_detail!();

    fn file(&self, cx: &Cx<'_>) -> Option<Destination> {
        let row = rows::row_of(self.cursor.selected()?, cx)?;
        row.telling().find_map(detail::destination)
    }

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        let Destination::Rule(id) = to else {
            return None;
        };
        let rule = rule(id)?;
        self.view = View::Evidence;
        self.cursor.point_at(rows::Key::Rule(rule.id));
        self.cursor.open();
        self.keep(cx);
        Some(Ok(()))
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        let Some(report) = report(cx).filter(|report| !report.rows.is_empty()) else {
            return Standing::Unread;
        };
        match (report.count(State::Red), report.count(State::Amber)) {
            (0, 0) if report.count(State::Unknown) > 0 => {
                Standing::counted(Mark::Unknown, report.count(State::Unknown))
            }
            (0, amber) => Standing::counted(Mark::Drifted, amber),
            (red, _) => Standing::counted(Mark::Failed, red),
        }
    }

    fn copied(&self, _: &Cx<'_>) -> Option<Clip> {
        self.cursor.selected().map(|key| Clip::name(key.name()))
    }

    fn address(&self, cx: &Cx<'_>) -> Result<String, Reason> {
        let file = self
            .file(cx)
            .ok_or("No file belongs to what is selected.")?;
        let address = address_of(&file, cx);
        address.unwrap_or_else(|| Err("No browser shows this file.".into()))
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.detail_text(cx)
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        let report = cx.store.conclusion(&audit(cx));
        if let Some(report) = report.filter(|report| report.whole) {
            for row in &report.rows {
                self.first.entry(row.rule.clone()).or_insert(row.state);
            }
        }
        self.keep(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        self.draw_sides(self.area(cx), buf, cx)
    }
}
