//! What the configuration says, after both kinds of file were read and checked.

use serde::{Deserialize, Serialize};

use super::{AccountId, EnvironmentName, Region, RoleName};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// At least one; the first is the default.
    pub environments: Vec<Environment>,
    pub current: EnvironmentName,
    /// None: the project says nothing about drift, so there is nothing to compare with.
    pub drift: Option<DriftSettings>,
    pub restricted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    pub name: EnvironmentName,
    /// None: the ambient credentials.
    pub profile: Option<String>,
    pub region: Option<Region>,
    /// What STS must answer; None: whatever it answers.
    pub account: Option<AccountId>,
    pub alias: Option<String>,
    pub production: bool,
}

/// `[drift]` of the project's file. Paths are relative to the repository's root.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftSettings {
    pub policies: Vec<String>,
    /// The environments that the codified policies describe; empty: every one.
    pub environments: Vec<EnvironmentName>,
    /// Globs over `role` or `role/policy`.
    pub ignore: Vec<String>,
    pub search: Vec<String>,
    pub compare: Vec<Compare>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compare {
    pub left: SiblingRef,
    pub right: SiblingRef,
}

/// `prod:role-name-prod`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingRef {
    pub environment: EnvironmentName,
    pub role: RoleName,
}

impl Settings {
    pub fn environment(&self, name: &EnvironmentName) -> Option<&Environment> {
        self.environments.iter().find(|e| &e.name == name)
    }
}
