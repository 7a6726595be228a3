//! The rows of the health audit: a registry. Each says of one kind of thing what is asked of
//! it and what the answers come to; what could not be read is UNKNOWN, and never well.

mod alarm;
mod auto_scaling_group;
mod bucket;
mod bucket_contents;
mod containers;
mod dashboard;
mod data;
mod database;
mod dead_letters;
mod delivery_source;
mod ecs_service;
mod event_source;
mod function_invoked;
mod function_runs;
mod function_state;
mod http_api;
mod image_repository;
mod instance;
mod load_balancer;
mod log_group;
mod nat_instance;
mod package_repository;
mod pipeline;
mod queue;
mod role;
mod row;
mod rule;
mod security_group;
mod seen;
mod state_machine;
mod status;
mod subnets;
mod table;
mod target_group;
mod topic;
mod trail;
mod user_pool;
mod vpc;
mod vpc_endpoint;
mod web_acl;

pub use row::{Area, RowReport, Rule, finding, rows};
pub use seen::{Looked, Seen};
pub use status::{Category, HealthStatus, Judged};

/// Every row, in the order of the audit.
pub const RULES: &[&Rule] = &[
    &bucket::RULE,
    &bucket_contents::RULE,
    &table::RULE,
    &data::RULE,
    &image_repository::RULE,
    &user_pool::RULE,
    &package_repository::RULE,
    &trail::RULE,
    &vpc::RULE,
    &subnets::RULE,
    &nat_instance::RULE,
    &security_group::RULE,
    &vpc_endpoint::RULE,
    &database::RULE,
    &queue::RULE,
    &dead_letters::RULE,
    &topic::RULE,
    &instance::RULE,
    &auto_scaling_group::RULE,
    &containers::RULE,
    &load_balancer::RULE,
    &target_group::RULE,
    &ecs_service::RULE,
    &function_state::RULE,
    &function_invoked::RULE,
    &function_runs::RULE,
    &event_source::RULE,
    &role::RULE,
    &rule::RULE,
    &state_machine::RULE,
    &pipeline::RULE,
    &http_api::RULE,
    &web_acl::RULE,
    &alarm::RULE,
    &dashboard::RULE,
    &log_group::RULE,
    &delivery_source::RULE,
];
