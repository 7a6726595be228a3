//! What guards a repository on GitHub: rules of its branches, its organisation's demand for
//! two factors, scanning; and of an action's repository its tags and what is known against it.

use serde::{Deserialize, Serialize};

use super::{Tip, lenient::nullable};
use crate::facts::Remote;

/// What a job's token may do where no workflow says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowToken {
    /// `read`, `write`.
    #[serde(default)]
    pub default_workflow_permissions: Option<Remote>,
    #[serde(default)]
    pub can_approve_pull_request_reviews: Option<bool>,
}

/// A rule of a ruleset that holds on a branch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchRule {
    /// `pull_request`, `required_status_checks`, `deletion`, ...
    #[serde(default, rename = "type")]
    pub kind: Option<Remote>,
    #[serde(default, deserialize_with = "nullable")]
    pub parameters: RuleParameters,
}

/// What the rules that are looked at are set to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleParameters {
    #[serde(default)]
    pub required_approving_review_count: Option<u64>,
    #[serde(default, deserialize_with = "nullable")]
    pub required_status_checks: Vec<RequiredCheck>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredCheck {
    #[serde(default)]
    pub context: Option<Remote>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    #[serde(default)]
    pub login: Option<Remote>,
    /// Only an owner of the organisation is shown it.
    #[serde(default)]
    pub two_factor_requirement_enabled: Option<bool>,
}

/// What GitHub itself scans; only who administers the repository is shown it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityAnalysis {
    #[serde(default)]
    pub secret_scanning: Option<Switch>,
    #[serde(default)]
    pub secret_scanning_push_protection: Option<Switch>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// `enabled`, `disabled`.
    #[serde(default)]
    pub status: Option<Remote>,
}

impl Switch {
    pub fn is_on(&self) -> bool {
        self.status.as_ref().map(Remote::raw) == Some("enabled")
    }
}

/// A tag and the commit that it leads to, also where the tag is annotated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default)]
    pub commit: Option<Tip>,
}

/// An entry of GitHub's database of advisories.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advisory {
    #[serde(default)]
    pub ghsa_id: Option<Remote>,
    #[serde(default)]
    pub summary: Option<Remote>,
    #[serde(default, deserialize_with = "nullable")]
    pub vulnerabilities: Vec<Vulnerable>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vulnerable {
    #[serde(default)]
    pub package: Option<Package>,
    /// `>= 1.0, < 2.3`.
    #[serde(default)]
    pub vulnerable_version_range: Option<Remote>,
    #[serde(default)]
    pub first_patched_version: Option<Remote>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    #[serde(default)]
    pub ecosystem: Option<Remote>,
    #[serde(default)]
    pub name: Option<Remote>,
}
