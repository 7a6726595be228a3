//! What a person's own file expects of a stack's changes, why, and until when.
//!
//! Only this can let a stop pass; the project's lists can add stops alone. One that
//! is over expects nothing, which never means that anything goes.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{LogicalId, StackName};

/// An entry of `expect_only` or `expect_gains` of an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation<T> {
    pub what: Vec<T>,
    /// The person's reason, raw.
    pub why: String,
    /// The last day on which it is in force, in UTC.
    pub until: Date,
}

/// `GitHubActionsDeployRole:Policies`, or the logical id alone for all of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedChange {
    pub logical_id: LogicalId,
    pub property: Option<String>,
}

/// `events:* on arn:aws:events:eu-west-1:*:rule/dataops-v1-*`, in the wildcards of IAM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedGain {
    pub action: String,
    pub resource: String,
}

/// Why an expectation lets nothing pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    Over(Date),
    /// The system's file has `own_may_loosen = false`.
    Closed,
}

/// An expectation that was in force for a change, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// `expect_only`, or `expect_gains`.
    pub key: String,
    pub stack: StackName,
    pub what: Vec<String>,
    pub why: String,
    pub until: Date,
}

impl<T> Expectation<T> {
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.to_zoned(TimeZone::UTC).date() > self.until
    }
}

impl ExpectedChange {
    pub fn parse(text: &str) -> Option<Self> {
        let (logical_id, property) = match text.split_once(':') {
            Some((logical_id, property)) => (logical_id, Some(property)),
            None => (text, None),
        };
        let is_name =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
        let is_path = |text: &str| {
            !text.is_empty()
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "./-_".contains(c))
        };
        (is_name(logical_id) && property.is_none_or(is_path)).then(|| Self {
            logical_id: LogicalId::from(logical_id),
            property: property.map(str::to_owned),
        })
    }

    /// As a file says it.
    pub fn words(&self) -> String {
        match &self.property {
            Some(property) => format!("{}:{property}", self.logical_id.raw()),
            None => self.logical_id.raw().to_owned(),
        }
    }
}

impl ExpectedGain {
    pub fn parse(text: &str) -> Option<Self> {
        let (action, resource) = text.split_once(" on ")?;
        let (service, name) = action.split_once(':')?;
        let is_one = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        (is_one(service) && is_one(name) && is_one(resource)).then(|| Self {
            action: action.to_owned(),
            resource: resource.to_owned(),
        })
    }

    /// As a file says it.
    pub fn words(&self) -> String {
        format!("{} on {}", self.action, self.resource)
    }
}

/// A day as the key `until` has it: `2026-12-31`.
pub fn last_day(text: &str) -> Option<Date> {
    let plain = text.len() == "2026-12-31".len();
    plain.then(|| text.parse().ok()).flatten()
}
