//! Events of log groups: all pages of each, merged in the order of their times, and
//! what is written since, looked for far enough back that a late event is not missed.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{Logs, print::Printer};
use crate::{
    ask::{Question as _, logs::Events},
    cli::{Stop, check, console, output::tell, when::When},
    config::Loaded,
    edge::dispatch::World,
    facts::{EnvironmentName, Fault, FaultKind, LogEvent, LogGroupName, LogStreamName},
    logs::{Log, NewEvent, Origin, Store},
};

/// How far back is begun where nobody says it.
const AN_HOUR: When = When::Ago(SignedDuration::from_hours(1));
/// Between two looks at what is new.
const INTERVAL: Duration = Duration::from_secs(5);
/// How late an event may be and still be found: CloudWatch takes a while.
const LOOK_BACK: SignedDuration = SignedDuration::from_secs(60);

pub(super) fn run(loaded: Loaded, asked: &Logs, now: Timestamp) -> Result<u8, Stop> {
    let settings = loaded.settings;
    let environment = settings.current.clone();
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = check::runtime()?;
    let from = asked.since.unwrap_or(AN_HOUR).at(now);
    let to = asked.until.map(|until| until.at(now));
    let mut reading = Reading {
        world,
        environment,
        asked,
        log: asked.log(Store::events(), now),
        printer: Printer::new(asked.json, asked.count),
    };
    let outcome = runtime.block_on(async {
        let newest = reading.merged(from, to).await?;
        if asked.follow {
            reading.follow(newest.unwrap_or(from).max(from)).await
        } else {
            Ok(())
        }
    });
    runtime.shutdown_background();
    outcome?;
    reading.printer.end()?;
    Ok(0)
}

struct Reading<'a> {
    world: Arc<dyn World>,
    environment: EnvironmentName,
    asked: &'a Logs,
    log: Log,
    printer: Printer,
}

/// One group's events that were read and not yet merged, and how to go on.
struct Group {
    name: LogGroupName,
    events: VecDeque<LogEvent>,
    next: Next,
}

enum Next {
    First,
    Token(String),
    End,
}

impl Reading<'_> {
    /// All events between the two moments; the time of the newest.
    async fn merged(
        &mut self,
        from: Timestamp,
        to: Option<Timestamp>,
    ) -> Result<Option<Timestamp>, Stop> {
        let mut groups: Vec<Group> = self
            .asked
            .groups
            .iter()
            .map(|name| Group::new(name))
            .collect();
        let mut newest = None;
        loop {
            for group in &mut groups {
                self.fill(group, from, to)
                    .await
                    .map_err(|fault| Stop::Fault(2, fault))?;
            }
            // Until one of them is used up nobody knows what it says next.
            let mut ready = Vec::new();
            while groups.iter().all(Group::is_ready)
                && let Some(first) = earliest(&mut groups)
            {
                ready.push(first);
            }
            if ready.is_empty() {
                return Ok(newest);
            }
            newest = newest.max(ready.last().map(|(_, event)| event.at));
            self.add(&ready)?;
        }
    }

    /// Reads on until there is an event, past the empty pages that are no end.
    async fn fill(
        &self,
        group: &mut Group,
        from: Timestamp,
        to: Option<Timestamp>,
    ) -> Result<(), Fault> {
        while !group.is_ready() {
            let token = match &group.next {
                Next::Token(token) => Some(token.clone()),
                Next::First | Next::End => None,
            };
            let ask = Events {
                group: group.name.clone(),
                streams: self
                    .asked
                    .stream
                    .iter()
                    .map(|name| LogStreamName::from(name.as_str()))
                    .collect(),
                from,
                to,
                pattern: self.asked.filter.clone(),
                newest_first: false,
                token,
            };
            let ask = ask.of(&self.environment);
            let answer = self.world.answer((*ask).clone()).await?;
            let page = Events::typed(&answer).ok_or_else(not_events)?;
            group.events.extend(page.events.iter().cloned());
            group.next = page.next.clone().map_or(Next::End, Next::Token);
        }
        Ok(())
    }

    fn add(&mut self, ready: &[(LogGroupName, LogEvent)]) -> Result<(), Stop> {
        let origins: Vec<Origin> = ready
            .iter()
            .map(|(group, event)| Origin {
                group: group.raw().to_owned(),
                stream: event.stream.raw().to_owned(),
            })
            .collect();
        let events: Vec<NewEvent<'_>> = ready
            .iter()
            .zip(&origins)
            .map(|((_, event), origin)| NewEvent {
                time: event.at.as_millisecond(),
                ingested: event.ingested.as_millisecond(),
                origin,
                id: event.id.as_deref(),
                text: event.text.raw().as_bytes(),
            })
            .collect();
        let (_, moved) = self.log.add(&events);
        self.printer.print_came(&self.log, &moved)
    }

    async fn follow(&mut self, newest: Timestamp) -> Result<(), Stop> {
        let mut newest = newest;
        loop {
            tokio::time::sleep(INTERVAL).await;
            let from = newest.checked_sub(LOOK_BACK).unwrap_or(newest);
            match self.merged(from, None).await {
                Ok(found) => newest = found.map_or(newest, |found| found.max(newest)),
                // Who follows wants to go on following.
                Err(Stop::Fault(_, fault)) if passes(&fault) => {
                    tell(&format!(
                        "{} Going on in {} s.",
                        fault.what,
                        INTERVAL.as_secs()
                    ));
                }
                Err(stop) => return Err(stop),
            }
        }
    }
}

fn passes(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Throttled | FaultKind::Offline)
}

fn not_events() -> Fault {
    Fault::new(
        FaultKind::Bug,
        "CloudWatch's answer was not taken for events.",
        "Report this with the log of the run.",
    )
}

impl Group {
    fn new(name: &str) -> Self {
        Self {
            name: LogGroupName::from(name),
            events: VecDeque::new(),
            next: Next::First,
        }
    }

    /// Its next event is known, or that there is none.
    fn is_ready(&self) -> bool {
        !self.events.is_empty() || matches!(self.next, Next::End)
    }
}

fn earliest(groups: &mut [Group]) -> Option<(LogGroupName, LogEvent)> {
    let group = groups
        .iter_mut()
        .filter(|group| !group.events.is_empty())
        .min_by_key(|group| group.events[0].at)?;
    group
        .events
        .pop_front()
        .map(|event| (group.name.clone(), event))
}
