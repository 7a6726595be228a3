//! How long each resource was worked on, as bars over the operation's span.

use jiff::Timestamp;

use super::{Open, words};
use crate::{
    cause::stack_story::{Bar, EventMark, StackStory, ToldEvent},
    panes::Cx,
    ui::{Line, Role},
};

const TOOK: usize = 13;
const GAP: usize = 2;

fn story<'a>(open: &Open, cx: &Cx<'a>) -> Option<&'a StackStory> {
    cx.store.story(cx.environment, &open.name)
}

fn bar<'a>(open: &Open, at: usize, cx: &Cx<'a>) -> Option<(&'a StackStory, Bar)> {
    let story = story(open, cx)?;
    Some((story, *story.bars.get(at)?))
}

/// The event that the work ended with, else the one it began with.
fn last(story: &StackStory, bar: Bar) -> Option<&ToldEvent> {
    story.events.get(bar.ended.unwrap_or(bar.began))
}

pub(super) fn names(open: &Open, cx: &Cx<'_>) -> Vec<String> {
    let Some(story) = story(open, cx) else {
        return Vec::new();
    };
    let name = |bar: &Bar| {
        let told = story.events.get(bar.began);
        told.map_or(String::new(), |told| told.event.logical_id.raw().to_owned())
    };
    story.bars.iter().map(name).collect()
}

/// Where the span begins and ends: an operation under way reaches to its newest event.
fn span(story: &StackStory) -> Option<(Timestamp, Timestamp)> {
    let from = story.from?;
    let newest = story.events.first().map_or(from, |told| told.event.at);
    let until = story.until.unwrap_or(newest);
    Some((from, until.max(from)))
}

fn widths(width: usize) -> (usize, usize) {
    let name = (width / 3).clamp(12, 48);
    (name, width.saturating_sub(name + TOOK + 2 * GAP + 2))
}

pub(super) fn heading(open: &Open, width: usize, cx: &Cx<'_>) -> Line {
    let (name, room) = widths(width);
    let ends = story(open, cx).and_then(span).map(|(from, until)| {
        let (from, until) = (words::second(from), words::second(until));
        let middle = room.saturating_sub(from.len() + until.len());
        format!("{from}{}{until}", " ".repeat(middle))
    });
    Line::of(
        Role::Dim,
        format!(
            "  {:<name$}{:GAP$}{:<room$}{:GAP$}{:>TOOK$}",
            "resource",
            "",
            ends.unwrap_or_default(),
            "",
            "took"
        ),
    )
}

pub(super) fn row(open: &Open, at: usize, width: usize, role: Role, cx: &Cx<'_>) -> Line {
    let Some((story, bar)) = bar(open, at, cx) else {
        return Line::empty();
    };
    let (Some(began), Some(end), Some((from, until))) =
        (story.events.get(bar.began), last(story, bar), span(story))
    else {
        return Line::empty();
    };
    let (name, room) = widths(width);
    let status = end.event.status.as_ref();
    let (letter, state) = status.map_or(('?', Role::Warn), words::of_resource);
    let quiet = end.mark == EventMark::Follower;
    let dimmed = |role: Role| if quiet { Role::Dim } else { role };
    let ended = bar.ended.map_or(until, |_| end.event.at);
    let whole = from.duration_until(until).as_millis().max(1);
    // Clamped: a clock that went back must not draw outside the bar's columns.
    let cell = |at: Timestamp| {
        let since = from.duration_until(at).as_millis().clamp(0, whole);
        usize::try_from(since * i128::try_from(room.saturating_sub(1)).unwrap_or(0) / whole)
            .unwrap_or(0)
    };
    let (first, length) = {
        let first = cell(began.event.at);
        (first, (cell(ended) + 1).saturating_sub(first).max(1))
    };
    let block = if cx.look.glyphs.is_ascii() {
        "="
    } else {
        "█"
    };
    let end_sign = match letter {
        '=' => block.to_owned(),
        other => other.to_string(),
    };
    let drawn = format!("{}{end_sign}", block.repeat(length.saturating_sub(1)));
    let took = end
        .took
        .map_or_else(|| "under way".to_owned(), words::duration);
    let took = match end.mark {
        EventMark::Root => format!("ROOT {took}"),
        _ => took,
    };
    let blank = |count: usize| " ".repeat(count);
    Line::of(dimmed(state), format!("{letter} "))
        .then(
            dimmed(role),
            words::cell(began.event.logical_id.raw(), name),
        )
        .then(Role::Text, blank(GAP + first.min(room)))
        .then(dimmed(state), drawn)
        .then(
            Role::Text,
            blank((room + GAP).saturating_sub(first + length)),
        )
        .then(Role::Dim, format!("{took:>TOOK$}"))
}

pub(super) fn about(open: &Open, at: usize, cx: &Cx<'_>) -> Vec<Line> {
    let Some((story, bar)) = bar(open, at, cx) else {
        return Vec::new();
    };
    let (Some(began), Some(end)) = (story.events.get(bar.began), last(story, bar)) else {
        return Vec::new();
    };
    let status = end.event.status.as_ref().map_or("", |status| status.raw());
    let mut lines = vec![
        Line::of(Role::Strong, began.event.logical_id.raw().to_owned())
            .then(Role::Dim, format!("   {}", began.event.resource_type.raw())),
        words::label("Began").then(Role::Text, words::second(began.event.at)),
    ];
    lines.push(match bar.ended {
        Some(_) => words::label("Ended").then(
            Role::Text,
            format!("{}   {status}", words::second(end.event.at)),
        ),
        None => words::label("Ended").then(Role::Info, format!("not yet   {status}")),
    });
    if let Some(reason) = end.event.said() {
        lines.push(words::label("Reason").then(Role::Text, reason.raw().to_owned()));
    }
    lines
}

pub(super) fn name(open: &Open, at: usize, cx: &Cx<'_>) -> Option<String> {
    let (story, bar) = bar(open, at, cx)?;
    let told = story.events.get(bar.began)?;
    Some(told.event.logical_id.raw().to_owned())
}

pub(super) fn identity(open: &Open, at: usize, cx: &Cx<'_>) -> Option<String> {
    let (story, bar) = bar(open, at, cx)?;
    Some(story.events.get(bar.began)?.event.id.raw().to_owned())
}

pub(super) fn is_failure(open: &Open, at: usize, cx: &Cx<'_>) -> bool {
    bar(open, at, cx).is_some_and(|(story, bar)| {
        last(story, bar)
            .is_some_and(|told| told.event.is_failure() && told.mark != EventMark::Follower)
    })
}

pub(super) fn root(open: &Open, cx: &Cx<'_>) -> Option<usize> {
    let story = story(open, cx)?;
    let root = story.root.as_ref()?.event;
    story.bars.iter().position(|bar| bar.ended == Some(root))
}
