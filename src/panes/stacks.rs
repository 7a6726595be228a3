//! The stacks pane: what state they are in, what failed first, and whose fault it is.
//!
//! What mends a stack is proposed to the gate and never done here. Detecting drift
//! changes nothing, but costs minutes and calls, so it is asked once, by a person's yes.

mod asks;
mod change_set;
mod change_sets;
mod commands;
mod detail;
mod detection;
mod drift;
mod events;
mod follow;
mod list;
mod memo;
mod moves;
mod opened;
mod propose;
mod resources;
mod rows;
mod scopes;
mod story;
mod timeline;
mod values;
mod view;
mod words;

use std::collections::{BTreeSet, HashMap};

use ratatui::{buffer::Buffer, layout::Rect};

pub use scopes::{CHANGE_SETS_SCOPE, DETAIL_SCOPE, QUESTION_SCOPE, SCOPE, STACK_SCOPE};

use super::{
    About, Cx, Pane,
    cursor::{Cursor, Focus, Listed, Shape},
};
use crate::{
    ask::Ask,
    checks::Topic,
    facts::{ChangeSetId, EnvironmentName, LogicalId, Remote, StackId, StackName},
    flow::Effect,
    gate::{Draft, writes::Write},
    keys::{Command, Scope},
    ui::Line,
};
use detection::Detection;
use follow::Follow;
use memo::Memo;
use view::View;

pub const ABOUT: About = About {
    number: 3,
    title: "Stacks",
    command: Command::new("pane.stacks", "stacks", "Show CloudFormation's stacks"),
};

/// Cursor state and switches; what is shown is made from the Store.
#[derive(Debug, Default)]
pub struct Stacks {
    cursor: Cursor<StackId>,
    open: Option<Open>,
    hide_healthy: bool,
    /// The stack that a drift detection is offered for, until yes or no.
    question: Option<StackName>,
    detection: Option<Detection>,
    /// Resources that are left out when a roll back goes on.
    skip: HashMap<StackId, BTreeSet<LogicalId>>,
    follow: Follow,
    /// To be asked once more.
    again: Vec<Ask>,
    environment: Option<EnvironmentName>,
    memo: Memo,
}

/// The stack that has the whole pane.
#[derive(Clone, Debug)]
struct Open {
    stack: StackId,
    name: StackName,
    view: View,
    /// The selected row, and the first on screen: of rows or of a text's lines.
    at: usize,
    top: usize,
    change_set: Option<ChangeSetId>,
    /// The list's filter, which says nothing of the stack's own rows.
    filter: String,
}

impl Listed for Stacks {
    type Row = rows::Row;
    const SHAPE: Shape = Shape {
        tenths_below: 5,
        most_below: 14,
        besides: 2,
    };

    fn cursor(&self) -> &Cursor<StackId> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<StackId> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Vec<rows::Row> {
        rows::rows(self.hide_healthy, cx).rows
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        detail::lines(self, cx)
    }

    fn draw_list(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        list::draw(self, area, buf, cx);
    }
}

impl Pane for Stacks {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match (&self.question, &self.open, self.cursor.focus()) {
            (Some(_), ..) => &QUESTION_SCOPE,
            (_, Some(open), _) if open.view == View::ChangeSets => &CHANGE_SETS_SCOPE,
            (_, Some(_), _) => &STACK_SCOPE,
            (_, None, Focus::List) => &SCOPE,
            (_, None, Focus::Detail) => &DETAIL_SCOPE,
        }
    }

    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        asks::wants(self, cx)
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        Some(asks::judges(self, cx))
    }

    fn follows(&self, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        follow::follows(self, cx)
    }

    fn again(&mut self) -> Vec<Ask> {
        std::mem::take(&mut self.again)
    }

    fn command(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        let effects = self.run(id, cx);
        memo::refresh(self, cx);
        memo::note(self, cx);
        effects
    }

    fn propose(&self, id: &str, cx: &Cx<'_>) -> Option<Result<Draft, String>> {
        propose::propose(self, id, cx)
    }

    fn show_write(&mut self, write: &Write, made: Option<&Remote>, cx: &Cx<'_>) {
        self.show_where_written(write, made, cx);
        memo::note(self, cx);
    }

    fn rested(&mut self, at_move: u64) {
        self.cursor.rested(at_move);
    }

    fn settled(&mut self, cx: &Cx<'_>) {
        self.keep_selection(cx);
        detection::settled(self, cx);
        follow::settled(self, cx);
        self.memo.stale();
        memo::refresh(self, cx);
        self.keep_row(cx);
        memo::note(self, cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) {
        let mut area = cx.area;
        if let Some(stack) = &self.question {
            area = detection::draw_question(stack, area, buf, cx);
        }
        if let Some(open) = &self.open {
            opened::draw(self, open, area, buf, cx);
            return;
        }
        self.draw_sides(area, buf, cx);
    }
}
