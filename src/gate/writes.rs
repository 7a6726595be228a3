//! Every kind of write there is: one file each, and the list.
//!
//! A kind says what it needs, does, leaves behind, and how it is undone, all as
//! pure functions of what was observed. `edge/write` has one file of the same
//! name for the call.

mod attach_role_policy;
mod change;
mod codify_policy;
mod create_policy_version;
mod delete_role_policy;
mod detach_role_policy;
mod execute_change_set;
mod put_role_policy;
mod stack;
mod update_assume_role_policy;

use serde::{Deserialize, Serialize};

pub use attach_role_policy::AttachRolePolicy;
pub(in crate::gate) use change::same;
pub use change::{Change, Course, Target, read_back, recognised};
pub use codify_policy::{CodifyPolicy, Item};
pub use create_policy_version::CreatePolicyVersion;
pub use delete_role_policy::DeleteRolePolicy;
pub use detach_role_policy::DetachRolePolicy;
pub use execute_change_set::ExecuteChangeSet;
pub use put_role_policy::PutRolePolicy;
pub use update_assume_role_policy::UpdateAssumeRolePolicy;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    AttachRolePolicy(AttachRolePolicy),
    CodifyPolicy(CodifyPolicy),
    CreatePolicyVersion(CreatePolicyVersion),
    DeleteRolePolicy(DeleteRolePolicy),
    DetachRolePolicy(DetachRolePolicy),
    ExecuteChangeSet(ExecuteChangeSet),
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
    pub fn change(&self) -> &dyn Change {
        match self {
            Self::AttachRolePolicy(change) => change,
            Self::CodifyPolicy(change) => change,
            Self::CreatePolicyVersion(change) => change,
            Self::DeleteRolePolicy(change) => change,
            Self::DetachRolePolicy(change) => change,
            Self::ExecuteChangeSet(change) => change,
            Self::PutRolePolicy(change) => change,
            Self::UpdateAssumeRolePolicy(change) => change,
        }
    }
}
