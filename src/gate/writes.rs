//! Every kind of write there is: one file each, and the list.
//!
//! A kind says what it needs, does, leaves behind, and how it is undone, all as
//! pure functions of what was observed. `edge/write` has one file of the same
//! name for the call.

mod attach_role_policy;
mod change;
mod codify_policy;
mod codify_template;
mod create_policy_version;
mod delete_role_policy;
mod detach_role_policy;
mod put_role_policy;
mod update_assume_role_policy;

use serde::{Deserialize, Serialize};

pub use attach_role_policy::AttachRolePolicy;
pub(in crate::gate) use change::same;
pub use change::{Change, Target, read_back, recognised};
pub use codify_policy::{CodifyPolicy, Item};
pub use codify_template::CodifyTemplate;
pub use create_policy_version::CreatePolicyVersion;
pub use delete_role_policy::DeleteRolePolicy;
pub use detach_role_policy::DetachRolePolicy;
pub use put_role_policy::PutRolePolicy;
pub use update_assume_role_policy::UpdateAssumeRolePolicy;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    AttachRolePolicy(AttachRolePolicy),
    CodifyPolicy(CodifyPolicy),
    CodifyTemplate(CodifyTemplate),
    CreatePolicyVersion(CreatePolicyVersion),
    DeleteRolePolicy(DeleteRolePolicy),
    DetachRolePolicy(DetachRolePolicy),
    PutRolePolicy(PutRolePolicy),
    UpdateAssumeRolePolicy(UpdateAssumeRolePolicy),
}

/// What is read to prepare and to verify writes, besides what the asks read:
/// service and operation as the SDK names them.
pub const READS: &[(&str, &str)] = &[
    ("CloudFormation", "DescribeStackResources"),
    ("IAM", "ListEntitiesForPolicy"),
    ("IAM", "ListPolicyVersions"),
    ("IAM", "SimulatePrincipalPolicy"),
];

impl Write {
    /// The file of the working tree that changes; None: something else does.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::CodifyPolicy(change) => Some(&change.path),
            Self::CodifyTemplate(change) => Some(&change.path),
            _ => None,
        }
    }

    pub fn change(&self) -> &dyn Change {
        match self {
            Self::AttachRolePolicy(change) => change,
            Self::CodifyPolicy(change) => change,
            Self::CodifyTemplate(change) => change,
            Self::CreatePolicyVersion(change) => change,
            Self::DeleteRolePolicy(change) => change,
            Self::DetachRolePolicy(change) => change,
            Self::PutRolePolicy(change) => change,
            Self::UpdateAssumeRolePolicy(change) => change,
        }
    }
}
