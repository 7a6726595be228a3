//! Log groups as the source of a log: page by page, the newest events first, and then what
//! is still written, looked for far enough back that a late event is not missed.
//!
//! A page that could not be read is a gap in the log, at its time; what was read stays.

use jiff::{SignedDuration, Timestamp};

use super::{Reading, Step};
use crate::{
    ask::{Answer, Question, logs::Events},
    facts::{EnvironmentName, Fault, FaultKind, LogEvents, LogGroupName, LogStreamName},
    logs::{Desk, LogSource, NewEvent, Origin},
};

/// Between two looks at what is new.
const INTERVAL_MS: u64 = 5_000;
/// How late an event may be and still be found: CloudWatch takes a while.
const LOOK_BACK: SignedDuration = SignedDuration::from_secs(60);
/// Pages that are read of one range before a person has to ask for more: a page has at
/// most 10,000 events or a megabyte.
const MOST_PAGES: u64 = 100;

#[derive(Debug, Default)]
pub(super) struct Groups {
    log: u64,
    list: Vec<Group>,
    is_following: bool,
    rounds: u64,
    pages: u64,
}

#[derive(Debug)]
struct Group {
    environment: EnvironmentName,
    name: LogGroupName,
    streams: Vec<LogStreamName>,
    /// How far back was read, or is to be.
    from: Timestamp,
    to: Option<Timestamp>,
    /// The newest event that was read.
    newest: Option<Timestamp>,
    oldest: Option<Timestamp>,
    state: State,
    fault: Option<Fault>,
}

#[derive(Clone, Debug, PartialEq)]
enum State {
    Idle,
    Reading(Asked),
    /// A timer is out for the next look.
    Waiting(u64),
}

/// The page that is under way.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    round: u64,
    from: Timestamp,
    to: Option<Timestamp>,
    backwards: bool,
    token: Option<String>,
    pages: u64,
}

impl Groups {
    pub(super) fn of(log: u64, sources: &[LogSource]) -> Self {
        let groups = sources.iter().filter_map(|source| match source {
            LogSource::Group {
                environment,
                group,
                streams,
                from,
                to,
            } => Some(Group {
                environment: environment.clone(),
                name: group.clone(),
                streams: streams.clone(),
                from: *from,
                to: *to,
                newest: None,
                oldest: None,
                state: State::Idle,
                fault: None,
            }),
            LogSource::File(_) | LogSource::Job(..) => None,
        });
        Self {
            log,
            list: groups.collect(),
            ..Self::default()
        }
    }

    pub(super) fn is_reading(&self) -> bool {
        let reads =
            |group: &Group| matches!(&group.state, State::Reading(asked) if asked.backwards);
        self.list.iter().any(reads)
    }

    pub(super) fn pages(&self) -> u64 {
        self.pages
    }

    pub(super) fn fault(&self) -> Option<&Fault> {
        self.list.iter().find_map(|group| group.fault.as_ref())
    }

    /// The first pages.
    pub(super) fn begin(&mut self) -> Vec<Step> {
        let ranges: Vec<_> = self
            .list
            .iter()
            .map(|group| (group.from, group.to))
            .collect();
        let ranges = ranges.into_iter().enumerate();
        ranges
            .map(|(at, (from, to))| self.ask(at, from, to, true))
            .collect()
    }

    /// The range before what was read, back to this moment.
    pub(super) fn earlier(&mut self, to: Timestamp) -> Vec<Step> {
        let mut steps = Vec::new();
        for at in 0..self.list.len() {
            let group = &mut self.list[at];
            let until = group.from;
            if to < until && group.state == State::Idle {
                group.from = to;
                steps.push(self.ask(at, to, Some(until), true));
            }
        }
        steps
    }

    pub(super) fn follow(&mut self, follow: bool) -> Vec<Step> {
        self.is_following = follow;
        let mut steps = Vec::new();
        for at in 0..self.list.len() {
            match &self.list[at].state {
                State::Idle if follow => steps.push(self.look(at)),
                State::Waiting(_) if !follow => self.list[at].state = State::Idle,
                _ => {}
            }
        }
        steps
    }

    /// Reads no further: what is older than what was read is a gap.
    pub(super) fn stop(&mut self, desk: &mut Desk) {
        self.is_following = false;
        for group in &mut self.list {
            let state = std::mem::replace(&mut group.state, State::Idle);
            if let State::Reading(asked) = state
                && asked.backwards
            {
                let time = group.oldest.map_or(asked.from, |oldest| oldest);
                let said = format!(
                    "{}: what was written before this was not read, because reading was stopped.",
                    group.name.raw()
                );
                desk.gap(time.as_millisecond() - 1, &said);
            }
        }
    }

    pub(super) fn woke(&mut self, reading: Reading) -> Vec<Step> {
        let group = self.list.get(reading.group);
        let is_due = group.is_some_and(|group| group.state == State::Waiting(reading.round));
        match is_due && self.is_following {
            true => vec![self.look(reading.group)],
            false => Vec::new(),
        }
    }

    /// What was written since, and a while before.
    fn look(&mut self, at: usize) -> Step {
        let group = &mut self.list[at];
        group.to = None;
        let newest = group.newest.unwrap_or(group.from);
        let from = newest.checked_sub(LOOK_BACK).unwrap_or(newest);
        let from = from.max(group.from);
        self.ask(at, from, None, false)
    }

