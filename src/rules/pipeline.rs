//! The rules of the pipeline audit: a registry. Each looks at the repository's workflows,
//! templates and what belongs to them, and gives a row for what it saw.
//!
//! They judge files alone. What GitHub has set or what is live they do not know, and say so.

mod alarms;
mod alert_target;
mod auto_merge;
mod blind_canary;
mod cache_safety;
mod commands;
mod dangerous_trigger;
mod declared;
mod dependency_check;
mod deploy_concurrency;
mod deploys;
mod excerpt;
mod expression;
mod floating_build;
mod function_limits;
mod functions;
mod injected_expression;
mod kept_credentials;
mod local_command;
mod lock;
mod log_retention;
mod long_lived_keys;
mod missing_alarms;
mod missing_sbom;
mod open_trust;
mod plain_secret;
mod pre_traffic_hook;
mod repository;
mod row;
mod rule;
mod runbook;
mod schedule;
mod secret_scan;
mod source;
mod stale_lock;
mod static_analysis;
mod tasks;
mod template_scan;
mod token_permissions;
mod tools;
mod traceability;
mod tracing;
mod unapproved_deploy;
mod undocumented_iam;
mod unit_tests;
mod unpinned_action;
mod unsafe_deployment;
mod unvalidated_template;
mod update_bot;
mod uses;
mod wildcard_permission;
mod workflow;

pub use repository::Repository;
pub use row::{Mark, Row, State};
pub use rule::{Area, Confidence, Needs, Risk, Rule, judge, rule};
pub use source::Spot;

/// Every rule, in the order in which a report has them: by area, then by number.
pub const RULES: &[&Rule] = &[
    &unpinned_action::RULE,
    &token_permissions::RULE,
    &dangerous_trigger::RULE,
    &kept_credentials::RULE,
    &injected_expression::RULE,
    &cache_safety::RULE,
    &stale_lock::RULE,
    &deploy_concurrency::RULE,
    &long_lived_keys::RULE,
    &open_trust::RULE,
    &undocumented_iam::RULE,
    &wildcard_permission::RULE,
    &floating_build::RULE,
    &update_bot::RULE,
    &dependency_check::RULE,
    &missing_sbom::RULE,
    &auto_merge::RULE,
    &local_command::RULE,
    &unit_tests::RULE,
    &static_analysis::RULE,
    &template_scan::RULE,
    &secret_scan::RULE,
    &unvalidated_template::RULE,
    &unsafe_deployment::RULE,
    &blind_canary::RULE,
    &pre_traffic_hook::RULE,
    &plain_secret::RULE,
    &function_limits::RULE,
    &log_retention::RULE,
    &tracing::RULE,
    &missing_alarms::RULE,
    &alert_target::RULE,
    &runbook::RULE,
    &traceability::RULE,
    &unapproved_deploy::RULE,
];
