//! How long each resource was worked on, as bars over the operation's span.

use jiff::Timestamp;

use super::{
    Open,
    words::{self, Facts},
};
use crate::{
    cause::stack_story::{Bar, EventMark, StackStory, ToldEvent},
    facts::{ChangeSetId, Remote},
    panes::{Cx, view::ViewRows},
    ui::{Column, Line, Order, Role},
};

/// The bars stand between two blanks at either side; the columns beside them have those.
const COLUMNS: &[Column] = &[
    Column::mark(""),
    Column::name("resource").gap(3).sorts(Order::Up),
    Column::mark("").least(15).filling().gap(2).clipped(),
    Column::adding("took", 1).right().sorts(Order::Down),
];
const BAR: usize = 2;
const TOOK: usize = 3;

pub(super) struct Timeline<'a> {
    story: Option<&'a StackStory>,
    cx: Cx<'a>,
    block: &'static str,
}

impl<'a> Timeline<'a> {
    pub(super) fn of(open: &Open, cx: &Cx<'a>) -> Self {
        let block = match cx.look.glyphs.is_ascii() {
            true => "=",
            false => "█",
        };
        Self {
            story: cx.store.story(cx.environment, &open.name),
            cx: *cx,
            block,
        }
    }

    fn told(&self, at: Timestamp) -> String {
        self.cx.with_age(self.cx.times().second(at), at)
    }

    fn bar(&self, at: usize) -> Option<Worked<'a>> {
        let story = self.story?;
        let bar: Bar = *story.bars.get(at)?;
        Some(Worked {
            began: story.events.get(bar.began)?,
            last: story.events.get(bar.ended.unwrap_or(bar.began))?,
            ended: bar.ended.is_some(),
        })
    }
}

/// A resource that was worked on.
struct Worked<'a> {
    began: &'a ToldEvent,
    /// The event that the work ended with, else the one it began with.
    last: &'a ToldEvent,
    ended: bool,
}

impl Worked<'_> {
    fn letter(&self) -> (char, Role) {
        let status = self.last.event.status.as_ref();
        status.map_or(('?', Role::Warn), words::of_resource)
    }

    /// The work's begin and length in cells, of so many for the whole span.
    fn cells(&self, (from, until): (Timestamp, Timestamp), room: usize) -> (usize, usize) {
        let whole = from.duration_until(until).as_millis().max(1);
        // Clamped: a clock that went back must not draw outside the bar's columns.
        let cell = |at: Timestamp| {
            let since = from.duration_until(at).as_millis().clamp(0, whole);
            let last = i128::try_from(room.saturating_sub(1)).unwrap_or(0);
            usize::try_from(since * last / whole).unwrap_or(0)
        };
        let ended = if self.ended {
            self.last.event.at
        } else {
            until
        };
        let first = cell(self.began.event.at);
        (first, (cell(ended) + 1).saturating_sub(first).max(1))
    }
}

/// Where the span begins and ends: an operation under way reaches to its newest event.
fn span(story: &StackStory) -> Option<(Timestamp, Timestamp)> {
    let from = story.from?;
    let newest = story.events.first().map_or(from, |told| told.event.at);
    let until = story.until.unwrap_or(newest);
    Some((from, until.max(from)))
}

impl ViewRows<ChangeSetId> for Timeline<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.story.map_or(0, |story| story.bars.len())
    }

    fn key(&self, at: usize) -> &str {
        self.bar(at).map_or("", |bar| bar.began.event.id.raw())
    }

    fn name(&self, at: usize) -> String {
        self.copied(at)
    }

    fn cells(&self, at: usize, name: Role, widths: &[u16]) -> Vec<Line> {
        let span = self.story.and_then(span);
        let (Some(bar), Some(span)) = (self.bar(at), span) else {
            return Vec::new();
        };
        let (letter, state) = bar.letter();
        let quiet = bar.last.mark == EventMark::Follower;
        let dimmed = |role: Role| if quiet { Role::Dim } else { role };
        let room = usize::from(widths[BAR].saturating_sub(2));
        let (first, length) = bar.cells(span, room);
        let mut drawn = self.block.repeat(length - 1);
        match letter {
            '=' => drawn.push_str(self.block),
            other => drawn.push(other),
        }
        let took = bar.last.took;
        let took = took.map_or_else(|| "under way".to_owned(), words::duration);
        let took = match bar.last.mark {
            EventMark::Root => format!("ROOT {took}"),
            _ => took,
        };
        vec![
            Line::of(dimmed(state), letter),
            Line::of(dimmed(name), bar.began.event.logical_id.raw()),
            Line::of(Role::Text, " ".repeat(first.min(room))).then(dimmed(state), drawn),
            Line::of(Role::Dim, took),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let Some(bar) = self.bar(at) else {
            return Vec::new();
        };
        let (began, last) = (&bar.began.event, &bar.last.event);
        let status = last.status.as_ref().map_or("", |status| status.raw());
        let ended = match bar.ended {
            true => (Role::Text, format!("{}   {status}", self.told(last.at))),
            false => (Role::Info, format!("not yet   {status}")),
        };
        let mut facts = Facts::of(began.logical_id.raw(), began.resource_type.raw());
        facts.0.extend([
            words::label("Began").then(Role::Text, self.told(began.at)),
            words::label("Ended").then(ended.0, ended.1),
        ]);
        let reason = last.said().map(Remote::raw);
        let facts = facts.fact("Reason", Role::Text, reason);
        facts
            .physical(&began.resource_type, last.physical_id.as_ref())
            .0
    }

    fn sort_key(&self, at: usize, column: usize) -> String {
        let Some(bar) = self.bar(at) else {
            return String::new();
        };
        match column {
            TOOK => bar
                .last
                .took
                .map_or(String::new(), words::duration_in_order),
            _ => self.copied(at),
        }
    }

    fn copied(&self, at: usize) -> String {
        let bar = self.bar(at);
        bar.map_or("", |bar| bar.began.event.logical_id.raw())
            .to_owned()
    }

    fn is_failure(&self, at: usize) -> bool {
        self.bar(at)
            .is_some_and(|bar| bar.last.event.is_failure() && bar.last.mark != EventMark::Follower)
    }

    fn root(&self) -> Option<usize> {
        let story = self.story?;
        let root = story.root.as_ref()?.event;
        story.bars.iter().position(|bar| bar.ended == Some(root))
    }

    fn empty(&self) -> &'static str {
        "The last operation's events name no resource."
    }

    fn note(&self) -> &'static str {
        words::unread_start(self.story)
    }

    fn ends(&self) -> Option<(usize, String, String)> {
        let (from, until) = span(self.story?)?;
        let times = self.cx.times();
        Some((BAR, times.second(from), times.second(until)))
    }
}
