//! Log events of the demo's world: recorded once for a whole group, and cut to what is
//! asked for. Who looks later than they were recorded sees them as if it were now.

use jiff::{SignedDuration, Timestamp};

use super::recorded::Recorded;
use crate::{
    ask::{Question, logs},
    facts::{EnvironmentName, Fault, LogEvents, LogStreams},
};

/// So much later than recorded.
pub(super) type Shift = SignedDuration;

pub(super) fn events(
    recorded: &Recorded,
    environment: &EnvironmentName,
    asked: &logs::Events,
    shift: Shift,
) -> Result<LogEvents, Fault> {
    let all = logs::Events {
        group: asked.group.clone(),
        streams: Vec::new(),
        from: Timestamp::UNIX_EPOCH,
        to: None,
        pattern: None,
        newest_first: false,
        token: None,
    };
    let mut page = recorded.get(&all.of(environment))?;
    for event in &mut page.events {
        event.at = event.at.saturating_add(shift).unwrap_or(event.at);
        event.ingested = event
            .ingested
            .saturating_add(shift)
            .unwrap_or(event.ingested);
    }
    page.events.retain(|event| {
        let is_in = event.at >= asked.from && asked.to.is_none_or(|to| event.at < to);
        is_in && (asked.streams.is_empty() || asked.streams.contains(&event.stream))
    });
    if asked.newest_first {
        page.events.reverse();
    }
    Ok(page)
}

pub(super) fn streams(
    recorded: &Recorded,
    environment: &EnvironmentName,
    asked: &logs::Streams,
    shift: Shift,
) -> Result<LogStreams, Fault> {
    let mut found = recorded.get(&asked.clone().of(environment))?;
    for stream in &mut found.streams {
        let later = |at: Timestamp| at.saturating_add(shift).unwrap_or(at);
        stream.last_event = stream.last_event.map(later);
        stream.created = stream.created.map(later);
    }
    Ok(found)
}
