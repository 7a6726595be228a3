//! Log groups, their streams and their events, as CloudWatch Logs answers them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Remote, ids::ids};

ids! {
    /// `/aws/lambda/ingest`.
    LogGroupName: String,
    LogStreamName: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogGroup {
    pub name: LogGroupName,
    /// None: events never expire.
    pub retention_days: Option<i32>,
    pub stored_bytes: Option<u64>,
    /// `STANDARD`, `INFREQUENT_ACCESS`, `DELIVERY`.
    pub class: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogGroups {
    pub groups: Vec<LogGroup>,
    /// There are more than were read.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogStream {
    pub name: LogStreamName,
    /// CloudWatch brings this up to date within an hour or so, not at once.
    pub last_event: Option<Timestamp>,
    pub created: Option<Timestamp>,
}

/// The streams of a group, the one with the last event first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogStreams {
    pub streams: Vec<LogStream>,
    /// There are more than were read.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEvent {
    pub at: Timestamp,
    pub ingested: Timestamp,
    pub stream: LogStreamName,
    pub id: Option<String>,
    pub text: Remote,
}

/// One page of events; it may be empty although more follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEvents {
    pub events: Vec<LogEvent>,
    /// What the next page is asked with; None: this was the last.
    pub next: Option<String>,
}
