//! What a person's own file expects of a stack's changes, why, and until when.
//!
//! Only this can let a stop pass; the project's lists can add stops alone. One that
//! is over expects nothing, which never means that anything goes.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{ExpectedChange, ExpectedGain, StackName};

/// An entry of `expect_only` or `expect_gains` of an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation<T> {
    pub what: Vec<T>,
    /// The person's reason, raw.
    pub why: String,
    /// The last day on which it is in force, in UTC.
    pub until: Date,
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
    /// As a file says it.
    pub fn words(&self) -> String {
        match &self.property {
            Some(property) => format!("{}:{property}", self.logical_id.raw()),
            None => self.logical_id.raw().to_owned(),
        }
    }
}

impl ExpectedGain {
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
