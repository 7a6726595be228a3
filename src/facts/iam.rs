//! Roles and policies as IAM has them. Documents are percent-decoded, otherwise raw.

use serde::{Deserialize, Serialize};

use super::{Arn, Fault, PolicyName, Remote, RoleName};

/// A part of an answer that may have been denied while the rest was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading<T> {
    Known(T),
    Unknown(Fault),
}

impl<T> Reading<T> {
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// What was read, to be changed.
    pub fn read_mut(&mut self) -> Result<&mut T, &Fault> {
        match self {
            Self::Known(value) => Ok(value),
            Self::Unknown(fault) => Err(fault),
        }
    }

    /// What was read, or why it could not be.
    pub fn read(&self) -> Result<&T, &Fault> {
        match self {
            Self::Known(value) => Ok(value),
            Self::Unknown(fault) => Err(fault),
        }
    }
}

impl<T> From<Result<T, Fault>> for Reading<T> {
    fn from(read: Result<T, Fault>) -> Self {
        read.map_or_else(Self::Unknown, Self::Known)
    }
}

/// What could be read of an account's roles, in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorization {
    pub roles: Vec<RoleReading>,
    /// Customer managed policies, by ARN.
    pub managed: Vec<ManagedPolicy>,
    /// The whole account was listed: a role that is not here does not exist.
    /// When false only the roles asked for by name were read.
    pub complete: bool,
    /// The calls that brought it: `iam:GetAccountAuthorizationDetails`.
    pub source: String,
    pub pages: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleReading {
    pub name: RoleName,
    /// `Unknown` with [`super::FaultKind::Missing`]: the role does not exist.
    pub role: Reading<Role>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub name: RoleName,
    pub arn: Arn,
    pub path: String,
    pub trust: Reading<Remote>,
    pub inline: Reading<Vec<InlinePolicy>>,
    /// ARNs of attached managed policies, customer's and AWS's own.
    pub attached: Reading<Vec<Arn>>,
    pub boundary: Reading<Option<Arn>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlinePolicy {
    pub name: PolicyName,
    pub document: Reading<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    pub name: PolicyName,
    pub arn: Arn,
    pub default_version: String,
    pub document: Reading<Remote>,
}
