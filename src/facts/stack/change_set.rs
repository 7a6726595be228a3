//! A change set: what CloudFormation would do to a stack. Nothing of it is left
//! out in silence, because a gate decides by it: unknown words stay unknown,
//! truncated values say so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ChangeAction, ChangeSetId, ChangeSetName, ChangeSetStatus, DeploymentConfigMode,
    DeploymentMode, Evaluation, ExecutionStatus, LogicalId, OnStackFailure, Parameter, PhysicalId,
    PolicyAction, Replacement, RequiresRecreation, ResourceAttribute, ResourceDriftStatus,
    ResourceType, StackDriftStatus, StackId, StackName, Tag, Word,
};
use crate::facts::{Arn, Remote, RoleName};

/// One row of a stack's list of change sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSetSummary {
    pub id: ChangeSetId,
    pub name: ChangeSetName,
    pub stack: StackId,
    pub status: ChangeSetStatus,
    pub reason: Option<Remote>,
    pub execution: ExecutionStatus,
    pub created: Option<Timestamp>,
    pub description: Option<Remote>,
    pub parent: Option<ChangeSetId>,
    pub root: Option<ChangeSetId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSet {
    pub id: ChangeSetId,
    pub name: ChangeSetName,
    pub stack: StackId,
    pub stack_name: StackName,
    pub status: ChangeSetStatus,
    pub reason: Option<Remote>,
    pub execution: ExecutionStatus,
    pub created: Option<Timestamp>,
    pub description: Option<Remote>,
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub capabilities: Vec<Word>,
    #[serde(default)]
    pub notifications: Vec<Arn>,
    /// Alarms that roll the stack back, while it is updated and for so many minutes after.
    #[serde(default)]
    pub triggers: Vec<Arn>,
    pub monitored_minutes: Option<i32>,
    pub changes: Vec<ResourceChange>,
    /// Changes that are of no resource: of a kind this program does not know.
    #[serde(default)]
    pub other_changes: u32,
    /// None: the template alone decides, drift is not looked at.
    pub deployment_mode: Option<DeploymentMode>,
    pub deployment_config: Option<DeploymentConfigMode>,
    pub on_failure: Option<OnStackFailure>,
    pub drift: Option<StackDriftStatus>,
    #[serde(default)]
    pub includes_nested: bool,
    #[serde(default)]
    pub imports_existing: bool,
    pub parent: Option<ChangeSetId>,
    pub root: Option<ChangeSetId>,
    /// How many pages it was read in: every one there is.
    pub pages: u32,
}

/// AWS's two answers for a change set that would change nothing, each word for word:
/// there is no code for it.
const NOTHING: &[&str] = &[
    "The submitted information didn't contain changes. Submit different information to create a change set",
    "The submitted information didn't contain changes",
    "No updates are to be performed",
];

impl ChangeSet {
    /// It would change nothing: it has no change, and failed for just that reason or not at all.
    pub fn is_empty(&self) -> bool {
        let said = self.reason.as_ref().map_or("", Remote::raw);
        let for_that = NOTHING.contains(&said.trim_end_matches('.'));
        self.changes.is_empty()
            && self.other_changes == 0
            && match self.status {
                ChangeSetStatus::Failed => for_that,
                ChangeSetStatus::CreateComplete => true,
                _ => false,
            }
    }

    /// The roles that are there and would change.
    pub fn roles(&self) -> Vec<RoleName> {
        self.changes
            .iter()
            .filter_map(ResourceChange::role)
            .collect()
    }

