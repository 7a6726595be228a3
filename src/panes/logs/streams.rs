//! The streams of a group, the one with the last event first.

use jiff::Timestamp;

use super::{opened::Opened, rows};
use crate::{
    facts::{LogGroupName, LogStream, LogStreamName, numbered},
    panes::{Cx, view::ViewRows},
    ui::{Column, Line, Order, Role},
};

const COLUMNS: &[Column] = &[
    Column::mark(""),
    Column::name("stream").sorts(Order::Up),
    Column::weighing("last event", 3).sorts(Order::Down),
    Column::weighing("age", 2).right(),
    Column::adding("made", 1),
];

/// Groups that a runtime of AgentCore writes to: there one stream is one invocation.
const RUNTIMES: &str = "/aws/bedrock-agentcore/runtimes/";

pub(super) fn is_of_runtime(group: &LogGroupName) -> bool {
    group.raw().starts_with(RUNTIMES)
}

/// What a row or a line opens.
pub(in crate::panes) enum Opens {
    Stream(LogStreamName),
    Filters(Vec<crate::logs::Wish>),
    Line(usize),
}

pub(super) struct Streams<'a> {
    all: &'a [LogStream],
    note: &'static str,
    cx: Cx<'a>,
}

impl<'a> Streams<'a> {
    pub(super) fn of(open: &'a Opened, cx: &Cx<'a>) -> Self {
        let read = open.group().and_then(|group| rows::streams(group, cx));
        Self {
            all: read.map_or(&[][..], |read| &read.streams),
            note: match read.is_some_and(|read| read.more) {
                true => "   and older ones",
                false => "",
            },
            cx: *cx,
        }
    }
}

/// CloudWatch brings this up to date within an hour or so.
fn eventual(at: Timestamp, now: Timestamp) -> &'static str {
    match now.duration_since(at).as_hours() < 1 {
        true => "~",
        false => " ",
    }
}

impl ViewRows<Opens> for Streams<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.all.len()
    }

    fn key(&self, at: usize) -> &str {
        self.all[at].name.raw()
    }

    fn name(&self, at: usize) -> String {
        self.all[at].name.raw().to_owned()
    }

    fn cells(&self, at: usize, name: Role, _: &[u16]) -> Vec<Line> {
        let (stream, cx) = (&self.all[at], &self.cx);
        let last = stream.last_event;
        let minute = |at: Timestamp| cx.times().minute(at);
        vec![
            Line::of(Role::Dim, last.map_or(" ", |at| eventual(at, cx.now))),
            Line::of(name, stream.name.raw()),
            Line::of(Role::Text, last.map_or(String::new(), minute)),
            Line::of(Role::Dim, last.map_or(String::new(), |at| cx.age(at))),
            Line::of(Role::Dim, stream.created.map_or(String::new(), minute)),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let (stream, cx) = (&self.all[at], &self.cx);
        let mut lines = vec![Line::of(Role::Strong, stream.name.raw())];
        let said = match stream.last_event {
            Some(last) => format!(
                "Its last event is of {}; CloudWatch brings that up to date within an hour.",
                cx.dated(last)
            ),
            None => "CloudWatch names no event of it.".to_owned(),
        };
        lines.push(Line::of(Role::Text, said));
        lines
    }

    fn opens(&self, at: usize) -> Option<Opens> {
        Some(Opens::Stream(self.all.get(at)?.name.clone()))
    }

    fn empty(&self) -> &'static str {
        "The group has no stream."
    }

    fn note(&self) -> &'static str {
        self.note
    }
}

/// The newest streams, beside the list.
pub(super) fn in_short(group: &LogGroupName, most: usize, cx: &Cx<'_>) -> Vec<Line> {
    let Some(read) = rows::streams(group, cx) else {
        return cx.unread(
            &[super::asks::streams(group, cx)],
            "Its streams were not read; its events can be read all the same.",
        );
    };
    let mut lines: Vec<Line> = shared(group, read.streams.len()).into_iter().collect();
    for stream in read.streams.iter().take(most) {
        let last = stream.last_event.map(|at| {
            let mark = eventual(at, cx.now);
            format!("{mark} {:>5}  ", cx.age(at))
        });
        let last = last.unwrap_or_else(|| " ".repeat(9));
        lines.push(Line::of(Role::Dim, last).then(Role::Text, stream.name.raw()));
    }
    if read.streams.len() > most || read.more {
        let more = numbered(read.streams.len().saturating_sub(most), "more stream");
        lines.push(Line::of(Role::Dim, more));
    }
    lines
}

/// A runtime that lacks the permission to make streams writes everything into one.
fn shared(group: &LogGroupName, streams: usize) -> Option<Line> {
    let said = "Everything that this runtime writes goes into one stream: its invocations share it. \
        A runtime that may create its log delivery has a stream for each.";
    (is_of_runtime(group) && streams == 1).then(|| Line::signed("! ", Role::Warn, said))
}
