//! The events, newest first: ROOT marked, what only followed dimmed.

use jiff::{Timestamp, civil::Date};

use super::{
    Open,
    words::{self, Facts},
};
use crate::{
    cause::stack_story::{Ending, EventMark, StackStory, ToldEvent},
    facts::{ChangeSetId, Remote, StackEvent},
    panes::{Cx, view::ViewRows},
    ui::{Column, Destination, Line, Order, Role},
};

/// Behind the name stand ROOT and its like.
const COLUMNS: &[Column] = &[
    Column::weighing("at", 3).least(CLOCK).staying(),
    Column::name("  resource"),
    Column::mark(""),
    Column::mark("status").least(16).state(),
    Column::adding("took", 2).right().sorts(Order::Down),
    Column::adding("age", 1).right(),
];
const TOOK: usize = 4;

/// Columns of a time without its day.
const CLOCK: u16 = 9;

pub(super) struct Events<'a> {
    open: &'a Open,
    story: Option<&'a StackStory>,
    events: &'a [ToldEvent],
    cx: Cx<'a>,
    /// The day of the newest.
    newest: Option<Date>,
}

impl<'a> Events<'a> {
    pub(super) fn of(open: &'a Open, cx: &Cx<'a>) -> Self {
        let story = cx.store.story(cx.environment, &open.name);
        let events = story.map_or(&[][..], |story| &story.events);
        let newest = events.first().map(|told| cx.times().day(told.event.at));
        Self {
            open,
            story,
            events,
            cx: *cx,
            newest,
        }
    }

    /// Of the newest day to the second; those of earlier days with their day, and where
    /// there is little room by it alone.
    fn when(&self, at: Timestamp, room: usize) -> String {
        let times = self.cx.times();
        let (day, dated) = (times.day(at), times.dated(at));
        match Some(day) == self.newest {
            true => times.clock(at),
            false if dated.len() < room => dated,
            false => day.strftime("%m-%d").to_string(),
        }
    }

    fn event(&self, at: usize) -> &'a StackEvent {
        &self.events[at].event
    }
}

impl ViewRows<ChangeSetId> for Events<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.events.len()
    }

    fn key(&self, at: usize) -> &str {
        self.event(at).id.raw()
    }

    fn name(&self, at: usize) -> String {
        let event = self.event(at);
        let status = event.status.as_ref().map_or("", |status| status.raw());
        format!("{} {status}", event.logical_id.raw())
    }

    fn cells(&self, at: usize, name: Role, widths: &[u16]) -> Vec<Line> {
        let told = &self.events[at];
        let event = &told.event;
        let quiet = matches!(told.mark, EventMark::Follower | EventMark::Earlier);
        let role = |role: Role| if quiet { Role::Dim } else { role };
        let (letter, state) = match &event.status {
            _ if told.mark == EventMark::Ending => ('!', Role::Bad),
            Some(status) => words::of_resource(status),
            None if event.is_failure() => ('x', Role::Bad),
            None => ('?', Role::Warn),
        };
        let took = told.took.map_or(String::new(), words::duration);
        let when = self.when(event.at, usize::from(widths[0]));
        vec![
            Line::of(Role::Dim, when),
            Line::of(role(state), format!("{letter} ")).then(role(name), event.logical_id.raw()),
            Line::of(Role::Bad, mark(told.mark)),
            Line::of(role(state), status(event)),
            Line::of(Role::Dim, took),
            Line::of(Role::Dim, self.cx.age(event.at)),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let told = &self.events[at];
        let event = &told.event;
        let when = self.cx.times().second(event.at);
        let when = self.cx.with_age(when, event.at);
        let when = format!("   {when}   {}", meaning(told.mark));
        let validation = event.validation.as_ref();
        let hook = event.hook.as_ref();
        let stack = event.stack.name();
        let physical = event.physical_id.as_ref();
        let path = validation.and_then(|it| it.path.as_ref());
        let hook = hook.and_then(|it| it.name.as_ref());
        let elsewhere = event.stack != self.open.stack;
        let mut facts = Facts::of(event.logical_id.raw(), event.resource_type.raw());
        facts
            .0
            .push(Line::of(Role::Text, status(event)).then(Role::Dim, when));
        let facts = facts
            .fact("Reason", Role::Text, event.said().map(Remote::raw))
            .fact("In", Role::Text, path.map(Remote::raw))
            .fact("Hook", Role::Text, hook.map(Remote::raw))
            .physical(
                &event.resource_type,
                physical.filter(|_| !event.is_of_the_stack()),
            );
        match elsewhere {
            true => {
                facts
                    .leading(
                        "Stack",
                        stack.raw(),
                        Some(Destination::Stack(stack.clone())),
                    )
                    .0
            }
            false => facts.0,
        }
    }

    fn sort_key(&self, at: usize, column: usize) -> String {
        let took = self.events[at].took.filter(|_| column == TOOK);
        took.map_or(String::new(), words::duration_in_order)
    }

    fn copied(&self, at: usize) -> String {
        self.event(at).logical_id.raw().to_owned()
    }

    fn is_failure(&self, at: usize) -> bool {
        let told = &self.events[at];
        let follows = matches!(told.mark, EventMark::Follower | EventMark::Earlier);
        told.event.is_failure() && !follows
    }

    fn root(&self) -> Option<usize> {
        let story = self.story?;
        let failure = story.root.as_ref().or(story.rollback_root.as_ref());
        let ending = || story.ending.map(Ending::event);
        failure.map(|failure| failure.event).or_else(ending)
    }

    fn empty(&self) -> &'static str {
        "CloudFormation keeps no events of this stack."
    }

    fn note(&self) -> &'static str {
        match self.story {
            Some(story) if story.cut => "   older ones are not shown",
            story => words::unread_start(story),
        }
    }
}

fn status(event: &StackEvent) -> &str {
    let status = event.status.as_ref();
    status.map_or(event.kind.raw(), |status| status.raw())
}

const fn mark(mark: EventMark) -> &'static str {
    match mark {
        EventMark::Root => "ROOT",
        EventMark::RollbackRoot => "ROLLBACK",
        EventMark::Ending => "ENDED",
        EventMark::LeftBehind => "left",
        EventMark::Plain | EventMark::Follower | EventMark::Earlier => "",
    }
}

const fn meaning(mark: EventMark) -> &'static str {
    match mark {
        EventMark::Root => "ROOT: what failed first",
        EventMark::RollbackRoot => "ROLLBACK: what stopped the roll back",
        EventMark::Ending => "ENDED: what ended the operation, and nothing had failed before",
        EventMark::Follower => "It only followed from the first failure.",
        EventMark::LeftBehind => "An old resource that could not be deleted.",
        EventMark::Earlier => "It belongs to an operation before the last one.",
        EventMark::Plain => "",
    }
}
