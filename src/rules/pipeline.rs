//! The rules of the pipeline audit: a registry. Each looks at the repository's workflows,
//! templates and what belongs to them, and gives a row for what it saw.
//!
//! They judge files, and beside them what GitHub has set and what is live as far as it was
//! read. What nobody read they do not know, and say so.

mod alarms;
mod alert_target;
mod auto_merge;
mod blind_canary;
mod cache_safety;
mod commands;
mod coverage;
mod dangerous_trigger;
mod declared;
mod dependency_check;
mod deploy_concurrency;
mod deploys;
mod environment_readers;
mod excerpt;
mod expression;
mod floating_build;
mod function_limits;
mod functions;
mod injected_expression;
mod integration_tests;
mod kept_credentials;
mod live_trust;
mod local_command;
mod lock;
mod log_retention;
mod long_lived_keys;
mod map;
mod mismatched_pin;
mod missing_alarms;
mod missing_sbom;
mod named;
mod online;
mod open_trust;
mod plain_secret;
mod pre_traffic_hook;
mod repository;
mod rollback_drill;
mod row;
mod rule;
mod run_evidence;
mod runbook;
mod schedule;
mod secret_rotation;
mod secret_scan;
mod source;
mod stale_lock;
mod static_analysis;
mod tasks;
mod template_scan;
mod threats;
mod token_permissions;
mod tools;
mod traceability;
mod tracing;
mod two_factor;
mod unapproved_deploy;
mod undocumented_iam;
mod unit_tests;
mod unpinned_action;
mod unrestricted_actions;
mod unreviewed_merge;
mod unsafe_deployment;
mod unvalidated_template;
mod update_bot;
mod uses;
mod versions;
mod wildcard_permission;
mod workflow;

pub use map::{Station, StationKind, stations};
pub use named::{assumed, pinned};
pub use online::{Online, Used};
pub use repository::Repository;
pub use row::{Mark, Row, State};
pub use rule::{Area, Confidence, Needs, Risk, Rule, judge, rule};
pub use source::Spot;
pub use threats::{THREATS, Threat};

/// Every rule, in the order in which a report has them: by area, then by number.
pub const RULES: &[&Rule] = &[
    &unpinned_action::RULE,
    &mismatched_pin::RULE,
    &token_permissions::RULE,
    &dangerous_trigger::RULE,
    &kept_credentials::RULE,
    &injected_expression::RULE,
    &cache_safety::RULE,
    &stale_lock::RULE,
    &deploy_concurrency::RULE,
    &unrestricted_actions::RULE,
    &long_lived_keys::RULE,
    &open_trust::RULE,
    &undocumented_iam::RULE,
    &wildcard_permission::RULE,
    &two_factor::RULE,
    &environment_readers::RULE,
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
    &unreviewed_merge::RULE,
    &integration_tests::RULE,
    &coverage::RULE,
    &unvalidated_template::RULE,
    &unsafe_deployment::RULE,
    &blind_canary::RULE,
    &pre_traffic_hook::RULE,
    &plain_secret::RULE,
    &secret_rotation::RULE,
    &function_limits::RULE,
    &log_retention::RULE,
    &tracing::RULE,
    &missing_alarms::RULE,
    &alert_target::RULE,
    &runbook::RULE,
    &rollback_drill::RULE,
    &traceability::RULE,
    &unapproved_deploy::RULE,
    &run_evidence::RULE,
];
