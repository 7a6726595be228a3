//! DescribeEvents: only what failed in one operation, validations and hooks
//! included. Newer than DescribeStackEvents: where it is denied or not known, the
//! list of all events has to do.

use std::sync::{Arc, atomic::Ordering};

use aws_sdk_cloudformation::types::EventFilter;

use super::translate::Translating;
use crate::{
    edge::aws::cloudformation::{Reader, pages::Pages},
    facts::{Fault, FaultKind, OperationId, StackEvent, StackName},
};

pub(super) const ACTION: &str = "cloudformation:DescribeEvents";
const MAX_FAILURES: usize = 2_000;

pub(super) async fn of(
    reader: &Reader<'_>,
    name: &StackName,
    operation: &OperationId,
) -> Result<Vec<Arc<StackEvent>>, Fault> {
    let cache = &reader.session.events;
    if !cache.describes_events() {
        return Ok(Vec::new());
    }
    match read(reader, name, operation).await {
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
    let call = reader.session.call(ACTION, &of);
    let (mut failures, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = reader
            .client()
            .describe_events()
            .operation_id(operation.raw())
            .filters(EventFilter::builder().failed_events(true).build())
            .set_next_token(pages.token());
        let page = reader
            .send(async { request.send().await.map_err(|error| call.fault(&error)) })
            .await?;
        let mut translating = Translating::new(reader, call);
        for event in page.operation_events() {
            failures.push(Arc::new(translating.described(event)?));
        }
        if failures.len() >= MAX_FAILURES || !pages.more(page.next_token, call)? {
            failures.truncate(MAX_FAILURES);
            return Ok(failures);
        }
    }
}
