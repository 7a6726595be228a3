//! IAM drift: the repository's policies against the live ones.
//!
//! A registry: one file for each part of a role that can drift, and the list.

mod attachments;
mod boundary;
mod documents;
mod findings;
mod ignore;
mod inline;
mod inputs;
mod judge;
mod log_delivery;
mod managed;
mod proof;
mod report;
mod role;
mod role_sides;
mod siblings;
mod templates;
mod trust;

pub use inputs::{Inputs, SiblingSide};
pub use judge::judge;
pub use proof::{decisions_in_words, request_in_words};
pub use report::{
    Deployed, DriftItem, DriftKind, DriftReport, DriftState, FromTemplate, Grant, SiblingItem,
    SiblingReport, SiblingState, Warning,
};
pub use role_sides::{Drift, RoleSides, Rule};
pub use siblings::translated;
pub use templates::{DeclaredRole, TemplateSide, declared_roles, declaring};

/// Every rule of a role's parts, in the order in which their rows stand under it.
pub const RULES: &[&Rule] = &[
    &role::RULE,
    &trust::RULE,
    &inline::RULE,
    &managed::RULE,
    &attachments::RULE,
    &boundary::RULE,
];