    fn ask(&mut self, at: usize, from: Timestamp, to: Option<Timestamp>, backwards: bool) -> Step {
        self.page(
            at,
            Asked {
                round: 0,
                from,
                to,
                backwards,
                token: None,
                pages: 0,
            },
        )
    }

    fn page(&mut self, at: usize, asked: Asked) -> Step {
        self.rounds += 1;
        let asked = Asked {
            round: self.rounds,
            ..asked
        };
        let group = &mut self.list[at];
        let events = Events {
            group: group.name.clone(),
            streams: group.streams.clone(),
            from: asked.from,
            to: asked.to,
            pattern: None,
            newest_first: asked.backwards,
            token: asked.token.clone(),
        };
        let ask = events.of(&group.environment).into();
        let reading = Reading {
            log: self.log,
            group: at,
            round: asked.round,
        };
        group.state = State::Reading(asked);
        Step::Ask(reading, ask)
    }

    pub(super) fn answered(
        &mut self,
        reading: Reading,
        result: Result<&Answer, Fault>,
        now: Timestamp,
        desk: &mut Desk,
    ) -> Vec<Step> {
        let Some(group) = self.list.get_mut(reading.group) else {
            return Vec::new();
        };
        let State::Reading(asked) = &group.state else {
            return Vec::new();
        };
        if asked.round != reading.round {
            return Vec::new();
        }
        let asked = asked.clone();
        group.state = State::Idle;
        let page = result.and_then(|answer| Events::typed(answer).ok_or_else(not_events));
        match page {
            Ok(page) => {
                group.fault = None;
                group.take(page, asked.backwards, desk);
                self.pages += 1;
                self.go_on(reading.group, &asked, page.next.clone(), desk)
            }
            Err(fault) => {
                group.missed(&asked, &fault, now, desk);
                group.fault = Some(fault);
                self.rest(reading.group)
            }
        }
    }

    /// The next page; or what is written next, after a while.
    fn go_on(
        &mut self,
        at: usize,
        asked: &Asked,
        token: Option<String>,
        desk: &mut Desk,
    ) -> Vec<Step> {
        let group = &self.list[at];
        let Some(token) = token else {
            return self.rest(at);
        };
        let is_full = desk.log().store().totals().dropped > 0;
        if asked.backwards && (asked.pages + 1 >= MOST_PAGES || is_full) {
            let time = group.oldest.unwrap_or(asked.from);
            let why = match is_full {
                true => "as much is held as may be",
                false => "many pages were read",
            };
            let name = group.name.raw();
            desk.gap(
                time.as_millisecond() - 1,
                &format!("{name}: what was written before this was not read, because {why}."),
            );
            return self.rest(at);
        }
        let asked = Asked {
            token: Some(token),
            pages: asked.pages + 1,
            ..asked.clone()
        };
        vec![self.page(at, asked)]
    }

    fn rest(&mut self, at: usize) -> Vec<Step> {
        if !self.is_following {
            return Vec::new();
        }
        self.rounds += 1;
        self.list[at].state = State::Waiting(self.rounds);
        let reading = Reading {
            log: self.log,
            group: at,
            round: self.rounds,
        };
        vec![Step::Wake(reading, INTERVAL_MS)]
    }
}

impl Group {
    fn take(&mut self, page: &LogEvents, backwards: bool, desk: &mut Desk) {
        let origins: Vec<Origin> = page
            .events
            .iter()
            .map(|event| Origin {
                group: self.name.raw().to_owned(),
                stream: event.stream.raw().to_owned(),
            })
            .collect();
        let events: Vec<NewEvent<'_>> = page
            .events
            .iter()
            .zip(&origins)
            .map(|(event, origin)| NewEvent {
                time: event.at.as_millisecond(),
                ingested: event.ingested.as_millisecond(),
                origin,
                id: event.id.as_deref(),
                text: event.text.raw().trim_end_matches(['\n', '\r']).as_bytes(),
            })
            .collect();
        desk.add(&events, backwards);
        let times = || page.events.iter().map(|event| event.at);
        self.newest = self.newest.max(times().max());
        self.oldest = match (self.oldest, times().min()) {
            (Some(known), Some(new)) => Some(known.min(new)),
            (known, new) => known.or(new),
        };
    }

    /// What could not be read is a row, where it would be.
    fn missed(&self, asked: &Asked, fault: &Fault, now: Timestamp, desk: &mut Desk) {
        let already = self
            .fault
            .as_ref()
            .is_some_and(|old| old.what == fault.what);
        if already {
            return;
        }
        let time = match (asked.backwards, self.oldest, self.newest) {
            (true, Some(oldest), _) => oldest.as_millisecond() - 1,
            (true, None, _) => asked.from.as_millisecond(),
            (false, _, Some(newest)) => newest.as_millisecond(),
            (false, _, None) => now.as_millisecond(),
        };
        desk.gap(time, &format!("{}: {}", self.name.raw(), fault.what));
    }
}

fn not_events() -> Fault {
    Fault::new(
        FaultKind::Bug,
        "CloudWatch's answer was not taken for events.",
        "Report this with the log of the run.",
    )
}
