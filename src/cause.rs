//! From symptom to cause: what was refused, what failed first, what lacks the permission.
//!
//! Rank 2: names `facts`, `ask`, `policy`, `template`. Pure: texts and facts in, plain data
//! out; no I/O, no clock. What a text does not say is left unsaid.

pub mod across;
pub mod chain;
pub mod denial;
pub mod first_failure;
pub mod job_groups;
pub mod job_log;
pub mod job_stack;
pub mod lost_job;
pub mod no_jobs;
pub mod permission;
pub mod queue;
pub mod stack_story;
pub mod streak;
pub mod token_subject;
pub mod workflow;
