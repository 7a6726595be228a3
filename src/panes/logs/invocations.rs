//! Invocations, the newest first: when, how long, with how much memory, and how it ended.

use jiff::Timestamp;

use super::{
    opened::Opened,
    streams::{Opens, is_of_runtime},
    words,
};
use crate::{
    logs::{Invocation, Keep, Millis, Outcome, Summary, Wanted, Wish},
    panes::{Cx, view::ViewRows},
    ui::{Column, Line, Order, Role},
};

const COLUMNS: &[Column] = &[
    Column::mark(""),
    Column::weighing("began", 6),
    Column::name("invocation"),
    Column::weighing("ended", 5).least(9).state(),
    Column::weighing("took", 4).right().sorts(Order::Down),
    Column::weighing("errors", 3).right(),
    Column::adding("memory", 2).right(),
    Column::adding("cold start", 1).right(),
];
const TOOK: usize = 4;

pub(super) struct Invocations<'a> {
    all: &'a [Invocation],
    shared: &'static str,
    is_runtime: bool,
    cx: Cx<'a>,
}

impl<'a> Invocations<'a> {
    pub(super) fn of(open: &'a Opened, cx: &Cx<'a>) -> Self {
        let all = match &open.news.sum {
            Some(Summary::Invocations(all)) => &all[..],
            _ => &[],
        };
        let is_runtime = open.group().is_some_and(is_of_runtime);
        let first = all.first().map(|one| &one.stream);
        let is_shared = all.len() > 1 && all.iter().all(|one| Some(&one.stream) == first);
        Self {
            all,
            is_runtime,
            shared: match is_runtime && is_shared {
                true => "   ! they all share one log stream",
                false => "",
            },
            cx: *cx,
        }
    }

    /// The newest first.
    fn one(&self, at: usize) -> &'a Invocation {
        &self.all[self.all.len() - 1 - at]
    }
}

fn ending(one: &Invocation) -> (char, &'static str, Role) {
    match one.outcome {
        Outcome::Ok if one.errors > 0 => ('!', "ok, with errors", Role::Warn),
        Outcome::Ok => ('=', "ok", Role::Good),
        Outcome::Error => ('x', "error", Role::Bad),
        Outcome::TimedOut => ('x', "timed out", Role::Bad),
        Outcome::Open if one.errors > 0 => ('!', "errors", Role::Warn),
        Outcome::Open => ('?', "no end read", Role::Dim),
    }
}

fn moment(time: Option<Millis>) -> Option<Timestamp> {
    Timestamp::from_millisecond(time?).ok()
}

fn memory(one: &Invocation) -> String {
    match (one.memory_used_mb, one.memory_size_mb) {
        (Some(used), Some(size)) => format!("{used}/{size} MB"),
        (Some(used), None) => format!("{used} MB"),
        _ => String::new(),
    }
}

impl ViewRows<Opens> for Invocations<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.all.len()
    }

    fn key(&self, at: usize) -> &str {
        &self.one(at).id
    }

    fn name(&self, at: usize) -> String {
        self.one(at).id.clone()
    }

    fn cells(&self, at: usize, name: Role, _: &[u16]) -> Vec<Line> {
        let one = self.one(at);
        let (letter, ended, role) = ending(one);
        let began = moment(one.start);
        let began = began.map_or(String::new(), |at| self.cx.times().clock(at));
        let errors = match one.errors {
            0 => String::new(),
            errors => errors.to_string(),
        };
        vec![
            Line::of(role, letter),
            Line::of(Role::Dim, began),
            Line::of(name, one.id.as_str()),
            Line::of(role, ended),
            Line::of(
                Role::Text,
                one.duration_ms.map_or(String::new(), words::took),
            ),
            Line::of(Role::Bad, errors),
            Line::of(Role::Dim, memory(one)),
            Line::of(
                Role::Dim,
                one.cold_start_ms.map_or(String::new(), words::took),
            ),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let one = self.one(at);
        let (_, ended, role) = ending(one);
        let kind = match one.is_environment {
            true => "an environment that serves many requests",
            false => "an invocation",
        };
        let mut lines = vec![
            Line::of(Role::Strong, one.id.as_str()),
            Line::of(role, ended).then(Role::Dim, format!("   {kind}, {} lines", one.lines)),
        ];
        if let Some(began) = moment(one.start) {
            lines.push(Line::of(Role::Dim, "began ").then(Role::Text, self.cx.dated(began)));
        }
        if let Some(stream) = &one.stream {
            lines.push(Line::of(Role::Dim, "in stream ").then(Role::Text, stream.as_str()));
        }
        if !self.shared.is_empty() {
            let said = "The invocations share one log stream: the runtime may not create its own log delivery.";
            lines.push(Line::signed("! ", Role::Warn, said));
        }
        lines
    }

    /// Its lines alone. One that has an id in each line is found by that, however its
    /// lines are mixed with others'; one between START and REPORT by stream and time.
    fn opens(&self, at: usize) -> Option<Opens> {
        let one = self.all.len().checked_sub(at + 1).map(|at| &self.all[at])?;
        let is_stream = one.stream.as_deref() == Some(&one.id);
        let stream = one.stream.clone().map(Wanted::Stream);
        let wanted = match stream {
            Some(stream) if is_stream || one.is_environment => vec![stream],
            Some(stream) if !self.is_runtime && one.duration_ms.is_some() => {
                let end = one.start.zip(one.duration_ms);
                let to = end.map(|(start, took)| start + took.ceil() as Millis + 1_000);
                let from = one.start.unwrap_or(Millis::MIN);
                vec![stream, Wanted::Time(from, to.unwrap_or(Millis::MAX))]
            }
            _ => vec![Wanted::Text(one.id.clone())],
        };
        let wishes = wanted.into_iter().map(|wanted| Wish::of(Keep::In, wanted));
        Some(Opens::Filters(wishes.collect()))
    }

    fn sort_key(&self, at: usize, column: usize) -> String {
        let took = self.one(at).duration_ms.filter(|_| column == TOOK);
        took.map_or(String::new(), |took| format!("{took:015.3}"))
    }

    fn is_failure(&self, at: usize) -> bool {
        matches!(self.one(at).outcome, Outcome::Error | Outcome::TimedOut)
    }

    fn empty(&self) -> &'static str {
        "No invocation is among the lines: neither START and REPORT nor JSON lines with a requestId."
    }

    fn note(&self) -> &'static str {
        self.shared
    }
}
