//! The logs pane: groups; of an opened one its lines, streams, invocations and patterns.
//!
//! What is read, filtered, searched and counted is a worker's, which is given orders and
//! tells news; the pane has the cursor, the rows around it, and where they stand. It never
//! reads a log by itself, and nothing here waits for one.

mod asks;
mod commands;
mod compact;
mod draw;
mod heard;
mod histogram;
mod invocations;
mod list;
mod moving;
mod opened;
mod orders;
mod patterns;
mod rows;
mod scroll;
mod streams;
mod text;
mod views;
mod words;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use commands::{DETAIL_SCOPE, LOG_SCOPE, SCOPE};

use super::{
    About, Acted, Cx, ListAct, Pane, Spot, Standing, act_on,
    list_detail::ListDetail,
    view::{ViewCache, Views},
};
use crate::{
    ask::Ask,
    checks::Topic,
    facts::{Clip, EnvironmentName, LogGroupName, Reason},
    flow::Effect,
    keys::{Command, Scope},
    logs::{News, Order, What},
    ui::{Cursor, Destination, Focus},
};
use opened::{Opened, View};

pub const ABOUT: About = About {
    number: 5,
    title: "Logs",
    command: Command::new("pane.logs", "logs", "Show CloudWatch's logs"),
    scopes: &[&SCOPE, &DETAIL_SCOPE, &LOG_SCOPE],
    open: || Box::<Logs>::default(),
};

/// Cursor state and switches; the lines are those that the worker told last.
#[derive(Debug, Default)]
pub struct Logs {
    cursor: Cursor<LogGroupName>,
    open: Option<Opened>,
    view: ViewCache<views::Of>,
    orders: Vec<Order>,
    openings: u64,
    environment: Option<EnvironmentName>,
}

impl Logs {
    fn close(&mut self, cx: &Cx<'_>) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        self.orders.push(open.order(What::Close));
        if let Some(group) = open.group() {
            self.cursor.point_at(group.clone());
        }
        self.cursor.show_detail();
        self.keep(cx);
    }

    /// Another environment has other groups.
    fn keep_selection(&mut self, cx: &Cx<'_>) {
        let is_other = self.environment.as_ref() != Some(cx.environment);
        if is_other && self.environment.is_some() {
            self.close(cx);
            self.cursor = self.cursor.for_other_rows();
        }
        self.environment = Some(cx.environment.clone());
        self.keep(cx);
    }
}

