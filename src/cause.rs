//! From symptom to cause: what was refused, what failed first, what lacks the permission.
//!
//! Rank 2: names `facts`, `ask`, `policy`. Pure: texts and facts in, plain data
//! out; no I/O, no clock. What a text does not say is left unsaid.

pub mod chain;
pub mod denial;
pub mod first_failure;
pub mod job_log;
pub mod permission;
pub mod stack_story;
