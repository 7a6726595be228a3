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
    pub gate: GateSettings,
}

/// What your own files and the command line say about writing. The project's file has no say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateSettings {
    /// `--allow-writes` was given, and nothing made this console read-only.
    pub allow_writes: bool,
    /// `Fri 16:00..Mon 08:00 Europe/Berlin`.
    pub freeze: Vec<String>,
    /// Globs over names of roles and policies that are never written.
    pub protect: Vec<String>,
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
    /// Writes may be proposed here at all.
    pub allow_writes: bool,
    /// Globs over caller ARNs that may write; empty: whoever the account lets.
    pub write_principals: Vec<String>,
    /// Hosts besides AWS's own that writes may go to.
    pub endpoints: Vec<String>,
    /// A role that a stack or template owns may be written directly.
    pub write_owned: bool,
}

impl Environment {
    /// One that no configuration has: it permits nothing.
    pub fn unknown(name: EnvironmentName) -> Self {
        Self {
            name,
            profile: None,
            region: None,
            account: None,
            alias: None,
            production: true,
            allow_writes: false,
            write_principals: Vec::new(),
            endpoints: Vec::new(),
            write_owned: false,
        }
    }
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

impl DriftSettings {
    /// Whether the codified policies speak of this environment.
    pub fn describes(&self, environment: &EnvironmentName) -> bool {
        !self.policies.is_empty()
            && (self.environments.is_empty() || self.environments.contains(environment))
    }
}

impl Settings {
    pub fn environment(&self, name: &EnvironmentName) -> Option<&Environment> {
        self.environments.iter().find(|e| &e.name == name)
    }
}
