//! The checks of stacks: a registry. Each judges one stack by its facts and by
//! what is told of its last operation, which comes in as an argument.

mod drifted;
mod failed;
mod missing;

pub use missing::missing;

use jiff::Timestamp;

use crate::facts::{Finding, Stack};

/// One stack, and what its events told.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub stack: &'a Stack,
    pub told: Option<&'a Told>,
}

/// The first failure of a stack's newest operation, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
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

const CHECKS: &[Check] = &[failed::check, drifted::check];

/// The findings of one stack.
pub fn judge(subject: &Subject<'_>) -> Vec<Finding> {
    CHECKS.iter().filter_map(|check| check(subject)).collect()
}
