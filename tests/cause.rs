//! From symptom to cause: denials in texts, first failures, missing permissions.

mod across;
mod denials;
mod first_failure;
mod no_jobs;
mod permission;
mod stack_story;
mod token_subject;
