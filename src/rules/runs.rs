//! The rules of workflow runs: a registry. Each judges one run by its facts, and by what
//! its jobs and its approvals say, which come in as an argument.

mod run_failed;
mod run_waiting;
mod subject;

pub use subject::{Rule, Runs, Subject, judge};

/// Every rule, in the order in which its findings stand under one run.
pub const RULES: &[&Rule] = &[
    &run_failed::RULE,
    // Others may wait behind it.
    &run_waiting::RULE,
];
