//! What a plan will do, step by step, to the byte.
//!
//! The wire permit compares the request that leaves with these, so they hold
//! the parameters as the service's protocol names them, not as an SDK does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::GitHubCall;
use crate::facts::Remote;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Aws(AwsCall),
    File(FileWrite),
    GitHub(GitHubCall),
}

/// One request: `iam:PutRolePolicy` with its parameters, of AWS's Query protocol but
/// for S3 and Cloud Map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwsCall {
    /// As the SDK names it: `IAM`.
    pub service: String,
    /// `PutRolePolicy`.
    pub operation: String,
    /// By their names on the wire: `RoleName`, `PolicyDocument`, `Tags.member.1.Key`.
    pub parameters: BTreeMap<String, Remote>,
    /// It cannot be taken back: a deleted version stays deleted.
    pub is_final: bool,
}

/// One file of the working tree, replaced whole or made new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileWrite {
    /// Relative to the repository's root.
    pub path: String,
    /// What must be there now; None: no file.
    pub before: Option<Remote>,
    pub after: Remote,
}

impl Step {
    pub fn call(&self) -> Option<&AwsCall> {
        match self {
            Self::Aws(call) => Some(call),
            Self::File(_) | Self::GitHub(_) => None,
        }
    }

    /// `iam:PutRolePolicy`, the file's path, or method and path of GitHub's API.
    pub fn in_short(&self) -> String {
        match self {
            Self::Aws(call) => call.action(),
            Self::File(file) => file.path.clone(),
            Self::GitHub(call) => call.in_short(),
        }
    }
}

impl AwsCall {
    pub fn iam<const N: usize>(operation: &str, parameters: [(&str, &str); N]) -> Self {
        let parameters = parameters.map(|(name, value)| (name.to_owned(), Remote::new(value)));
        Self {
            service: "IAM".to_owned(),
            operation: operation.to_owned(),
            parameters: parameters.into(),
            is_final: false,
        }
    }

    /// Lists by their members: `Capabilities.member.1`.
    pub fn cloudformation<const N: usize>(operation: &str, parameters: [(&str, &str); N]) -> Self {
        Self {
            service: "CloudFormation".to_owned(),
            ..Self::iam(operation, parameters)
        }
    }

    /// JSON: `Attributes.AWS_INSTANCE_IPV4` is a field of an object.
    pub fn service_discovery<const N: usize>(
        operation: &str,
        parameters: [(&str, &str); N],
    ) -> Self {
        Self {
            service: "ServiceDiscovery".to_owned(),
            ..Self::iam(operation, parameters)
        }
    }

    /// `PutObject`: no call of the Query protocol, so its parts stand here by the names
    /// that the SDK has for them.
    pub fn s3<const N: usize>(operation: &str, parameters: [(&str, &str); N]) -> Self {
        Self {
            service: "S3".to_owned(),
            ..Self::iam(operation, parameters)
        }
    }

    /// The IAM action that allows it: `iam:PutRolePolicy`.
    pub fn action(&self) -> String {
        format!("{}:{}", self.service.to_ascii_lowercase(), self.operation)
    }
}
