//! What happened to a stack and its resources, newest first.

use std::{collections::HashSet, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ChangeSetId, EventId, EventKind, HookFailureMode, HookStatus, LogicalId, OperationId,
    OperationType, PhysicalId, ResourceStatus, ResourceType, StackId, StackName, Word,
};
use crate::facts::{Fault, Remote};

/// How far back to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventExtent {
    /// What one call brings, and all that earlier calls of this session brought.
    FirstPage,
    /// What failed in the newest operation, nested stacks included: in few calls
    /// where the service can be asked for it, else as `Operation`.
    Failures,
    /// All events back to the start of the newest operation, and once that is over
    /// also what only `DescribeEvents` calls its failures.
    Operation,
}

/// One event, small: a session keeps thousands of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackEvent {
    pub id: EventId,
    pub stack: StackId,
    pub at: Timestamp,
    pub kind: EventKind,
    pub logical_id: LogicalId,
    pub physical_id: Option<PhysicalId>,
    pub resource_type: ResourceType,
    /// None: the event is of a hook or a validation alone.
    pub status: Option<ResourceStatus>,
    pub detailed_status: Option<Word>,
    pub reason: Option<Remote>,
    pub operation: Option<OperationId>,
    pub operation_type: Option<OperationType>,
    /// What the caller of the operation named it by.
    pub client_token: Option<Arc<str>>,
    pub hook: Option<Box<HookEvent>>,
    pub validation: Option<Box<ValidationEvent>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookEvent {
    /// `AWS::...` or a team's own hook.
    pub name: Option<Remote>,
    pub status: Option<HookStatus>,
    pub reason: Option<Remote>,
    pub invocation: Option<Remote>,
    pub mode: Option<HookFailureMode>,
}

/// A template was found wrong before anything was touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationEvent {
    pub name: Option<Remote>,
    pub status: Option<Word>,
    pub reason: Option<Remote>,
    /// Where in the template: `/Resources/Rule/Properties/Name`.
    pub path: Option<Remote>,
    pub mode: Option<HookFailureMode>,
}

/// The events of one stack, and of the nested ones whose failure led to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackEvents {
    pub stack: StackId,
    pub name: StackName,
    /// Newest first, each once.
    pub events: Vec<Arc<StackEvent>>,
    /// Failures that `DescribeEvents` named, newest first. It numbers events in
    /// its own way, so an event may stand in both lists.
    #[serde(default)]
    pub failures: Vec<Arc<StackEvent>>,
    /// The newest operation of the stack, where the service tells it.
    pub operation: Option<OperationId>,
    /// The start of the newest operation is among the events.
    pub reached_start: bool,
    /// Every failure of the newest operation is here.
    pub failures_complete: bool,
    /// Older events were dropped at a bound.
    #[serde(default)]
    pub cut: bool,
    #[serde(default)]
    pub nested: Vec<NestedStack>,
    /// The calls that brought it: `cloudformation:DescribeStackEvents`.
    pub source: String,
    /// Calls made for this answer.
    pub calls: u32,
}

/// Why a change set could not be made, where its template was found wrong before
/// anything was touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSetFailures {
    pub change_set: ChangeSetId,
    /// Oldest first: validations and hooks that failed, nothing else.
    pub events: Vec<Arc<StackEvent>>,
    /// There are more than were read.
    #[serde(default)]
    pub cut: bool,
}

/// A nested stack that a failure led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NestedStack {
    pub id: StackId,
    pub parent: StackId,
    pub logical_id: LogicalId,
    /// Why its events are not here.
    pub fault: Option<Fault>,
}

impl StackEvent {
    /// The event is about its stack as a whole.
    pub fn is_of_the_stack(&self) -> bool {
        let id = self.physical_id.as_ref();
        self.resource_type.is_stack() && id.is_some_and(|id| id.raw() == self.stack.raw())
    }

    pub fn is_failure(&self) -> bool {
        match self.kind {
            EventKind::ValidationError | EventKind::ProvisioningError => true,
            EventKind::HookInvocationError if self.hook.is_none() => true,
            _ => {
                let failed = self.status.as_ref().is_some_and(ResourceStatus::is_failed);
                failed || self.stopping_hook().is_some()
            }
        }
    }

