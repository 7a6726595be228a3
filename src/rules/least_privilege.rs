//! Least privilege: what a policy document gives beyond its purpose, by rules with ids.
//!
//! A registry: one file for each rule, and the list. A hit speaks of the document
//! alone; it is no drift, and nothing here knows what the account has.

mod pass_role_unconditioned;
mod rule;
mod star_resource;
mod trust_any_principal;
mod trust_open_ids;
mod trust_without_audience;
mod trust_without_subject;
mod web_identity;
mod wildcard_action;

pub use rule::{Hit, Rule, hits, lint};

/// Every rule, in the order in which its hits stand at one place.
pub const RULES: &[&Rule] = &[
    &wildcard_action::RULE,
    &star_resource::RULE,
    &pass_role_unconditioned::RULE,
    &trust_any_principal::RULE,
    &trust_without_audience::RULE,
    &trust_without_subject::RULE,
    &trust_open_ids::RULE,
];
