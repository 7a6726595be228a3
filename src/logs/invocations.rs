//! Lines put together by the invocation that wrote them.
//!
//! Lambda writes in three shapes, and which one a log has is told by its lines, never
//! assumed: plain text between `START` and `REPORT` in one stream; JSON, where only the
//! request's id says which line is whose, because requests run beside each other; and
//! functions that serve many requests at once, whose rows are their environments. An
//! AgentCore runtime writes a stream an invocation.

mod lambda;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{filters::Filters, level::Level, stamp::Millis, store::Store};
use lambda::Said;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Ok,
    Error,
    TimedOut,
    /// Nothing says that it ended: it runs still, or its end was not read.
    #[default]
    Open,
}

/// One invocation, or one environment of a function that serves many at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Invocation {
    /// The request's id; of an environment its stream.
    pub id: String,
    pub is_environment: bool,
    pub stream: Option<String>,
    pub start: Option<Millis>,
    pub duration_ms: Option<f64>,
    /// How long the environment took to start, if this was its first.
    pub cold_start_ms: Option<f64>,
    pub memory_used_mb: Option<u32>,
    pub memory_size_mb: Option<u32>,
    pub outcome: Outcome,
    pub errors: usize,
    pub lines: usize,
    /// The first of its lines and the last.
    pub first: usize,
    pub last: usize,
}

#[derive(Default)]
struct Found {
    list: Vec<Invocation>,
    known: HashMap<String, usize>,
    /// Which invocation a stream is in: its lines carry no id of their own.
    running: HashMap<Option<String>, usize>,
}

/// The invocations whose lines are shown, in the order of their start.
pub fn invocations(store: &Store, filters: &Filters) -> Vec<Invocation> {
    let mut found = Found::default();
    store.scan(0, |line, text| {
        let level = store.level(line);
        if level != Level::Gap {
            let stream = store.origin(line).map(|origin| origin.stream.as_str());
            found.see(store, line, text, stream);
        }
    });
    let mut list = found.list;
    list.retain(|invocation| {
        filters.is_visible(invocation.first) || filters.is_visible(invocation.last)
    });
    list.sort_by(|a, b| a.start.cmp(&b.start).then_with(|| a.id.cmp(&b.id)));
    list
}

impl Found {
    fn see(&mut self, store: &Store, line: usize, text: &[u8], stream: Option<&str>) {
        let said = lambda::said(text);
        let at = match &said {
            Said::Start(id) => {
                let at = self.known(id, stream);
                self.running.insert(stream.map(str::to_owned), at);
                Some(at)
            }
            Said::Of(id) | Said::Report(id, _) => Some(self.known(id, stream)),
            Said::Environment => stream.map(|name| {
                let at = self.known(name, stream);
                self.list[at].is_environment = true;
                at
            }),
            Said::Nothing if stream.is_some_and(|name| name.contains("[runtime-logs]")) => {
                stream.map(|name| self.known(name, stream))
            }
            Said::Nothing => self.running.get(&stream.map(str::to_owned)).copied(),
        };
        let Some(invocation) = at.and_then(|at| self.list.get_mut(at)) else {
            return;
        };
        if invocation.lines == 0 {
            invocation.first = line;
        }
        invocation.lines += 1;
        invocation.last = line;
        invocation.start = match (invocation.start, store.time(line)) {
            (Some(start), Some(time)) => Some(start.min(time)),
            (start, time) => start.or(time),
        };
        if matches!(store.level(line), Level::Error | Level::Fatal) {
            invocation.errors += 1;
        }
        if lambda::timed_out(text) {
            invocation.outcome = Outcome::TimedOut;
        }
        if let Said::Report(_, report) = said {
            report.onto(invocation);
            self.running.remove(&stream.map(str::to_owned));
        }
    }

    fn known(&mut self, id: &str, stream: Option<&str>) -> usize {
        if let Some(at) = self.known.get(id) {
            return *at;
        }
        self.list.push(Invocation {
            id: id.to_owned(),
            stream: stream.map(str::to_owned),
            ..Invocation::default()
        });
        self.known.insert(id.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }
}

/// The function that writes to a stream of a group that several share:
/// `2026/11/21/ingest[$LATEST]4f1c...`.
pub fn function_of(stream: &str) -> Option<&str> {
    let mut parts = stream.splitn(4, '/');
    let dated = (0..3).all(|_| {
        parts
            .next()
            .is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let name = parts.next()?.split('[').next()?;
    (dated && !name.is_empty()).then_some(name)
}
