//! News of the log: the rows around the cursor are others now, and where it was it stays.

use super::{
    Logs,
    draw::{Form, Parts, pieces},
    opened::{Jump, Opened, Top},
    scroll::{self, First},
};
use crate::{
    facts::Clip,
    flow::Effect,
    logs::{self, Exported, News},
    panes::Cx,
    ui::{Line, Role},
};

impl Logs {
    pub(super) fn take_news(&mut self, news: &News, cx: &Cx<'_>) -> Vec<Effect> {
        let open = self.open.as_mut();
        let Some(open) = open.filter(|open| open.number == news.log) else {
            return Vec::new();
        };
        open.take(news.clone(), cx);
        let exported = open.news.exported.take();
        let order = open.reads_on(cx);
        self.orders.extend(order);
        exported.as_ref().map(copied).into_iter().collect()
    }
}

/// Lines that are copied are as harmless as they are on the screen.
fn copied(exported: &Exported) -> Effect {
    let lines = exported.text.lines();
    let shown = lines.map(|line| Line::of(Role::Text, line).text() + "\n");
    let clip = Clip::whole(shown.collect::<String>());
    Effect::Copy { clip }
}

impl Opened {
    fn take(&mut self, news: News, cx: &Cx<'_>) {
        for came in &news.moves {
            self.cursor = logs::place(self.cursor, came);
            self.top.line = logs::place(self.top.line, came);
            self.alone = self.alone.map(|line| logs::place(line, came));
        }
        self.news = news;
        let first = self.news.rows.iter().find_map(|row| row.origin.as_ref());
        let mut others = self.news.rows.iter().filter_map(|row| row.origin.as_ref());
        self.many_streams |= others.any(|origin| Some(origin) != first);
        self.measure(cx);
        let jumped = self.jump.filter(|jump| self.news.answers >= jump.serial);
        if let Some(jump) = jumped {
            self.land(jump, cx);
        } else if self.news.answers >= self.sent.window {
            let at = self.news.at.filter(|_| self.ahead != 0);
            self.ahead = 0;
            self.cursor = at.unwrap_or(self.cursor);
            let shown = self.row().map(|row| row.line);
            self.cursor = shown.unwrap_or(self.cursor);
        }
        if self.at_end {
            let last = self.news.rows.last().map(|row| row.line);
            self.cursor = last.unwrap_or(self.cursor);
        }
        self.keep_in_sight(cx);
    }

    /// The jump arrived, or there is nowhere to go.
    fn land(&mut self, jump: Jump, cx: &Cx<'_>) {
        if !(jump.until_read && self.news.progress.is_reading) {
            self.jump = None;
        }
        let Some(line) = self.news.at else {
            self.note = jump.otherwise;
            return;
        };
        let was_in_sight = self.in_sight(cx).contains(&self.index(line));
        self.cursor = line;
        if !was_in_sight {
            // With some of what came before it.
            let third = isize::try_from(Parts::of(self, cx).room() / 3).unwrap_or(0);
            let first = First {
                row: self.index(line),
                sub: 0,
            };
            self.set_first(scroll::further(first, -third, &self.heights));
        }
    }

    /// How many screen lines each row takes.
    pub(super) fn measure(&mut self, cx: &Cx<'_>) {
        let width = Form::of(self, cx).text;
        self.heights = match self.wraps {
            true => {
                let rows = self.news.rows.iter();
                rows.map(|row| pieces(row, true, width).len()).collect()
            }
            false => vec![1; self.news.rows.len()],
        };
    }

    /// The first screen line, among the rows that are there.
    pub(super) fn first(&self) -> First {
        let row = self.index(self.top.line);
        let is_there = self.news.rows.get(row);
        let is_there = is_there.is_some_and(|row| row.line == self.top.line);
        let sub = if is_there { self.top.sub } else { 0 };
        First { row, sub }
    }

    pub(super) fn set_first(&mut self, first: First) {
        if let Some(row) = self.news.rows.get(first.row) {
            self.top = Top {
                line: row.line,
                sub: first.sub,
            };
        }
    }

    /// The places of the rows in sight.
    pub(super) fn in_sight(&self, cx: &Cx<'_>) -> Vec<usize> {
        let room = Parts::of(self, cx).room();
        let lines = scroll::in_sight(self.first(), &self.heights, room);
        lines.into_iter().map(|line| line.row).collect()
    }

    pub(super) fn keep_in_sight(&mut self, cx: &Cx<'_>) {
        let room = Parts::of(self, cx).room();
        let first = match self.at_end {
            true => scroll::end(&self.heights, room),
            false => scroll::keep(self.first(), self.index(self.cursor), &self.heights, room),
        };
        self.set_first(first);
    }
}
