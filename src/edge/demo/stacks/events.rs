//! The events of one operation on a stack, as CloudFormation lists them.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::made::uuid;
use crate::facts::{
    LogicalId, OperationId, PhysicalId, Remote, ResourceType, Stack, StackEvent, StackEvents,
    StackResource,
    stack::{EventId, EventKind, OperationType, ResourceStatus},
};

/// Events in the order in which they happen, each a moment after the one before.
pub(super) struct StackActivity<'a> {
    stack: &'a Stack,
    operation: OperationId,
    kind: OperationType,
    at: Timestamp,
    events: Vec<Arc<StackEvent>>,
}

impl<'a> StackActivity<'a> {
    pub(super) fn new(stack: &'a Stack, kind: OperationType, at: Timestamp) -> Self {
        let operation = uuid(&[stack.id.raw(), kind.raw(), &at.to_string()]);
        Self {
            operation: OperationId::from(operation.as_str()),
            stack,
            kind,
            at,
            events: Vec::new(),
        }
    }

    pub(super) fn operation(&self) -> OperationId {
        self.operation.clone()
    }

    pub(super) fn kind(&self) -> OperationType {
        self.kind.clone()
    }

    /// When the last event was.
    pub(super) fn ended(&self) -> Timestamp {
        self.events.last().map_or(self.at, |event| event.at)
    }

    pub(super) fn stack(&mut self, status: &str, reason: Option<&str>) {
        let id = self.stack.id.raw();
        self.tell(
            LogicalId::from(self.stack.name.raw()),
            Some(PhysicalId::from(id)),
            ResourceType::from(ResourceType::STACK),
            status,
            reason,
        );
    }

    pub(super) fn resource(&mut self, resource: &StackResource, status: &str) {
        self.tell(
            resource.logical_id.clone(),
            resource.physical_id.clone(),
            resource.resource_type.clone(),
            status,
            None,
        );
    }

    fn tell(
        &mut self,
        logical_id: LogicalId,
        physical_id: Option<PhysicalId>,
        resource_type: ResourceType,
        status: &str,
        reason: Option<&str>,
    ) {
        let step = SignedDuration::from_millis(200);
        let at = match self.events.last() {
            Some(last) => last.at.saturating_add(step).unwrap_or(last.at),
            None => self.at,
        };
        let id = uuid(&[self.operation.raw(), logical_id.raw(), &at.to_string()]);
        self.events.push(Arc::new(StackEvent {
            id: EventId::from(id.as_str()),
            stack: self.stack.id.clone(),
            at,
            kind: EventKind::StackEvent,
            logical_id,
            physical_id,
            resource_type,
            status: Some(ResourceStatus::of(status)),
            detailed_status: None,
            reason: reason.map(Remote::new),
            operation: Some(self.operation.clone()),
            operation_type: Some(self.kind.clone()),
            client_token: None,
            hook: None,
            validation: None,
        }));
    }

    /// Before all that was there; nothing of this operation failed.
    pub(super) fn over(self, mut known: StackEvents) -> StackEvents {
        let older = std::mem::take(&mut known.events);
        known.events = self.events.into_iter().rev().chain(older).collect();
        known.failures.clear();
        known.operation = Some(self.operation);
        known.reached_start = true;
        known.failures_complete = true;
        known
    }
}
