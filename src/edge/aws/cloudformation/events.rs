//! A stack's events, newest first: the newest page, what failed, or the whole of
//! the last operation, with the nested stacks that a failure leads to.
//!
//! What was read stays in the session's cache. While the stack is at work, all that
//! it did costs one call each time, the newest page, and one for each nested stack
//! that failed and is at work: DescribeEvents is asked once that is over. Nothing
//! is judged here.

mod cache;
mod failures;
mod listing;
mod nested;
mod translate;

pub(in crate::edge::aws) use cache::Cache;

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use self::cache::{Known, Older, Turned};
use super::Reader;
use crate::{
    ask::{Reads, cloudformation as asks},
    facts::{
        EventExtent, Fault, OperationId, StackEvent, StackEvents, StackName,
        stack::{EventKind, OperationType},
    },
};

/// Operations asked for failures at once: an update and its rollback are two.
const MAX_OPERATIONS: usize = 4;
/// More pages than the cache has room for.
const MAX_TURNS: usize = 250;

impl Reads<asks::Events> for Reader<'_> {
    async fn read(&self, ask: &asks::Events) -> Result<StackEvents, Fault> {
        let (name, extent) = (&ask.stack, ask.extent);
        // A page just read is good enough to go on from, but not to be the answer.
        listing::newest(self, name, extent != EventExtent::FirstPage).await?;
        let at_work = self.session.events.with(name, Known::is_at_work);
        let reach = match extent {
            EventExtent::FirstPage => Reach::Page,
            EventExtent::Failures => Reach::Failures,
            EventExtent::Operation if at_work == Some(true) => Reach::SoFar,
            EventExtent::Operation => Reach::Operation,
        };
        let mut events = of_one(self, name, reach).await?;
        if reach != Reach::Page {
            nested::walk(self, &mut events, reach).await?;
        }
        events.calls = self.calls();
        Ok(events)
    }
}

/// How far it is read, of a stack and of those nested in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Page,
    Failures,
    /// All of an operation that is not over: it is looked at again and again, and the
    /// list has its failures.
    SoFar,
    /// All of one that is, with what the list does not have.
    Operation,
}

/// The events of this very stack, whose newest page is known; nested ones left alone.
async fn of_one(reader: &Reader<'_>, name: &StackName, reach: Reach) -> Result<StackEvents, Fault> {
    let mut found = Failures::default();
    if reach != Reach::Page {
        go_back(reader, name, reach, &mut found).await?;
    }
    let cache = &reader.session.events;
    cache
        .with(name, |known| answer(known, name, found))
        .ok_or_else(|| {
            let of = format!("stack {}", name.raw());
            let call = reader.session.call(listing::ACTION, &of);
            call.malformed("it names no stack")
        })
}

#[derive(Default)]
struct Failures {
    events: Vec<Arc<StackEvent>>,
    asked: HashSet<OperationId>,
    complete: bool,
    /// The newest page was read again, because a token of earlier had expired.
    renewed: bool,
}

/// Reads on until what was asked for is there, or nothing more is to be had.
async fn go_back(
    reader: &Reader<'_>,
    name: &StackName,
    reach: Reach,
    found: &mut Failures,
) -> Result<(), Fault> {
    for _ in 0..MAX_TURNS {
        let cache = &reader.session.events;
        let seen = cache.with(name, |known| (known.operations(), known.reached_forward()));
        let Some((operations, reached_forward)) = seen else {
            return Ok(());
        };
        let operations = operations.into_iter();
        for operation in operations.filter(|_| reach != Reach::SoFar) {
            if found.asked.len() < MAX_OPERATIONS && found.asked.insert(operation.clone()) {
                let failed = failures::of(reader, name, &operation).await?;
                found.events.extend(failed);
            }
        }
        found.complete = reached_forward || found.events.iter().any(|event| is_first_cause(event));
        let enough = reached_forward || (reach == Reach::Failures && found.complete);
        if enough {
            return Ok(());
        }
        if listing::older(reader, name, &mut found.renewed).await? == Turned::End {
            let whole = cache.with(name, |known| known.older == Older::Nothing);
            found.complete |= whole == Some(true);
            return Ok(());
        }
    }
    Ok(())
}

/// What a rollback failed at, and that the stack as a whole failed, is no cause.
fn is_first_cause(event: &StackEvent) -> bool {
    let of_a_rollback = matches!(
        event.operation_type,
        Some(OperationType::Rollback | OperationType::ContinueRollback)
    );
    let of_the_whole = event.is_of_the_stack() && event.kind != EventKind::ValidationError;
    event.is_failure() && !of_a_rollback && !of_the_whole
}

fn answer(known: &Known, name: &StackName, mut found: Failures) -> StackEvents {
    found.events.sort_by_key(|event| Reverse(event.at));
    let source = if found.asked.is_empty() || found.events.is_empty() {
        listing::ACTION.to_owned()
    } else {
        format!("{}, {}", listing::ACTION, failures::ACTION)
    };
    StackEvents {
        stack: known.stack.clone(),
        name: StackName::from(name.short()),
        events: known.events.clone(),
        failures: found.events,
        operation: known.operations().into_iter().next(),
        reached_start: known.reached_start(),
        failures_complete: found.complete,
        cut: known.older == Older::Cut,
        nested: Vec::new(),
        source,
        calls: 0,
    }
}
