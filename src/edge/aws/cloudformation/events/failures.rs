//! DescribeEvents: only what failed in one operation, validations and hooks
//! included. Newer than DescribeStackEvents: where it is denied or not known, the
//! list of all events has to do.

use std::sync::{Arc, atomic::Ordering};

use aws_sdk_cloudformation::{
    operation::describe_events::builders::DescribeEventsFluentBuilder, types::EventFilter,
};

use super::translate::Translating;
use crate::{
    ask::{Reads, cloudformation as asks},
    edge::aws::{cloudformation::Reader, pages::Pages},
    facts::{ChangeSetFailures, Fault, FaultKind, OperationId, StackEvent, StackName},
};

pub(super) const ACTION: &str = "cloudformation:DescribeEvents";
const MAX_FAILURES: usize = 2_000;
/// A page to look at; what stands first has to be mended first.
const MAX_OF_A_CHANGE_SET: usize = 200;

pub(super) async fn of(
    reader: &Reader<'_>,
    name: &StackName,
    operation: &OperationId,
) -> Result<Vec<Arc<StackEvent>>, Fault> {
    let cache = &reader.session.events;
    if cache.no_describe_events.load(Ordering::Relaxed) {
        return Ok(Vec::new());
    }
    if let Some(known) = cache
        .with(name, |known| known.failures(operation))
        .flatten()
    {
        return Ok(known);
    }
    match read(reader, name, operation).await {
        Ok(failures) => {
            cache.note(name, |known| known.keep_failures(operation, &failures));
            Ok(failures)
        }
        Err(fault) if is_not_to_be_had(&fault) => {
            cache.no_describe_events.store(true, Ordering::Relaxed);
            Ok(Vec::new())
        }
        // It may have forgotten an old operation that the list still has.
        Err(fault) if fault.kind == FaultKind::Missing => Ok(Vec::new()),
        other => other,
    }
}

/// Denied, or an endpoint that does not know the call and says so in its own way.
fn is_not_to_be_had(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Denied { .. } | FaultKind::Malformed)
}

async fn read(
    reader: &Reader<'_>,
    name: &StackName,
    operation: &OperationId,
) -> Result<Vec<Arc<StackEvent>>, Fault> {
    let of = format!("operation {} of stack {}", operation.raw(), name.raw());
    let request = reader.client().describe_events();
    let request = request.operation_id(operation.raw());
    let (mut failures, _) = pages(reader, request, &of).await?;
    failures.truncate(MAX_FAILURES);
    Ok(failures)
}

/// What was found wrong with a change set, asked by its ARN of the confirmed account:
/// there may be no operation of the stack.
impl Reads<asks::ChangeSetFailures> for Reader<'_> {
    async fn read(&self, ask: &asks::ChangeSetFailures) -> Result<ChangeSetFailures, Fault> {
        let id = &ask.0;
        self.belongs(id.account())?;
        let of = format!("change set {}", id.raw());
        let request = self.client().describe_events().change_set_name(id.raw());
        let (mut events, mut cut) = pages(self, request, &of).await?;
        events.retain(|event| event.is_failure());
        events.sort_by_key(|event| event.at);
        cut |= events.len() > MAX_OF_A_CHANGE_SET;
        events.truncate(MAX_OF_A_CHANGE_SET);
        Ok(ChangeSetFailures {
            change_set: id.clone(),
            events,
            cut,
        })
    }
}

/// What failed, and whether there is more of it.
async fn pages(
    reader: &Reader<'_>,
    request: DescribeEventsFluentBuilder,
    of: &str,
) -> Result<(Vec<Arc<StackEvent>>, bool), Fault> {
    let call = reader.session.call(ACTION, of);
    let failed = EventFilter::builder().failed_events(true).build();
    let request = request.filters(failed);
    let (mut failures, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = request.clone().set_next_token(pages.token());
        let page = reader.send(call, request.send()).await?;
        let mut translating = Translating::new(reader, call);
        for event in page.operation_events() {
            failures.push(Arc::new(translating.described(event)?));
        }
        let more = pages.more(page.next_token, call)?;
        if failures.len() >= MAX_FAILURES || !more {
            return Ok((failures, more));
        }
    }
}
