//! Every kind of write there is: one file each, and the list.
//!
//! A kind says what it is about, does, leaves behind, and how it is undone, all as
//! pure functions of what was observed. Which one a write is nobody else asks:
//! guards, preview, journal and panes know its [`Change`] and its [`Subject`].

mod attachment;
mod cancel_run;
mod cancel_update_stack;
mod change;
mod codify_policy;
mod codify_template;
mod continue_update_rollback;
mod create_change_set;
mod create_policy_version;
mod delete_change_set;
mod delete_stack;
mod deregister_instances;
mod dispatch_workflow;
mod entries;
mod execute_change_set;
mod finish_deletion;
mod github;
mod inline_policy;
mod open_pull_request;
mod operation;
mod parameters;
mod progress;
mod register_instances;
mod rerun_run;
mod review_deployments;
mod role;
mod rollback_stack;
mod stack;
mod subject;
mod update_assume_role_policy;
mod update_termination_protection;

use serde::{Deserialize, Serialize};

pub use attachment::{AttachRolePolicy, DetachRolePolicy};
pub use cancel_run::CancelRun;
pub use cancel_update_stack::CancelUpdateStack;
pub use change::{Change, Kinded, read_back, recognised};
pub use codify_policy::CodifyPolicy;
pub use codify_template::CodifyTemplate;
pub use continue_update_rollback::ContinueUpdateRollback;
pub use create_change_set::{CreateChangeSet, PREFIX};
pub use create_policy_version::CreatePolicyVersion;
pub use delete_change_set::DeleteChangeSet;
pub use delete_stack::DeleteStack;
pub use deregister_instances::{DeregisterInstances, StaleEntry};
pub use dispatch_workflow::DispatchWorkflow;
pub use entries::EntryRef;
pub use execute_change_set::ExecuteChangeSet;
pub use finish_deletion::FinishDeletion;
pub use inline_policy::{DeleteRolePolicy, PutRolePolicy};
pub use open_pull_request::OpenPullRequest;
pub use parameters::{EffectiveParameter, ExpectedValue, ParameterSource};
pub use progress::{Progress, ReadBack};
pub use register_instances::{RegisterInstances, SavedEntry};
pub(in crate::gate) use rerun_run::MOST_ATTEMPTS;
pub use rerun_run::{JobChoice, Rerun, RerunRun};
pub use review_deployments::ReviewDeployments;
pub use rollback_stack::RollbackStack;
pub use subject::{
    EditsTemplate, EntriesBatch, EntriesPart, FilePart, GitHubPart, Item, NewChangeSet,
    ReviewedEnvironment, RolePart, StackPart, Subject, Target, TemplateFile,
};
pub(in crate::gate) use subject::{Quota, same};
pub use update_assume_role_policy::UpdateAssumeRolePolicy;
pub use update_termination_protection::UpdateTerminationProtection;

/// What is read to prepare and to verify writes, besides what the asks read:
/// service and operation as the SDK names them.
pub const READS: &[(&str, &str)] = &[
    ("CloudFormation", "DescribeStackResources"),
    ("CloudFormation", "ListImports"),
    ("IAM", "GetInstanceProfile"),
    ("IAM", "ListEntitiesForPolicy"),
    ("IAM", "ListPolicyVersions"),
    ("IAM", "SimulatePrincipalPolicy"),
    ("ServiceDiscovery", "GetOperation"),
];

/// What is known of a kind of write before there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registered {
    /// As drafts, the journal and `policy-needed` name it.
    pub kind: &'static str,
    /// In capitals over the preview: `PUT ROLE POLICY`.
    pub title: &'static str,
    /// The IAM actions of its calls; none: a file of the working tree is written, or GitHub.
    pub needs: &'static [&'static str],
    /// The permissions of a fine-grained token on GitHub that its requests need.
    pub token: &'static [&'static str],
    /// CloudFormation goes on by itself after the call: what it does to the resources,
    /// it does with the role of the stack, or else as the caller.
    pub works_on_resources: bool,
}

/// One draft of a write: harmless data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Write(Kind);

