//! The two kinds of events of the SDK as one. Words that repeat in a page share their text.

use std::{collections::HashSet, sync::Arc};

use aws_sdk_cloudformation::types as sdk;

use crate::{
    edge::aws::{
        cloudformation::{Reader, read},
        fault::Call,
    },
    facts::{
        Fault, LogicalId, OperationId, PhysicalId, ResourceType, StackEvent, StackId,
        stack::{EventId, EventKind, HookEvent, ValidationEvent},
    },
};

const MAX_ID: usize = 2048;

/// What both kinds have: they share names but no trait.
macro_rules! translated {
    ($self:ident, $event:ident, $at:expr) => {{
        let stack = $self.stack($event.stack_id())?;
        let (Some(id), Some(at)) = ($event.event_id(), $at) else {
            return Err($self.call.malformed("an event without an id or a time"));
        };
        let logical_id = $self.word($event.logical_resource_id().unwrap_or_default());
        let physical_id = $self.some_word($event.physical_resource_id());
        let resource_type = $self.word($event.resource_type().unwrap_or_default());
        StackEvent {
            id: EventId::from(read::within(id, MAX_ID)),
            at,
            kind: EventKind::StackEvent,
            logical_id: LogicalId::new(logical_id),
            physical_id: physical_id.map(PhysicalId::new),
            resource_type: ResourceType::new(resource_type),
            status: read::word($event.resource_status()),
            detailed_status: read::word($event.detailed_status()),
            reason: read::text($event.resource_status_reason()),
            operation: $self.some_word($event.operation_id()).map(OperationId::new),
            operation_type: None,
            client_token: $self.some_word($event.client_request_token()),
            hook: $event.hook_type().map(|name| {
                Box::new(HookEvent {
                    name: read::text(Some(name)),
                    status: read::word($event.hook_status()),
                    reason: read::text($event.hook_status_reason()),
                    invocation: read::text($event.hook_invocation_point().map(AsRef::as_ref)),
                    mode: read::word($event.hook_failure_mode()),
                })
            }),
            validation: None,
            stack,
        }
    }};
}

pub(super) struct Translating<'a> {
    reader: &'a Reader<'a>,
    call: Call<'a>,
    words: HashSet<Arc<str>>,
}

impl<'a> Translating<'a> {
    pub(super) fn new(reader: &'a Reader<'a>, call: Call<'a>) -> Self {
        Self {
            reader,
            call,
            words: HashSet::new(),
        }
    }

    /// The text, once for all that say it.
    fn word(&mut self, text: &str) -> Arc<str> {
        let text = read::within(text, MAX_ID);
        if let Some(known) = self.words.get(text) {
            return Arc::clone(known);
        }
        let word: Arc<str> = text.into();
        self.words.insert(Arc::clone(&word));
        word
    }

    fn some_word(&mut self, text: Option<&str>) -> Option<Arc<str>> {
        let text = text.filter(|text| !text.is_empty())?;
        Some(self.word(text))
    }

    fn stack(&mut self, id: Option<&str>) -> Result<StackId, Fault> {
        let id = id.ok_or_else(|| self.call.malformed("an event without a stack"))?;
        let id = StackId::new(self.word(id));
        self.reader.stack(&id)?;
        Ok(id)
    }

    /// Of DescribeStackEvents.
    pub(super) fn listed(&mut self, event: &sdk::StackEvent) -> Result<StackEvent, Fault> {
        Ok(translated!(self, event, read::time(event.timestamp())))
    }

    /// Of DescribeEvents.
    pub(super) fn described(&mut self, event: &sdk::OperationEvent) -> Result<StackEvent, Fault> {
        // What began and has not ended yet has only its start.
        let sdk::OperationEvent {
            timestamp,
            start_time,
            ..
        } = event;
        let at = read::time(timestamp.as_ref().or(start_time.as_ref()));
        Ok(StackEvent {
            kind: read::state(event.event_type()),
            operation_type: read::word(event.operation_type()),
            validation: validation(event),
            ..translated!(self, event, at)
        })
    }
}

fn validation(event: &sdk::OperationEvent) -> Option<Box<ValidationEvent>> {
    if event.validation_name().is_none() && event.validation_path().is_none() {
        return None;
    }
    Some(Box::new(ValidationEvent {
        name: read::text(event.validation_name()),
        status: read::word(event.validation_status()),
        reason: read::text(event.validation_status_reason()),
        path: read::text(event.validation_path()),
        mode: read::word(event.validation_failure_mode()),
    }))
}
