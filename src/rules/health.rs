//! The rows of the health audit: a registry. Each says of one kind of thing what is asked of
//! it and what the answers come to; what could not be read is UNKNOWN, and never well.

mod alarm;
mod auto_scaling_group;
mod database;
mod dead_letters;
mod ecs_service;
mod event_source;
mod function_invoked;
mod function_runs;
mod function_state;
mod log_group;
mod queue;
mod row;
mod rule;
mod seen;
mod state_machine;
mod status;
mod table;
mod target_group;
mod topic;
mod web_acl;

pub use row::{Area, RowReport, Rule, finding, rows};
pub use seen::{Looked, Seen};
pub use status::{Category, HealthStatus, Judged};

/// Every row, in the order of the audit.
pub const RULES: &[&Rule] = &[
    &table::RULE,
    &database::RULE,
    &queue::RULE,
    &dead_letters::RULE,
    &topic::RULE,
    &auto_scaling_group::RULE,
    &target_group::RULE,
    &ecs_service::RULE,
    &function_state::RULE,
    &function_invoked::RULE,
    &function_runs::RULE,
    &event_source::RULE,
    &rule::RULE,
    &state_machine::RULE,
    &web_acl::RULE,
    &alarm::RULE,
    &log_group::RULE,
];
