//! The stacks pane: what state they are in, what failed first, and whose fault it is.
//!
//! What mends a stack is proposed to the gate and never done here. Detecting drift
//! changes nothing, but costs minutes and calls, so it is asked once, by a person's yes.

mod asks;
mod change_set;
mod change_sets;
mod commands;
mod detection;
mod drift;
mod events;
mod follow;
mod list;
mod propose;
mod resources;
mod rows;
mod scopes;
mod story;
mod timeline;
mod values;
mod view;
mod views;
mod words;

use std::collections::{BTreeSet, HashMap};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use scopes::{CHANGE_SETS_SCOPE, DETAIL_SCOPE, QUESTION_SCOPE, SCOPE, STACK_SCOPE};

use super::{
    About, Acted, Cx, ListAct, Pane, Proposed, Spot, Standing, act_on,
    list_detail::ListDetail,
    offer_of,
    view::{ViewCache, Views},
};
use crate::{
    ask::Ask,
    checks::Topic,
    facts::{ChangeSetId, Clip, EnvironmentName, LogicalId, Reason, Remote, StackId, StackName},
    flow::Effect,
    gate::writes::Write,
    keys::{Command, Scope},
    ui::{Cursor, Destination, Filter, Focus},
};
use detection::Detection;
use follow::Follow;
use view::View;

pub const ABOUT: About = About {
    number: 3,
    title: "Stacks",
    command: Command::new("pane.stacks", "stacks", "Show CloudFormation's stacks"),
    scopes: &[
        &SCOPE,
        &DETAIL_SCOPE,
        &STACK_SCOPE,
        &CHANGE_SETS_SCOPE,
        &QUESTION_SCOPE,
    ],
    open: || Box::<Stacks>::default(),
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
    refetch: Vec<Ask>,
    environment: Option<EnvironmentName>,
    view: ViewCache<(StackId, View, Option<ChangeSetId>)>,
}

/// The stack that has the whole pane.
#[derive(Clone, Debug)]
struct Open {
    stack: StackId,
    name: StackName,
    view: View,
    change_set: Option<ChangeSetId>,
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
        asks::judges(self, cx)
    }

    fn poll(&self, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        follow::follows(self, cx)
    }

    fn take_refetch(&mut self) -> Vec<Ask> {
        std::mem::take(&mut self.refetch)
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        let mut scopes = scopes::ALL.iter();
        let acted = scopes.find_map(|actions| act_on(self, actions, id, cx));
        self.refresh_view(cx);
        acted
    }

    fn offer(&self, id: &str, cx: &Cx<'_>) -> Option<Proposed> {
        let mut scopes = scopes::ALL.iter();
        scopes.find_map(|actions| offer_of(self, actions, id, cx))
    }

    fn recommended(&self, cx: &Cx<'_>) -> Option<&'static str> {
        propose::recommended(self, cx)
    }

    fn on_list(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect> {
        let effects = self.run_list(act, cx);
        self.refresh_view(cx);
        effects
    }

    fn is_rested(&self) -> bool {
        self.open.is_some() || self.cursor.is_rested()
    }

    /// The question, the stack, and in it what is read alone.
    fn depth(&self) -> usize {
        let opened = match &self.open {
            None => usize::from(self.cursor.focus() == Focus::Detail),
            Some(open) => {
                let within = open.change_set.is_some() || self.view.is_row_open();
                1 + usize::from(within)
            }
        };
        opened + usize::from(self.question.is_some())
    }

    fn is_blank(&self, cx: &Cx<'_>) -> bool {
        match self.open {
            Some(_) => self.is_view_blank(cx),
            None => self.cursor.is_nowhere(),
        }
    }

    fn is_reading(&self, cx: &Cx<'_>) -> bool {
        match self.open {
            Some(_) => self.view.is_row_open() || self.view_rows(cx).is_none(),
            None => self.cursor.focus() == Focus::Detail,
        }
    }

    fn leads_to(&self, cx: &Cx<'_>) -> Option<Destination> {
        match self.open {
            Some(_) => self.leads_on(cx),
            None => self.destination(cx),
        }
    }

    fn names_on_screen(&self, cx: &Cx<'_>) -> Vec<(Rect, Destination)> {
        match self.open {
            Some(_) => self.named_in_view(cx),
            None => self.named(cx),
        }
    }

    fn searched(&mut self, cx: &Cx<'_>) {
        self.refresh_view(cx);
        match self.open {
            Some(_) => self.to_hit_in_view(cx),
            None => self.to_first_hit(cx),
        }
    }

    fn found(&self, cx: &Cx<'_>) -> (usize, usize) {
        match self.open {
            Some(_) => self.hits_in_view(cx),
            None => self.hits(cx),
        }
    }

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        self.go_to(to, cx)
    }

    fn spot(&self) -> Spot {
        Box::new((self.cursor.clone(), self.open.clone(), self.view.place()))
    }

    fn return_to(&mut self, spot: Spot, cx: &Cx<'_>) {
        type Place = (Cursor<StackId>, Option<Open>, Cursor<String>);
        if let Ok(place) = spot.downcast::<Place>() {
            let (cursor, open, in_view) = *place;
            (self.cursor, self.open) = (cursor, open);
            self.view.return_to(in_view);
            self.refresh_view(cx);
        }
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        let everything = Filter::default();
        match asks::is_list_read(cx) {
            true => rows::standing(&cx.filtered_by(&everything)),
            false => Standing::Unread,
        }
    }

    fn copied(&self, cx: &Cx<'_>) -> Option<Clip> {
        self.name(cx).as_deref().map(Clip::name)
    }

    fn address(&self, cx: &Cx<'_>) -> Result<String, Reason> {
        self.address_of_selected(cx)
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.whole_text(cx)
    }

    fn show_write(&mut self, write: &Write, made: Option<&Remote>, cx: &Cx<'_>) {
        self.show_where_written(write, made, cx);
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        self.keep_selection(cx);
        detection::settled(self, cx);
        follow::settled(self, cx);
        self.view.stale();
        self.refresh_view(cx);
        self.keep_in_view(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        let mut area = cx.area;
        if let Some(stack) = &self.question {
            area = detection::draw_question(stack, area, buf, cx);
        }
        match self.open {
            Some(_) => self.draw_view(area, buf, cx),
            None => self.draw_sides(area, buf, cx),
        }
    }
}
