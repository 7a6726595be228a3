//! What the sources of a function's events add to its role, by the type of the source.
//!
//! A source that calls the function grants its own service, never the role.

use super::{
    build::At,
    making::{Making, Role},
    seen::is_given,
    sources,
};
use crate::template::{Entry, Node};

/// Sources that the function polls, and the policy of AWS's that SAM attaches for each.
const POLLED: &[(&str, Option<&str>)] = &[
    ("SQS", Some("AWSLambdaSQSQueueExecutionRole")),
    ("Kinesis", Some("AWSLambdaKinesisExecutionRole")),
    ("DynamoDB", Some("AWSLambdaDynamoDBExecutionRole")),
    ("MSK", Some("AWSLambdaMSKExecutionRole")),
    ("MQ", None),
    ("SelfManagedKafka", None),
    ("DocumentDB", None),
];

/// Sources that call the function by a permission of its own.
const CALLERS: &[&str] = &[
    "AlexaSkill",
    "Api",
    "CloudWatchEvent",
    "CloudWatchLogs",
    "Cognito",
    "EventBridgeRule",
    "HttpApi",
    "IoTRule",
    "S3",
    "SNS",
    "Schedule",
];

impl Making<'_, '_> {
    pub(super) fn events(&mut self, role: &mut Role) {
        for (name, event) in in_order(self.given("Events")) {
            let id = format!("{}{name}", self.id);
            let kind = event.get("Type").and_then(Node::text).unwrap_or("");
            if let Some((_, policy)) = POLLED.iter().find(|(known, _)| *known == kind) {
                if let Some(policy) = policy {
                    role.attach(self.at.aws_policy(&format!("service-role/{policy}")));
                }
                self.source(role, &id, kind, &event);
                self.on_failure(role, &id, &event);
                continue;
            }
            match kind {
                // The topic's messages go through a queue, which the function polls.
                "SNS" if is_through_queue(&event) => {
                    let policy = "service-role/AWSLambdaSQSQueueExecutionRole";
                    role.attach(self.at.aws_policy(policy));
                }
                _ => {}
            }
        }
    }

    /// A type of event that SAM got after this was written may grant the function's role
    /// something, or come with a role of its own.
    pub(super) fn unknown_events(&mut self, role: Option<&str>) {
        for (name, event) in in_order(self.given("Events")) {
            let kind = event.get("Type").and_then(Node::text).unwrap_or("");
            let is_polled = POLLED.iter().any(|(known, _)| *known == kind);
            if !is_polled && kind != "ScheduleV2" && !CALLERS.contains(&kind) {
                let what = format!("has an event {name} of type {kind:?}, not known here");
                self.unsure(role, &event, &what);
            }
        }
    }

    fn source(&mut self, role: &mut Role, id: &str, kind: &str, event: &Node) {
        let at = At(event.span);
        let Some(properties) = event.get("Properties") else {
            return;
        };
        match sources::policy(self.resolver, at, (id, kind), properties) {
            Ok(Some(policy)) => role.put_once(policy),
            Ok(None) => {}
            Err(what) => {
                let what = format!("has an event of type {kind} {what}");
                self.opens(&role.logical_id, event, &what);
            }
        }
    }
}

fn is_through_queue(event: &Node) -> bool {
    event.property("SqsSubscription").is_some_and(is_given)
}

/// The events in the order in which SAM takes them: of two that grant the same, the
/// first gives the policy its name.
pub(super) fn in_order(events: Option<&Node>) -> Vec<(String, Node)> {
    let path = |entry: &Entry| {
        let path = entry.value.property("Path").and_then(Node::text);
        path.unwrap_or(&entry.key.text).to_owned()
    };
    let mut entries: Vec<&Entry> = events.map_or(&[][..], Node::entries).iter().collect();
    entries.sort_by_cached_key(|entry| path(entry));
    let pair = |entry: &Entry| (entry.key.text.clone(), entry.value.clone());
    entries.into_iter().map(pair).collect()
}
