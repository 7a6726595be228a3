//! The events, newest first: ROOT marked, what only followed dimmed.

use super::{Open, words};
use crate::{
    cause::stack_story::{Ending, EventMark, StackStory, ToldEvent},
    facts::StackId,
    panes::Cx,
    ui::{Line, Role},
};

/// With the day where there is room for it.
const AT: usize = 16;
const CLOCK: usize = 10;
const TOOK: usize = 11;
const STATUS: usize = 28;
/// ROOT and its like.
const MARK: usize = 5;
const ROOMY: usize = 96;

/// The columns of the time and of the name.
fn widths(width: usize) -> (usize, usize) {
    let at = if width >= ROOMY { AT } else { CLOCK };
    (at, width.saturating_sub(at + STATUS + TOOK + MARK + 2))
}

fn story<'a>(open: &Open, cx: &Cx<'a>) -> Option<&'a StackStory> {
    cx.store.story(cx.environment, &open.name)
}

fn told<'a>(open: &Open, at: usize, cx: &Cx<'a>) -> Option<&'a ToldEvent> {
    story(open, cx)?.events.get(at)
}

pub(super) fn names(open: &Open, cx: &Cx<'_>) -> Vec<String> {
    let events = story(open, cx).map_or(&[][..], |story| &story.events);
    let name = |told: &ToldEvent| {
        let status = told.event.status.as_ref().map_or("", |status| status.raw());
        format!("{} {status}", told.event.logical_id.raw())
    };
    events.iter().map(name).collect()
}

pub(super) fn heading(width: usize) -> Line {
    let (at, name) = widths(width);
    Line::of(
        Role::Dim,
        format!(
            "{:<at$}  {:<name$}{:<MARK$}{:<STATUS$}{:>TOOK$}",
            "at", "resource", "", "status", "took"
        ),
    )
}

pub(super) fn row(open: &Open, at: usize, width: usize, name: Role, cx: &Cx<'_>) -> Line {
    let Some(told) = told(open, at, cx) else {
        return Line::empty();
    };
    let event = &told.event;
    let (columns, room) = widths(width);
    let quiet = matches!(told.mark, EventMark::Follower | EventMark::Earlier);
    let role = |role: Role| if quiet { Role::Dim } else { role };
    let (letter, state) = match &event.status {
        Some(status) => words::of_resource(status),
        None if event.is_failure() => ('x', Role::Bad),
        None => ('?', Role::Warn),
    };
    let status = event
        .status
        .as_ref()
        .map_or(event.kind.raw(), |status| status.raw());
    let took = told.took.map_or(String::new(), words::duration);
    let time = match columns {
        AT => words::second(event.at),
        _ => words::clock(event.at),
    };
    Line::of(Role::Dim, format!("{time:<columns$}"))
        .then(role(state), format!("{letter} "))
        .then(
            role(name),
            words::cell(event.logical_id.raw(), room.saturating_sub(1)),
        )
        .then(Role::Text, " ")
        .then(Role::Bad, format!("{:<MARK$}", mark(told.mark)))
        .then(role(state), words::cell(status, STATUS))
        .then(Role::Dim, format!("{took:>TOOK$}"))
}

const fn mark(mark: EventMark) -> &'static str {
    match mark {
        EventMark::Root | EventMark::RollbackRoot | EventMark::Ending => "ROOT",
        EventMark::LeftBehind => "left",
        EventMark::Plain | EventMark::Follower | EventMark::Earlier => "",
    }
}

pub(super) fn about(open: &Open, at: usize, cx: &Cx<'_>) -> Vec<Line> {
    let Some(told) = told(open, at, cx) else {
        return Vec::new();
    };
    let event = &told.event;
    let status = event
        .status
        .as_ref()
        .map_or(event.kind.raw(), |status| status.raw());
    let impact = match told.mark {
        EventMark::Root => "ROOT: the failure that the others followed from",
        EventMark::RollbackRoot => "ROOT of the rollback: what stopped it",
        EventMark::Ending => "It was ended here: nothing failed before.",
        EventMark::Follower => "Only followed from the first failure.",
        EventMark::LeftBehind => "An old resource that could not be deleted.",
        EventMark::Earlier => "Of an operation before the last one.",
        EventMark::Plain => "",
    };
    let mut lines = vec![
        Line::of(Role::Strong, event.logical_id.raw().to_owned())
            .then(Role::Dim, format!("   {}", event.resource_type.raw())),
        Line::of(Role::Text, status.to_owned()).then(
            Role::Dim,
            format!("   {}   {impact}", words::second(event.at)),
        ),
    ];
    if let Some(reason) = event.said() {
        lines.push(words::label("Reason").then(Role::Text, reason.raw().to_owned()));
    }
    let path = event.validation.as_ref().and_then(|it| it.path.as_ref());
    if let Some(path) = path {
        lines.push(words::label("In").then(Role::Text, path.raw().to_owned()));
    }
    if let Some(name) = event.hook.as_ref().and_then(|hook| hook.name.as_ref()) {
        lines.push(words::label("Hook").then(Role::Text, name.raw().to_owned()));
    }
    if let Some(id) = &event.physical_id {
        lines.push(words::label("Physical").then(Role::Dim, id.raw().to_owned()));
    }
    if event.stack != open.stack {
        let name = event.stack.name();
        lines.push(words::label("Stack").then(Role::Dim, name.raw().to_owned()));
    }
    lines
}

pub(super) fn name(open: &Open, at: usize, cx: &Cx<'_>) -> Option<String> {
    let event = &told(open, at, cx)?.event;
    Some(event.logical_id.raw().to_owned())
}

pub(super) fn identity(open: &Open, at: usize, cx: &Cx<'_>) -> Option<String> {
    Some(told(open, at, cx)?.event.id.raw().to_owned())
}

/// The nested stack that the event is about, or happened in.
pub(super) fn nested(open: &Open, at: usize, cx: &Cx<'_>) -> Option<StackId> {
    let event = &told(open, at, cx)?.event;
    let inside = (event.stack != open.stack).then(|| event.stack.clone());
    event.nested().or(inside)
}

pub(super) fn is_failure(open: &Open, at: usize, cx: &Cx<'_>) -> bool {
    told(open, at, cx).is_some_and(|told| {
        let follows = matches!(told.mark, EventMark::Follower | EventMark::Earlier);
        told.event.is_failure() && !follows
    })
}

pub(super) fn root(open: &Open, cx: &Cx<'_>) -> Option<usize> {
    let story = story(open, cx)?;
    let failure = story.root.as_ref().or(story.rollback_root.as_ref());
    let ending = || story.ending.map(Ending::event);
    failure.map(|failure| failure.event).or_else(ending)
}
