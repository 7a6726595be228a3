//! Drift detection: set going by a person, then followed, then read.

use aws_sdk_cloudformation::types as sdk;

use super::{Reader, pages::Pages, read, stacks};
use crate::{
    edge::aws::fault::Call,
    facts::{
        DriftDetectionId, Fault, LogicalId, PhysicalId, Remote, ResourceDrift, ResourceType,
        StackDrift, StackId, StackName,
        stack::{
            DriftDetectionStatus, PropertyDifference, PropertyValue, ResourceDriftStatus,
            StackDriftStatus, Word,
        },
    },
};

const MAX_DRIFTS: usize = 5_000;

pub(super) async fn detect(
    reader: &Reader<'_>,
    name: &StackName,
) -> Result<DriftDetectionId, Fault> {
    let stack = stacks::named(reader, name).await?.id;
    let of = format!("stack {}", name.raw());
    let call = reader
        .session
        .call("cloudformation:DetectStackDrift", &of)
        .asking_for(stack.raw());
    let request = reader.client().detect_stack_drift().stack_name(stack.raw());
    let answer = reader
        .send(async { request.send().await.map_err(|error| call.fault(&error)) })
        .await?;
    match answer.stack_drift_detection_id() {
        Some(id) if !id.is_empty() => Ok(DriftDetectionId::from(id)),
        _ => Err(call.malformed("it names no detection")),
    }
}

pub(super) async fn status(
    reader: &Reader<'_>,
    detection: &DriftDetectionId,
) -> Result<StackDrift, Fault> {
    let of = format!("drift detection {}", detection.raw());
    let call = reader
        .session
        .call("cloudformation:DescribeStackDriftDetectionStatus", &of);
    let request = reader
        .client()
        .describe_stack_drift_detection_status()
        .stack_drift_detection_id(detection.raw());
    let answer = reader
        .send(async { request.send().await.map_err(|error| call.fault(&error)) })
        .await?;
    let (Some(stack), Some(progress)) = (answer.stack_id(), answer.detection_status()) else {
        return Err(call.malformed("it names no stack or no status"));
    };
    let stack = StackId::from(stack);
    reader.stack(&stack)?;
    Ok(StackDrift {
        detection: detection.clone(),
        stack,
        progress: DriftDetectionStatus::of(progress.as_str()),
        reason: read::text(answer.detection_status_reason()),
        drift: answer
            .stack_drift_status()
            .map(|status| StackDriftStatus::of(status.as_str())),
        drifted_resources: answer
            .drifted_stack_resource_count()
            .and_then(|count| u32::try_from(count).ok()),
        at: read::time(answer.timestamp()),
    })
}

pub(super) async fn resources(
    reader: &Reader<'_>,
    name: &StackName,
) -> Result<Vec<ResourceDrift>, Fault> {
    let stack = stacks::named(reader, name).await?.id;
    let of = format!("stack {}", name.raw());
    let call = reader
        .session
        .call("cloudformation:DescribeStackResourceDrifts", &of)
        .asking_for(stack.raw());
    let (mut drifts, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = reader
            .client()
            .describe_stack_resource_drifts()
            .stack_name(stack.raw())
            .set_next_token(pages.token());
        let page = reader
            .send(async { request.send().await.map_err(|error| call.fault(&error)) })
            .await?;
        for drift in page.stack_resource_drifts() {
            drifts.push(resource(reader, drift, call)?);
        }
        if drifts.len() > MAX_DRIFTS {
            return Err(call.malformed(format!("more than {MAX_DRIFTS} resources")));
        }
        if !pages.more(page.next_token, call)? {
            return Ok(drifts);
        }
    }
}

fn resource(
    reader: &Reader<'_>,
    drift: &sdk::StackResourceDrift,
    call: Call<'_>,
) -> Result<ResourceDrift, Fault> {
    let (Some(stack), Some(logical), Some(kind), Some(status)) = (
        drift.stack_id(),
        drift.logical_resource_id(),
        drift.resource_type(),
        drift.stack_resource_drift_status(),
    ) else {
        return Err(call.malformed("a resource without a stack, a name, a type or a status"));
    };
    let stack = StackId::from(stack);
    reader.stack(&stack)?;
    let physical = drift.physical_resource_id().filter(|id| !id.is_empty());
    Ok(ResourceDrift {
        stack,
        logical_id: LogicalId::from(logical),
        physical_id: physical.map(PhysicalId::from),
        resource_type: ResourceType::from(kind),
        status: ResourceDriftStatus::of(status.as_str()),
        reason: read::text(drift.drift_status_reason()),
        expected: read::value(drift.expected_properties()),
        actual: read::value(drift.actual_properties()),
        differences: drift
            .property_differences()
            .iter()
            .map(difference)
            .collect(),
        at: read::time(drift.timestamp()),
    })
}

fn difference(difference: &sdk::PropertyDifference) -> PropertyDifference {
    let value = |text: Option<&str>| {
        read::value(text).unwrap_or(PropertyValue {
            text: Remote::default(),
            truncated: false,
        })
    };
    PropertyDifference {
        path: read::name(difference.property_path()),
        kind: Word::of(
            difference
                .difference_type()
                .map_or("", |kind| kind.as_str()),
        ),
        expected: value(difference.expected_value()),
        actual: value(difference.actual_value()),
    }
}
