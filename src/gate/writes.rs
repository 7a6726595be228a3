//! Every kind of write there is: one file each, and the list.
//!
//! A kind says what it needs, does, leaves behind, and how it is undone, all as
//! pure functions of what was observed. `edge/write` has one file of the same
//! name for the call.

mod attach_role_policy;
mod cancel_update_stack;
mod change;
mod codify_policy;
mod codify_template;
mod continue_update_rollback;
mod create_change_set;
mod create_policy_version;
mod delete_change_set;
mod delete_role_policy;
mod delete_stack;
mod detach_role_policy;
mod execute_change_set;
mod put_role_policy;
mod rollback_stack;
mod stack;
mod update_assume_role_policy;
mod update_termination_protection;

use serde::{Deserialize, Serialize};

use super::TargetState;
use crate::facts::Remote;

pub use attach_role_policy::AttachRolePolicy;
pub use cancel_update_stack::CancelUpdateStack;
pub(in crate::gate) use change::same;
pub use change::{Change, Progress, Target, read_back, recognised};
pub use codify_policy::{CodifyPolicy, Item};
pub use codify_template::CodifyTemplate;
pub use continue_update_rollback::ContinueUpdateRollback;
pub use create_change_set::{
    CreateChangeSet, EffectiveParameter, ExpectedValue, PREFIX, ParameterSource,
};
pub use create_policy_version::CreatePolicyVersion;
pub use delete_change_set::DeleteChangeSet;
pub use delete_role_policy::DeleteRolePolicy;
pub use delete_stack::DeleteStack;
pub use detach_role_policy::DetachRolePolicy;
pub use execute_change_set::ExecuteChangeSet;
pub use put_role_policy::PutRolePolicy;
pub use rollback_stack::RollbackStack;
pub use update_assume_role_policy::UpdateAssumeRolePolicy;
pub use update_termination_protection::UpdateTerminationProtection;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    AttachRolePolicy(AttachRolePolicy),
    CancelUpdateStack(CancelUpdateStack),
    CodifyPolicy(CodifyPolicy),
    ContinueUpdateRollback(ContinueUpdateRollback),
    CreateChangeSet(CreateChangeSet),
    CodifyTemplate(CodifyTemplate),
    CreatePolicyVersion(CreatePolicyVersion),
    DeleteChangeSet(DeleteChangeSet),
    DeleteRolePolicy(DeleteRolePolicy),
    DeleteStack(DeleteStack),
    DetachRolePolicy(DetachRolePolicy),
    ExecuteChangeSet(ExecuteChangeSet),
    PutRolePolicy(PutRolePolicy),
    RollbackStack(RollbackStack),
    UpdateAssumeRolePolicy(UpdateAssumeRolePolicy),
    UpdateTerminationProtection(UpdateTerminationProtection),
}

/// What is read to prepare and to verify writes, besides what the asks read:
/// service and operation as the SDK names them.
pub const READS: &[(&str, &str)] = &[
    ("CloudFormation", "DescribeStackResources"),
    ("IAM", "GetInstanceProfile"),
    ("IAM", "ListEntitiesForPolicy"),
    ("IAM", "ListPolicyVersions"),
    ("IAM", "SimulatePrincipalPolicy"),
];

/// The IAM actions that each kind of write on AWS needs, by the kind's name.
pub const NEEDS: &[(&str, &[&str])] = &[
    ("attach-role-policy", attach_role_policy::NEEDS),
    ("cancel-update-stack", cancel_update_stack::NEEDS),
    ("continue-update-rollback", continue_update_rollback::NEEDS),
    ("create-change-set", create_change_set::NEEDS),
    ("create-policy-version", create_policy_version::NEEDS),
    ("delete-change-set", delete_change_set::NEEDS),
    ("delete-role-policy", delete_role_policy::NEEDS),
    ("delete-stack", delete_stack::NEEDS),
    ("detach-role-policy", detach_role_policy::NEEDS),
    ("execute-change-set", execute_change_set::NEEDS),
    ("put-role-policy", put_role_policy::NEEDS),
    ("rollback-stack", rollback_stack::NEEDS),
    (
        "update-assume-role-policy",
        update_assume_role_policy::NEEDS,
    ),
    (
        "update-termination-protection",
        update_termination_protection::NEEDS,
    ),
];

/// Kinds after whose call CloudFormation goes on by itself: what it does to the
/// resources, it does with the role of the stack, or else as the caller.
pub const ON_RESOURCES: &[&str] = &[
    "cancel-update-stack",
    "continue-update-rollback",
    "delete-stack",
    "execute-change-set",
    "rollback-stack",
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

    /// The ARN of what it makes, where it is there now: found by its name, and by
    /// what it says of itself, for somebody else may have been first with the name.
    pub fn made(&self, now: &TargetState) -> Option<Remote> {
        let Self::CreateChangeSet(create) = self else {
            return None;
        };
        let set = now.stack()?.change_set()?;
        let is_it = set.name == create.change_set && create_change_set::says_it_is_ours(set);
        is_it.then(|| Remote::new(set.id.raw()))
    }

    pub fn change(&self) -> &dyn Change {
        match self {
            Self::AttachRolePolicy(change) => change,
            Self::CancelUpdateStack(change) => change,
            Self::CodifyPolicy(change) => change,
            Self::ContinueUpdateRollback(change) => change,
            Self::CreateChangeSet(change) => change,
            Self::CodifyTemplate(change) => change,
            Self::CreatePolicyVersion(change) => change,
            Self::DeleteChangeSet(change) => change,
            Self::DeleteRolePolicy(change) => change,
            Self::DeleteStack(change) => change,
            Self::DetachRolePolicy(change) => change,
            Self::ExecuteChangeSet(change) => change,
            Self::PutRolePolicy(change) => change,
            Self::RollbackStack(change) => change,
            Self::UpdateAssumeRolePolicy(change) => change,
            Self::UpdateTerminationProtection(change) => change,
        }
    }
}
