//! Moving among lines: what is held ready is gone over at once, and what lies beyond is
//! ordered before it is needed.

use super::{
    Logs,
    draw::Parts,
    opened::{Opened, View},
    scroll,
};
use crate::{
    flow::Effect,
    logs::{Order, Place, Sought},
    panes::{Cx, ListAct, list_detail::ListDetail, view::Views},
    ui::Movement,
};

impl Logs {
    pub(super) fn run_list(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect> {
        let Some(open) = &mut self.open else {
            return self.on_movement(act, cx);
        };
        open.note = None;
        if open.is_lines() {
            self.among_lines(act, cx);
            return Vec::new();
        }
        match act {
            ListAct::Move(movement) => self.move_in_view(movement, cx),
            ListAct::Next(forward) => self.next_in_view(forward, cx),
            ListAct::Open => self.enter(cx),
            ListAct::Sort => self.sort_view(cx),
            ListAct::Back => self.back(cx),
            ListAct::OtherSide if self.view.is_row_open() => self.view.close_row(),
            ListAct::OtherSide if open_alone(self) => self.back(cx),
            ListAct::OtherSide => self.view.open_row(),
            ListAct::Filter => {}
        }
        Vec::new()
    }

    fn among_lines(&mut self, act: ListAct, cx: &Cx<'_>) {
        let Some(open) = &mut self.open else {
            return;
        };
        match act {
            ListAct::Move(movement) => {
                let order = open.step(movement, cx);
                self.orders.extend(order);
            }
            ListAct::Next(forward) => {
                let sought = match cx.search.is_empty() {
                    true => Sought::Error,
                    false => Sought::Hit,
                };
                let order = open.seek(sought, forward, cx);
                self.orders.push(order);
            }
            ListAct::Open | ListAct::OtherSide if open.row().is_some() => {
                open.leave_end();
                open.alone = open.row().map(|row| row.line);
                let order = open.show(Place::Line(open.cursor), 0, cx);
                self.orders.push(order);
                self.view.turn(false, cx.filter);
            }
            ListAct::Back => self.close(cx),
            ListAct::Open | ListAct::OtherSide | ListAct::Sort | ListAct::Filter => {}
        }
    }

    /// Another view of the log.
    pub(super) fn show(&mut self, view: View, cx: &Cx<'_>) {
        if self.open.is_none() {
            let Some(group) = self.cursor.selected().cloned() else {
                return;
            };
            self.open_group(&group, None, None, cx);
        }
        if let Some(open) = &mut self.open {
            open.alone = None;
            open.view = view;
            let order = open.show(open.place(), 0, cx);
            self.orders.push(order);
        }
        self.view.turn(false, cx.filter);
    }

    /// To the first of the lines that are shown.
    pub(super) fn start_at_top(&mut self, cx: &Cx<'_>) {
        if let Some(open) = &mut self.open {
            let order = open.jump_to(Place::First, None, cx);
            self.orders.push(order);
        }
    }

    pub(super) fn turn(&mut self, forward: bool, cx: &Cx<'_>) {
        if let Some(view) = self.open.as_ref().map(|open| open.view.next(forward)) {
            self.show(view, cx);
        }
    }

    /// What is read alone first, then the log.
    fn back(&mut self, cx: &Cx<'_>) {
        if self.view.is_row_open() {
            return self.view.close_row();
        }
        match self.open.as_mut().filter(|open| open.alone.is_some()) {
            Some(open) => {
                open.alone = None;
                let order = open.show(open.place(), 0, cx);
                self.orders.push(order);
            }
            None => self.close(cx),
        }
    }

    /// Follows what is still written, holds it back, or goes on to it.
    pub(super) fn follow(&mut self, cx: &Cx<'_>) {
        let Some(open) = &mut self.open else {
            return;
        };
        let place = match (open.is_following, open.at_end) {
            (true, true) => {
                open.leave_end();
                Place::Line(open.cursor)
            }
            (following, _) => {
                if !following {
                    open.is_following = true;
                    let order = open.order(crate::logs::What::Follow(true));
                    self.orders.push(order);
                }
                open.at_end = true;
                Place::Last
            }
        };
        open.jump = None;
        let order = open.show(place, 0, cx);
        self.orders.push(order);
    }
}

fn open_alone(pane: &Logs) -> bool {
    let open = pane.open.as_ref();
    open.is_some_and(|open| open.alone.is_some())
}

impl Opened {
    /// Moves the cursor; what has to be ordered for that.
    fn step(&mut self, movement: Movement, cx: &Cx<'_>) -> Option<Order> {
        let (was_at_end, was_ahead) = (self.at_end, self.ahead);
        match movement {
            Movement::Top => {
                self.leave_end();
                return Some(self.jump_to(Place::First, None, cx));
            }
            Movement::Bottom => {
                self.at_end = true;
                self.jump = None;
                return Some(self.show(Place::Last, 0, cx));
            }
            Movement::Down | Movement::Up => self.by_row(movement == Movement::Down, cx),
            Movement::PageDown | Movement::PageUp => self.by_page(movement, cx),
        }
        // The rows that are held ready were those at the end, whatever comes there.
        let left = was_at_end && !self.at_end;
        if left || self.ahead != was_ahead {
            return Some(self.show(Place::Line(self.cursor), self.ahead, cx));
        }
        self.reads_on(cx)
    }