impl Pane for Logs {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match (&self.open, self.cursor.focus()) {
            (Some(_), _) => &LOG_SCOPE,
            (None, Focus::List) => &SCOPE,
            (None, Focus::Detail) => &DETAIL_SCOPE,
        }
    }

    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        asks::wants(self, cx)
    }

    fn judges(&self, _: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        None
    }

    fn take_orders(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.orders)
    }

    fn heard(&mut self, news: &News, cx: &Cx<'_>) -> Vec<Effect> {
        let effects = self.take_news(news, cx);
        self.view.stale();
        self.refresh_view(cx);
        self.keep_in_view(cx);
        effects
    }

    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted> {
        let mut scopes = commands::ALL.iter();
        let acted = scopes.find_map(|actions| act_on(self, actions, id, cx));
        if acted.is_some() {
            self.sync(cx);
            self.refresh_view(cx);
        }
        acted
    }

    fn on_list(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect> {
        let effects = self.run_list(act, cx);
        self.sync(cx);
        self.refresh_view(cx);
        effects
    }

    fn is_rested(&self) -> bool {
        self.open.is_some() || self.cursor.is_rested()
    }

    fn depth(&self) -> usize {
        match &self.open {
            None => usize::from(self.cursor.focus() == Focus::Detail),
            Some(open) => 1 + usize::from(open.alone.is_some() || self.view.is_row_open()),
        }
    }

    fn is_blank(&self, cx: &Cx<'_>) -> bool {
        match &self.open {
            Some(open) if open.is_lines() => open.news.rows.is_empty(),
            Some(_) => self.is_view_blank(cx),
            None => self.cursor.is_nowhere(),
        }
    }

    fn is_reading(&self, cx: &Cx<'_>) -> bool {
        match &self.open {
            Some(open) if open.is_lines() => true,
            Some(_) => self.view.is_row_open() || self.view_rows(cx).is_none(),
            None => self.cursor.focus() == Focus::Detail,
        }
    }

    fn is_filtering(&self, cx: &Cx<'_>) -> bool {
        let of_lines = self.open.as_ref().is_some_and(Opened::is_lines);
        of_lines || !self.is_reading(cx)
    }

    /// What is selected among the groups is a log to go to, and back from.
    fn leads_to(&self, cx: &Cx<'_>) -> Option<Destination> {
        match &self.open {
            Some(open) if open.is_lines() => None,
            Some(_) => self.leads_on(cx),
            None => Some(Destination::Log {
                group: self.cursor.selected()?.clone(),
                stream: None,
                at: None,
            }),
        }
    }

    fn names_on_screen(&self, _: &Cx<'_>) -> Vec<(Rect, Destination)> {
        Vec::new()
    }

    fn searched(&mut self, cx: &Cx<'_>) {
        self.sync(cx);
        match &self.open {
            Some(open) if open.is_lines() => {}
            Some(_) => {
                self.refresh_view(cx);
                self.to_hit_in_view(cx);
            }
            None => self.to_first_hit(cx),
        }
    }

    fn found(&self, cx: &Cx<'_>) -> (usize, usize) {
        match &self.open {
            Some(open) if open.is_lines() => (open.news.hit, open.news.hits.unwrap_or(0)),
            Some(_) => self.hits_in_view(cx),
            None => self.hits(cx),
        }
    }

    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        self.go_to(to, cx)
    }

    fn spot(&self) -> Spot {
        let open = self.open.as_ref().map(|open| open.number);
        Box::new((self.cursor.clone(), open, self.view.place()))
    }

    fn return_to(&mut self, spot: Spot, cx: &Cx<'_>) {
        type Place = (Cursor<LogGroupName>, Option<u64>, Cursor<String>);
        if let Ok(place) = spot.downcast::<Place>() {
            let (cursor, open, in_view) = *place;
            if self.open.as_ref().map(|open| open.number) != open {
                self.close(cx);
            }
            self.cursor = cursor;
            self.view.return_to(in_view);
            self.refresh_view(cx);
        }
    }

    fn standing(&self, cx: &Cx<'_>) -> Standing {
        match rows::is_read(cx) || self.open.is_some() {
            true => Standing::Well,
            false => Standing::Unread,
        }
    }

    fn copied(&self, cx: &Cx<'_>) -> Option<Clip> {
        match &self.open {
            Some(open) if open.is_lines() || open.alone.is_some() => open.copied_line(),
            Some(_) => {
                let row = self.of_selected(cx, |rows, at| rows.copied(at));
                row.as_deref().map(Clip::name)
            }
            None => self.cursor.selected().map(|group| Clip::name(group.raw())),
        }
    }

    fn address(&self, cx: &Cx<'_>) -> Result<String, Reason> {
        self.address_of_selected(cx)
    }

    fn text(&self, cx: &Cx<'_>) -> String {
        self.whole_text(cx)
    }

    fn selection_rested(&mut self, at_move: u64) {
        self.cursor.selection_rested(at_move);
    }

    fn facts_changed(&mut self, cx: &Cx<'_>) {
        self.keep_selection(cx);
        self.sync(cx);
        self.view.stale();
        self.refresh_view(cx);
        self.keep_in_view(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
        match &self.open {
            Some(open) if open.is_lines() && open.view == View::Lines => draw::lines(open, buf, cx),
            Some(_) => self.draw_view(cx.area, buf, cx),
            None => self.draw_sides(cx.area, buf, cx),
        }
    }
}
