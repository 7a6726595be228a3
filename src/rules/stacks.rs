//! The rules of stacks: a registry. Each judges one stack by its facts and by what its
//! last operation did, which comes in as an argument.

mod stack_deletion_turned_down;
mod stack_drifted;
mod stack_failed;
mod stack_missing;
mod stack_stale;
mod subject;

pub use subject::{Ended, FailureSummary, Rule, Stacks, StaleStack, Subject, judge};

/// Every rule, in the order in which its findings stand under one stack.
pub const RULES: &[&Rule] = &[
    &stack_missing::RULE,
    &stack_failed::RULE,
    &stack_deletion_turned_down::RULE,
    &stack_stale::RULE,
    &stack_drifted::RULE,
];