    /// The hook that failed here and let nothing pass, where the event tells of one:
    /// one that only warns stops nothing.
    pub fn stopping_hook(&self) -> Option<&HookEvent> {
        let is_error = self.kind == EventKind::HookInvocationError;
        let hook = self.hook.as_deref()?;
        let failed = matches!(
            hook.status,
            Some(HookStatus::CompleteFailed | HookStatus::Failed)
        );
        ((is_error || failed) && hook.mode != Some(HookFailureMode::Warn)).then_some(hook)
    }

    /// What it says of itself: a hook that stopped it in the hook's words, else its
    /// reason, else its validation's or its hook's.
    pub fn said(&self) -> Option<&Remote> {
        let stopped = self.stopping_hook().and_then(|hook| hook.reason.as_ref());
        let (validation, hook) = (self.validation.as_ref(), self.hook.as_ref());
        stopped
            .or(self.reason.as_ref())
            .or_else(|| validation?.reason.as_ref())
            .or_else(|| hook?.reason.as_ref())
    }

    /// The word by which it failed: `CREATE_FAILED`, `HOOK_COMPLETE_FAILED of NAME`.
    pub fn outcome(&self) -> String {
        let status = self.status.as_ref().map(ResourceStatus::raw);
        let Some(hook) = self.stopping_hook() else {
            return status.unwrap_or("failed").to_owned();
        };
        let word = hook.status.as_ref().map_or("failed", HookStatus::raw);
        let name = hook.name.as_ref().map_or("a hook", Remote::raw);
        format!("{word} of {name}")
    }

    /// Failed only because something else did: CloudFormation stopped it.
    pub fn is_cancellation(&self) -> bool {
        let said = self.reason.as_ref().map_or("", Remote::raw);
        self.is_failure()
            && ["Resource creation cancelled", "Resource creation canceled"]
                .iter()
                .chain(&["Resource update cancelled", "Resource update canceled"])
                .chain(&["Resource deletion cancelled", "Resource deletion canceled"])
                .any(|words| said.starts_with(words))
    }

    /// The stack began an operation that somebody asked for, rather than
    /// rolling back by itself.
    pub fn starts_operation(&self) -> bool {
        let said = self.reason.as_ref().map_or("", Remote::raw);
        let asked_for = said.eq_ignore_ascii_case("User Initiated");
        self.is_of_the_stack()
            && match &self.status {
                Some(
                    ResourceStatus::CreateInProgress
                    | ResourceStatus::UpdateInProgress
                    | ResourceStatus::ImportInProgress,
                ) => true,
                // A failed creation may end in a deletion that nobody began.
                Some(ResourceStatus::DeleteInProgress) => asked_for || said.is_empty(),
                Some(
                    ResourceStatus::RollbackInProgress | ResourceStatus::UpdateRollbackInProgress,
                ) => asked_for,
                _ => false,
            }
    }

    /// The resource or stack is on its way back to what was before.
    pub fn goes_back(&self) -> bool {
        self.status
            .as_ref()
            .is_some_and(ResourceStatus::is_rollback)
    }

    /// The nested stack behind this event, when it is about one.
    pub fn nested(&self) -> Option<StackId> {
        if !self.resource_type.is_stack() || self.is_of_the_stack() {
            return None;
        }
        self.physical_id.as_ref()?.stack()
    }
}

impl StackEvents {
    /// What failed in this stack and the nested ones, oldest first, each event
    /// once though both lists may have it.
    pub fn failed(&self) -> Vec<&Arc<StackEvent>> {
        let known: HashSet<&EventId> = self.failures.iter().map(|event| &event.id).collect();
        // DescribeEvents knows more of the same event.
        let told = |event: &StackEvent| {
            known.contains(&event.id)
                || self.failures.iter().any(|known| {
                    event.status.is_some()
                        && known.status == event.status
                        && known.stack == event.stack
                        && known.logical_id == event.logical_id
                        && known.reason == event.reason
                })
        };
        let listed = self.newest_operation().iter().rev();
        let listed = listed.filter(|event| !told(event));
        let failed = self.failures.iter().rev().chain(listed);
        let mut failed: Vec<_> = failed.filter(|event| event.is_failure()).collect();
        // Of one moment the older stays first: the lists were walked from their ends.
        failed.sort_by_key(|event| event.at);
        failed
    }

    /// The events of the stack's newest operation, nested stacks' included.
    pub fn newest_operation(&self) -> &[Arc<StackEvent>] {
        let mut events = self.events.iter();
        let start = events.position(|event| event.stack == self.stack && event.starts_operation());
        &self.events[..start.map_or(self.events.len(), |at| at + 1)]
    }
}