    fn by_row(&mut self, down: bool, cx: &Cx<'_>) {
        let room = Parts::of(self, cx).room();
        let at = self.index(self.cursor);
        let height = self.heights.get(at).copied().unwrap_or(1);
        let lines = scroll::in_sight(self.first(), &self.heights, room);
        // A row that is higher than the screen is gone through line by line.
        let edge = if down { lines.last() } else { lines.first() };
        let inner = match down {
            true => height.saturating_sub(1),
            false => 0,
        };
        let is_cut = edge.is_some_and(|edge| edge.row == at && edge.sub != inner);
        if height > room && is_cut {
            let by = if down { 1 } else { -1 };
            self.set_first(scroll::further(self.first(), by, &self.heights));
            return;
        }
        self.go(if down { 1 } else { -1 });
        self.keep_in_sight(cx);
    }

    /// A screen further, the cursor with it.
    fn by_page(&mut self, movement: Movement, cx: &Cx<'_>) {
        let room = Parts::of(self, cx).room();
        let (first, end) = (self.first(), scroll::end(&self.heights, room));
        let next = scroll::further(first, movement.by(room), &self.heights).min(end);
        if next == first {
            // There is no more to scroll over: to the first or the last of what is there.
            return self.go_to_edge(movement == Movement::PageDown, cx);
        }
        self.leave_end_upwards(movement == Movement::PageUp);
        self.set_first(next);
        let rows = self.in_sight(cx);
        let at = self.index(self.cursor);
        let row = match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => at.clamp(*first, *last),
            _ => at,
        };
        if let Some(row) = self.news.rows.get(row) {
            self.cursor = row.line;
        }
    }

    fn go_to_edge(&mut self, down: bool, cx: &Cx<'_>) {
        let at = self.index(self.cursor);
        let left = match down {
            true => self.news.rows.len().saturating_sub(at + 1),
            false => at,
        };
        let by = isize::try_from(left).unwrap_or(0);
        self.go(if down { by } else { -by });
        self.keep_in_sight(cx);
    }

    fn leave_end_upwards(&mut self, up: bool) {
        if up {
            self.leave_end();
        }
    }

    /// So many rows further, as far as rows are there; the rest is still ahead.
    fn go(&mut self, by: isize) {
        self.leave_end_upwards(by < 0);
        self.jump = None;
        let rows = &self.news.rows;
        let Some(last) = rows.len().checked_sub(1) else {
            return;
        };
        let at = self.index(self.cursor);
        let wanted = isize::try_from(at).unwrap_or(0).saturating_add(by);
        let reached = wanted.clamp(0, isize::try_from(last).unwrap_or(0));
        self.cursor = rows[reached.unsigned_abs()].line;
        let rest = wanted - reached;
        let more = match rest > 0 {
            true => self.is_more_below(),
            false => self.news.first_row > 0,
        };
        if rest != 0 && more {
            self.ahead += rest;
        }
    }

    fn is_more_below(&self) -> bool {
        self.news.first_row + self.news.rows.len() < self.news.counts.visible
    }

    /// Other rows, where those that are there will soon be gone through.
    pub(super) fn reads_on(&mut self, cx: &Cx<'_>) -> Option<Order> {
        let waits = self.jump.is_some() || self.ahead != 0;
        if self.alone.is_some() || self.at_end || waits {
            return None;
        }
        let is_under_way = self.news.answers < self.sent.window;
        let (at, room) = (self.index(self.cursor), Parts::of(self, cx).room());
        let above = at < room && self.news.first_row > 0;
        let below =
            self.news.rows.len() - at.min(self.news.rows.len()) < room + 1 && self.is_more_below();
        let wanted = !is_under_way && !self.news.rows.is_empty() && (above || below);
        wanted.then(|| self.show(Place::Line(self.cursor), 0, cx))
    }
}
