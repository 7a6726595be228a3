//! Judgement: pure functions from facts to findings, one folder per subject.
//!
//! Rank 2: names facts, asks and the policy language. No I/O, no clock, and no
//! memory: the same facts give the same findings.

pub mod change_set;
pub mod drift;
pub mod health;
pub mod least_privilege;
pub mod pipeline;
mod rule;
pub mod runs;
pub mod stacks;
pub mod stale;

pub use rule::{Family, Rule};