    /// Some value did not come whole: what it says cannot be relied on.
    pub fn is_truncated(&self) -> bool {
        self.changes.iter().any(ResourceChange::is_truncated)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceChange {
    pub action: ChangeAction,
    pub logical_id: LogicalId,
    pub physical_id: Option<PhysicalId>,
    pub resource_type: ResourceType,
    /// Given for a modification only.
    pub replacement: Option<Replacement>,
    #[serde(default)]
    pub scope: Vec<ResourceAttribute>,
    #[serde(default)]
    pub details: Vec<ChangeDetail>,
    /// All properties before and after, as JSON.
    pub before: Option<PropertyValue>,
    pub after: Option<PropertyValue>,
    pub previous_deployment: Option<PropertyValue>,
    /// The change set of the nested stack that this resource is.
    pub nested: Option<ChangeSetId>,
    /// What becomes of the resource that goes.
    pub policy_action: Option<PolicyAction>,
    pub drift: Option<ResourceDriftStatus>,
    #[serde(default)]
    pub drift_ignored: Vec<DriftIgnored>,
    /// The template module that it comes from.
    pub module: Option<Remote>,
}

impl ResourceChange {
    /// The role that it is a change of, where that exists.
    pub fn role(&self) -> Option<RoleName> {
        let is_role = self.resource_type.raw() == "AWS::IAM::Role";
        let physical = self.physical_id.as_ref().filter(|_| is_role)?;
        Some(RoleName::new(physical.raw()))
    }

    /// Whether another resource takes its place, as the change itself says it.
    pub fn replaced(&self) -> Option<Replaced> {
        let by_policy = matches!(
            self.policy_action,
            Some(
                PolicyAction::ReplaceAndDelete
                    | PolicyAction::ReplaceAndRetain
                    | PolicyAction::ReplaceAndSnapshot
            )
        );
        match (&self.replacement, self.replaced_by_detail()) {
            (Some(Replacement::Yes), _) => Some(Replaced::Surely),
            // A word that this program does not know is not No.
            (Some(Replacement::Conditional | Replacement::Unknown(_)), _) => {
                Some(Replaced::Perhaps)
            }
            (None, Some(by_detail)) => Some(by_detail),
            (Some(Replacement::No) | None, _) => by_policy.then_some(Replaced::Surely),
        }
    }

    /// What the properties make of it: one whose value is known only at execution
    /// may stay as it is.
    fn replaced_by_detail(&self) -> Option<Replaced> {
        let of = |detail: &ChangeDetail| match detail.requires_recreation {
            Some(RequiresRecreation::Always) if detail.evaluation == Some(Evaluation::Dynamic) => {
                Some(Replaced::Perhaps)
            }
            Some(RequiresRecreation::Always) => Some(Replaced::Surely),
            Some(RequiresRecreation::Conditionally | RequiresRecreation::Unknown(_)) => {
                Some(Replaced::Perhaps)
            }
            Some(RequiresRecreation::Never) | None => None,
        };
        self.details.iter().filter_map(of).max()
    }

    fn is_truncated(&self) -> bool {
        let contexts = [&self.before, &self.after, &self.previous_deployment];
        let details = self.details.iter().flat_map(|detail| {
            let drift = detail.drift.as_ref();
            [
                detail.before.as_ref(),
                detail.after.as_ref(),
                drift.and_then(|drift| drift.previous.as_ref()),
                drift.and_then(|drift| drift.actual.as_ref()),
            ]
        });
        let contexts = contexts.into_iter().map(Option::as_ref);
        contexts
            .chain(details)
            .flatten()
            .any(|value| value.truncated)
    }
}

/// How sure it is that another resource takes the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Replaced {
    /// It is decided when the change set is executed.
    Perhaps,
    Surely,
}

impl Replaced {
    /// The loud word of a preview.
    pub fn word(self) -> &'static str {
        match self {
            Self::Perhaps => "MAYBE REPLACED",
            Self::Surely => "REPLACED",
        }
    }
}

/// One property, tag or attribute that changes, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDetail {
    pub attribute: Option<ResourceAttribute>,
    /// The property's name: `Policies`.
    pub name: Option<Remote>,
    /// `/Properties/Policies/0/PolicyDocument`.
    pub path: Option<Remote>,
    pub requires_recreation: Option<RequiresRecreation>,
    pub change_type: Option<Word>,
    pub before: Option<PropertyValue>,
    pub after: Option<PropertyValue>,
    pub before_from: Option<Word>,
    pub after_from: Option<Word>,
    pub drift: Option<LiveDrift>,
    pub evaluation: Option<Evaluation>,
    pub source: Option<Word>,
    /// What it follows from: a parameter, or `Logical.Attribute`.
    pub causing_entity: Option<Remote>,
}

/// A value as AWS told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyValue {
    pub text: Remote,
    /// It did not come whole, by AWS's bound or by ours.
    #[serde(default)]
    pub truncated: bool,
}

/// What somebody made of a property since the last deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveDrift {
    pub previous: Option<PropertyValue>,
    pub actual: Option<PropertyValue>,
    pub at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftIgnored {
    pub path: Option<Remote>,
    pub reason: Option<Word>,
}