/// One line for each kind: its name, its title, its type, the actions that it needs, and
/// whether it works on resources; of one to GitHub the permissions of the token.
macro_rules! registry {
    ($($kind:literal $title:literal $Write:ident [$($action:literal),*] $works_on_resources:literal $(token [$($permission:literal),*])?;)*) => {
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        enum Kind {
            $(#[serde(rename = $kind)] $Write($Write),)*
        }

        $(impl $Write {
            const REGISTERED: Registered = Registered {
                kind: $kind,
                title: $title,
                needs: &[$($action),*],
                token: &[$($($permission),*)?],
                works_on_resources: $works_on_resources,
            };
        }

        impl Kinded for $Write {
            fn registered(&self) -> &'static Registered {
                &Self::REGISTERED
            }
        })*

        /// Every kind of write.
        pub const WRITES: &[Registered] = &[$($Write::REGISTERED),*];

        impl Write {
            pub fn change(&self) -> &dyn Change {
                match &self.0 {
                    $(Kind::$Write(change) => change,)*
                }
            }

            fn change_mut(&mut self) -> &mut dyn Change {
                match &mut self.0 {
                    $(Kind::$Write(change) => change,)*
                }
            }
        }

        $(impl From<$Write> for Write {
            fn from(write: $Write) -> Self {
                Self(Kind::$Write(write))
            }
        })*
    };
}

registry! {
    "attach-role-policy" "ATTACH ROLE POLICY" AttachRolePolicy ["iam:AttachRolePolicy"] false;
    "cancel-run" "CANCEL WORKFLOW RUN" CancelRun [] false token ["actions:write"];
    "cancel-update-stack" "CANCEL UPDATE OF STACK" CancelUpdateStack ["cloudformation:CancelUpdateStack"] true;
    "codify-policy" "CODIFY LIVE POLICY" CodifyPolicy [] false;
    "codify-template" "CODIFY INTO TEMPLATE" CodifyTemplate [] false;
    "continue-update-rollback" "CONTINUE UPDATE ROLLBACK" ContinueUpdateRollback ["cloudformation:ContinueUpdateRollback"] true;
    // The tags that the stack has are sent again, which `TagResource` allows where
    // it is made a condition (`cloudformation:CreateAction`).
    "create-change-set" "CREATE CHANGE SET" CreateChangeSet ["cloudformation:CreateChangeSet", "cloudformation:TagResource"] false;
    "create-policy-version" "CREATE POLICY VERSION" CreatePolicyVersion ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion"] false;
    "delete-change-set" "DELETE CHANGE SET" DeleteChangeSet ["cloudformation:DeleteChangeSet"] false;
    "delete-role-policy" "DELETE ROLE POLICY" DeleteRolePolicy ["iam:DeleteRolePolicy"] false;
    "delete-stack" "DELETE STACK" DeleteStack ["cloudformation:DeleteStack"] true;
    // Route 53 has the records of a DNS namespace: Cloud Map writes them as the caller.
    "deregister-instances" "DEREGISTER INSTANCES" DeregisterInstances ["servicediscovery:DeregisterInstance", "route53:ChangeResourceRecordSets", "route53:DeleteHealthCheck", "route53:GetHealthCheck", "route53:UpdateHealthCheck"] false;
    "detach-role-policy" "DETACH ROLE POLICY" DetachRolePolicy ["iam:DetachRolePolicy"] false;
    "dispatch-workflow" "START WORKFLOW" DispatchWorkflow [] false token ["actions:write"];
    "execute-change-set" "EXECUTE CHANGE SET" ExecuteChangeSet ["cloudformation:ExecuteChangeSet"] true;
    "finish-deletion" "FINISH DELETION OF STACK" FinishDeletion ["cloudformation:DeleteStack"] true;
    "open-pull-request" "OPEN PULL REQUEST" OpenPullRequest [] false token ["contents:write", "pull_requests:write"];
    "put-role-policy" "PUT ROLE POLICY" PutRolePolicy ["iam:PutRolePolicy"] false;
    "register-instances" "REGISTER INSTANCES" RegisterInstances ["servicediscovery:RegisterInstance", "route53:ChangeResourceRecordSets", "route53:CreateHealthCheck", "route53:GetHealthCheck", "route53:UpdateHealthCheck", "ec2:DescribeInstances"] false;
    "rerun-run" "RERUN WORKFLOW RUN" RerunRun [] false token ["actions:write"];
    "review-deployments" "REVIEW DEPLOYMENTS" ReviewDeployments [] false token ["deployments:write"];
    "rollback-stack" "ROLL BACK STACK" RollbackStack ["cloudformation:RollbackStack"] true;
    "update-assume-role-policy" "UPDATE ASSUME ROLE POLICY" UpdateAssumeRolePolicy ["iam:UpdateAssumeRolePolicy"] false;
    "update-termination-protection" "UPDATE TERMINATION PROTECTION" UpdateTerminationProtection ["cloudformation:UpdateTerminationProtection"] false;
}

impl Write {
    pub fn registered(&self) -> &'static Registered {
        self.change().registered()
    }

    /// The file of the working tree that changes; None: something else does.
    pub fn file(&self) -> Option<&str> {
        self.change().subject().file()
    }

    pub(in crate::gate) fn conceal(&mut self, mark: &str) {
        self.change_mut().conceal(mark);
    }
}
