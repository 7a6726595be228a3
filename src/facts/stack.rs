//! CloudFormation stacks as CloudFormation has them. Everything is raw and
//! bounded where it was read; a NoEcho value is the asterisks that AWS sent.
//! Nothing is judged here: which failure came first is said, why is not.

mod change_set;
mod drift;
mod events;
mod names;
mod resource;
mod status;
mod words;

pub use change_set::{
    ChangeDetail, ChangeSet, ChangeSetSummary, DriftIgnored, LiveDrift, PropertyValue, Replaced,
    ResourceChange,
};
pub use drift::{PropertyDifference, ResourceDrift, StackDrift};
pub use events::{
    ChangeSetFailures, EventExtent, HookEvent, NestedStack, StackEvent, StackEvents,
    ValidationEvent,
};
pub use names::{
    ChangeSetId, ChangeSetName, ClientToken, DriftDetectionId, EventId, LogicalId, OperationId,
    PhysicalId, ResourceType, StackId, StackName,
};
pub use resource::{StackResource, StackResources, StackTemplate};
pub use status::{ResourceStatus, StackStatus};
pub use words::{
    ChangeAction, ChangeSetStatus, DeploymentConfigMode, DeploymentMode, DriftDetectionStatus,
    Evaluation, EventKind, ExecutionStatus, HookFailureMode, HookStatus, OnStackFailure,
    OperationType, PolicyAction, Replacement, RequiresRecreation, ResourceAttribute,
    ResourceDriftStatus, StackDriftStatus, Word,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Arn, Remote};

/// The stacks of an account and region, those deleted left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stacks {
    pub stacks: Vec<Stack>,
    /// Every page was read: a stack that is not here does not exist.
    pub complete: bool,
    pub pages: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stack {
    pub id: StackId,
    pub name: StackName,
    pub status: StackStatus,
    pub reason: Option<Remote>,
    pub detailed_status: Option<Word>,
    /// As the last drift detection left it.
    pub drift: Option<StackDriftStatus>,
    pub drift_checked: Option<Timestamp>,
    pub created: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub deleted: Option<Timestamp>,
    pub parent: Option<StackId>,
    pub root: Option<StackId>,
    pub description: Option<Remote>,
    #[serde(default)]
    pub outputs: Vec<Output>,
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub capabilities: Vec<Word>,
    /// The role that CloudFormation works with; None: the caller's own permissions.
    pub role: Option<Arn>,
    #[serde(default)]
    pub termination_protection: bool,
    #[serde(default)]
    pub disable_rollback: bool,
    /// The change set that made or last updated it.
    pub change_set: Option<ChangeSetId>,
    /// Newest first, where the service tells them.
    #[serde(default)]
    pub operations: Vec<Operation>,
}

impl Stack {
    /// When it was last written: updated, else created.
    pub fn written(&self) -> Option<Timestamp> {
        self.updated.or(self.created)
    }

    /// Its last operation did not do what it was asked to: it failed, or the stack is
    /// well and says why something was not done.
    pub fn tells_of_failure(&self) -> bool {
        let said = self.reason.as_ref();
        let refused = said.is_some_and(|said| !said.raw().is_empty());
        self.status.is_failed() || (self.status.is_settled() && refused)
    }

    pub fn is_nested(&self) -> bool {
        self.parent.is_some()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: OperationId,
    pub kind: Option<OperationType>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    pub key: Remote,
    pub value: Remote,
    pub description: Option<Remote>,
    pub export: Option<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    pub key: Remote,
    /// Asterisks for a NoEcho parameter.
    pub value: Option<Remote>,
    /// What an SSM parameter's name stood for.
    pub resolved: Option<Remote>,
    /// The stack's present value is kept: a change set then names no value.
    #[serde(default)]
    pub use_previous: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub key: Remote,
    pub value: Remote,
}
