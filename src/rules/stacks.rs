//! The checks of stacks: a registry. Each judges one stack by its facts and by
//! what is told of its last operation, which comes in as an argument.

mod drifted;
mod failed;
mod missing;
mod turned_down;

pub use missing::missing;

use jiff::Timestamp;

use crate::facts::{Finding, Stack};

/// One stack, and what its events told.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub stack: &'a Stack,
    /// What failed first on the way forward.
    pub told: Option<&'a FailureSummary>,
    /// What stopped the way back.
    pub back: Option<&'a FailureSummary>,
    /// What ended it though nothing had to fail.
    pub ended: Option<&'a Ended>,
}

/// An operation that a person cancelled, or a deletion that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub turned_down: bool,
    /// In a sentence without its stop.
    pub what: String,
    pub at: Timestamp,
}

/// A failure of a stack's newest operation, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureSummary {
    /// The resource's logical id, and its status.
    pub root: String,
    pub status: String,
    pub reason: Option<String>,
    pub at: Timestamp,
    /// `dataops-github-actions-deploy may not events:DescribeRule on arn:...`.
    pub refused: Option<String>,
    /// `stack dataops-v1-github-actions is stale`.
    pub cause: Option<String>,
}

type Check = fn(&Subject<'_>) -> Option<Finding>;

const CHECKS: &[Check] = &[failed::check, turned_down::check, drifted::check];

/// The findings of one stack.
pub fn judge(subject: &Subject<'_>) -> Vec<Finding> {
    CHECKS.iter().filter_map(|check| check(subject)).collect()
}
