//! From symptom to cause: denials in texts, first failures, missing permissions.

mod denials;
mod first_failure;
mod permission;
mod stack_story;
mod no_jobs;
mod token_subject;
