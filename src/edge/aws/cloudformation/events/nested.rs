//! A nested stack fails as one resource of its parent, and says only that a child
//! failed: its own events say which. Follows failures only, within bounds.
//!
//! As long as the root is at work, a child at rest is read again only when its
//! parent says something new of it.

use std::{
    cmp::Reverse,
    collections::{HashSet, VecDeque},
};

use super::{Reach, cache::Known, listing, of_one};
use crate::{
    edge::aws::cloudformation::Reader,
    facts::{
        Fault, FaultKind, LogicalId, StackEvents, StackId,
        stack::{EventId, NestedStack},
    },
};

const MAX_DEPTH: u32 = 8;
const MAX_STACKS: usize = 20;

struct Step {
    id: StackId,
    parent: StackId,
    logical_id: LogicalId,
    /// The newest that the parent says of it.
    mentioned: Option<EventId>,
    depth: u32,
}

/// Adds the events of nested stacks whose failure the root's events tell of.
pub(super) async fn walk(
    reader: &Reader<'_>,
    root: &mut StackEvents,
    reach: Reach,
) -> Result<(), Fault> {
    let mut visited = HashSet::from([root.stack.clone()]);
    let mut open = failed_children(root, 1, &mut visited);
    while let Some(step) = open.pop_front() {
        if root.nested.len() >= MAX_STACKS {
            root.cut = true;
            root.failures_complete = false;
            break;
        }
        let fault = match child(reader, &step, reach).await {
            Ok(mut events) => {
                if step.depth < MAX_DEPTH {
                    open.extend(failed_children(&events, step.depth + 1, &mut visited));
                }
                root.failures_complete &= events.failures_complete;
                root.cut |= events.cut;
                let operation = events.newest_operation().to_vec();
                root.events.extend(operation);
                root.failures.append(&mut events.failures);
                None
            }
            Err(fault) if is_everyone_s(&fault) => return Err(fault),
            Err(fault) => {
                root.failures_complete = false;
                Some(fault)
            }
        };
        root.nested.push(NestedStack {
            id: step.id,
            parent: step.parent,
            logical_id: step.logical_id,
            fault,
        });
    }
    root.events.sort_by_key(|event| Reverse(event.at));
    root.failures.sort_by_key(|event| Reverse(event.at));
    Ok(())
}

async fn child(reader: &Reader<'_>, step: &Step, reach: Reach) -> Result<StackEvents, Fault> {
    // A physical id is text from outside: it must not lead to another account.
    reader.stack(&step.id)?;
    let name = step.id.as_name();
    let cache = &reader.session.events;
    let rests = |known: &Known| !known.is_at_work() && known.mentioned == step.mentioned;
    if reach != Reach::SoFar || cache.with(&name, rests) != Some(true) {
        listing::newest(reader, &name, true).await?;
    }
    let events = of_one(reader, &name, reach).await?;
    cache.note(&name, |known| known.mentioned.clone_from(&step.mentioned));
    Ok(events)
}

/// Faults that are no property of one nested stack.
fn is_everyone_s(fault: &Fault) -> bool {
    matches!(
        fault.kind,
        FaultKind::Expired | FaultKind::WrongAccount { .. }
    )
}

fn failed_children(
    events: &StackEvents,
    depth: u32,
    visited: &mut HashSet<StackId>,
) -> VecDeque<Step> {
    let failed = events.failed();
    let mut steps = VecDeque::new();
    for event in failed {
        if let Some(id) = event.nested()
            && visited.insert(id.clone())
        {
            let mut told = events.events.iter();
            let mentioned = told.find(|event| event.nested().as_ref() == Some(&id));
            steps.push_back(Step {
                mentioned: mentioned.map(|event| event.id.clone()),
                id,
                parent: event.stack.clone(),
                logical_id: event.logical_id.clone(),
                depth,
            });
        }
    }
    steps
}
