//! What is asked of CloudWatch Logs. Events are asked for page by page, because the
//! first page is worth showing before the last is there.

use jiff::Timestamp;

use super::define::asks;
use crate::facts::{self, LogGroupName, LogStreamName, ResourceName};

asks! {
    LogsAsk => LogsAnswer of "CloudWatch Logs" as "logs";

    /// The log groups whose names have this in them; all of them for an empty text.
    Groups { named: String } -> facts::LogGroups {
        words: "the log groups (logs:DescribeLogGroups)",
        calls: [DescribeLogGroups],
    }

    Streams { group: LogGroupName } -> facts::LogStreams {
        words: "the log streams (logs:DescribeLogStreams)",
        calls: [DescribeLogStreams],
    }

    /// What containers wrote lately: of themselves, no call of AWS's tells.
    Containers(ResourceName) -> facts::ContainerLogs {
        words: "what the containers wrote (logs:DescribeLogStreams, logs:FilterLogEvents)",
        calls: [DescribeLogStreams, FilterLogEvents],
        is: Contents,
    }

    /// A source of delivered logs, as the runtimes of AgentCore are, with its deliveries.
    DeliverySource(ResourceName) -> facts::DeliverySourceState {
        words: "the delivery source (logs:GetDeliverySource, logs:DescribeDeliveries)",
        calls: [GetDeliverySource, DescribeDeliveries],
    }

    /// One page of a group's events between two moments: of these streams, or of all if
    /// there are none; that match a pattern in CloudWatch's own language.
    Events {
        group: LogGroupName,
        streams: Vec<LogStreamName>,
        from: Timestamp,
        to: Option<Timestamp>,
        pattern: Option<String>,
        newest_first: bool,
        token: Option<String>,
    } -> facts::LogEvents {
        words: "log events (logs:FilterLogEvents)",
        calls: [FilterLogEvents],
        is: Contents,
    }
}
