//! Log groups, streams and events from CloudWatch Logs.
//!
//! A whole account shares a few requests a second, so each kind waits its turn; an
//! empty page is no end, only a missing token is.

mod audited;
mod budget;

use aws_sdk_cloudwatchlogs::types::{self, OrderBy};
use jiff::Timestamp;

use super::{clients, reader::Reader};
use crate::{
    ask::{
        Reads,
        logs::{Events, Groups, Streams},
    },
    facts::{Fault, LogEvent, LogEvents, LogGroup, LogGroups, LogStream, LogStreams, Remote},
};
pub(super) use budget::Budget;

/// 50 a page: what a person looks through; the rest is found by name.
const MOST_PAGES: u32 = 10;
const PAGE: i32 = 50;

impl Reads<Groups> for Reader<'_> {
    async fn read(&self, Groups { named }: &Groups) -> Result<LogGroups, Fault> {
        let call = self
            .session
            .call("logs:DescribeLogGroups", "the log groups");
        let client = clients::logs(&self.session.config, &self.session.asked);
        let mut found = LogGroups::default();
        let mut token = None;
        for _ in 0..MOST_PAGES {
            self.budgets.logs.groups.turn(&self.place()).await;
            let pattern = (!named.is_empty()).then(|| named.clone());
            let request = client
                .describe_log_groups()
                .set_log_group_name_pattern(pattern);
            let request = request.limit(PAGE).set_next_token(token);
            let page = call.answer(request.send()).await?;
            found
                .groups
                .extend(page.log_groups().iter().filter_map(group));
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        found.more = token.is_some();
        Ok(found)
    }
}

fn group(group: &types::LogGroup) -> Option<LogGroup> {
    Some(LogGroup {
        name: group.log_group_name()?.into(),
        retention_days: group.retention_in_days(),
        stored_bytes: group
            .stored_bytes()
            .and_then(|bytes| u64::try_from(bytes).ok()),
        class: group
            .log_group_class()
            .map(|class| class.as_str().to_owned()),
    })
}

impl Reads<Streams> for Reader<'_> {
    async fn read(&self, Streams { group }: &Streams) -> Result<LogStreams, Fault> {
        let of = format!("log group {}", group.raw());
        let call = self.session.call("logs:DescribeLogStreams", &of);
        let client = clients::logs(&self.session.config, &self.session.asked);
        let mut found = LogStreams::default();
        let mut token = None;
        for _ in 0..MOST_PAGES {
            self.budgets.logs.streams.turn(&self.place()).await;
            let request = client.describe_log_streams().log_group_name(group.raw());
            let request = request.order_by(OrderBy::LastEventTime).descending(true);
            let request = request.limit(PAGE).set_next_token(token);
            let page = call.answer(request.send()).await?;
            found
                .streams
                .extend(page.log_streams().iter().filter_map(stream));
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        found.more = token.is_some();
        Ok(found)
    }
}

fn stream(stream: &types::LogStream) -> Option<LogStream> {
    Some(LogStream {
        name: stream.log_stream_name()?.into(),
        last_event: stream.last_event_timestamp().and_then(moment),
        created: stream.creation_time().and_then(moment),
    })
}

fn moment(millis: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(millis).ok()
}

impl Reads<Events> for Reader<'_> {
    async fn read(&self, asked: &Events) -> Result<LogEvents, Fault> {
        let of = format!("log group {}", asked.group.raw());
        let call = self.session.call("logs:FilterLogEvents", &of);
        let client = clients::logs(&self.session.config, &self.session.asked);
        self.budgets.logs.events.turn(&self.place()).await;
        let streams = asked
            .streams
            .iter()
            .map(|stream| stream.raw().to_owned())
            .collect::<Vec<_>>();
        let request = client
            .filter_log_events()
            .log_group_name(asked.group.raw())
            .set_log_stream_names((!streams.is_empty()).then_some(streams))
            .start_time(asked.from.as_millisecond())
            .set_end_time(asked.to.map(Timestamp::as_millisecond))
            .set_filter_pattern(asked.pattern.clone())
            .set_start_from_head(asked.newest_first.then_some(false))
            .set_next_token(asked.token.clone());
        let page = call.answer(request.send()).await?;
        Ok(LogEvents {
            events: page.events().iter().filter_map(event).collect(),
            next: page.next_token.filter(|token| !token.is_empty()),
        })
    }
}

fn event(event: &types::FilteredLogEvent) -> Option<LogEvent> {
    let at = event.timestamp().and_then(moment)?;
    Some(LogEvent {
        at,
        ingested: event.ingestion_time().and_then(moment).unwrap_or(at),
        stream: event.log_stream_name().unwrap_or_default().into(),
        id: event.event_id().map(str::to_owned),
        text: Remote::new(event.message().unwrap_or_default()),
    })
}
