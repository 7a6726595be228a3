//! The two lists of events as one, newest first, and the view of it that is judged.

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use crate::{
    cause::first_failure::EventView,
    facts::{Remote, StackEvent, StackEvents, stack::ResourceStatus},
};

/// All events, and the failures that only `DescribeEvents` named.
pub(super) fn events(read: &StackEvents) -> Vec<Arc<StackEvent>> {
    let mut all: Vec<Arc<StackEvent>> = read.events.clone();
    let known: HashSet<_> = read
        .events
        .iter()
        .filter(|event| event.is_failure())
        .map(|event| same(event))
        .collect();
    let ids: HashSet<_> = read.events.iter().map(|event| &event.id).collect();
    let news = read.failures.iter().filter(|event| {
        !ids.contains(&event.id) && (event.status.is_none() || !known.contains(&same(event)))
    });
    let before = all.len();
    all.extend(news.cloned());
    if all.len() > before {
        // Stable: what AWS listed first stays first within one moment.
        all.sort_by_key(|event| Reverse(event.at));
    }
    all
}

/// What tells that two events are one, though each list numbers them in its own way.
fn same(event: &StackEvent) -> (&str, &str, &str, &str) {
    (
        event.stack.raw(),
        event.logical_id.raw(),
        event.status.as_ref().map_or("", |status| status.raw()),
        event.reason.as_ref().map_or("", Remote::raw),
    )
}

/// A hook or a validation that failed has no resource's status: it is a failure all the same.
pub(super) fn view(event: &StackEvent) -> EventView<'_> {
    let status = event.status.as_ref().map(ResourceStatus::raw);
    let unsaid = match event.is_failure() {
        true => "VALIDATION_FAILED",
        false => "",
    };
    EventView {
        stack_id: event.stack.raw(),
        logical_id: event.logical_id.raw(),
        physical_id: event.physical_id.as_ref().map_or("", |id| id.raw()),
        resource_type: event.resource_type.raw(),
        status: status.unwrap_or(unsaid),
        reason: event.said().map(Remote::raw),
        at: event.at,
        hook_stops: event.stopping_hook().is_some(),
    }
}
