//! Drift detection: set going by a person, then followed, then read.

use aws_sdk_cloudformation::types as sdk;

use super::{Reader, read, stacks};
use crate::{
    ask::{Reads, cloudformation as asks},
    edge::aws::{fault::Call, pages::Pages},
    facts::{
        DriftDetectionId, Fault, LogicalId, PhysicalId, Remote, ResourceDrift, ResourceType,
        StackDrift, StackId,
        stack::{DriftDetectionStatus, PropertyDifference, PropertyValue, ResourceDriftStatus},
    },
};

const MAX_DRIFTS: usize = 5_000;

impl Reads<asks::DetectDrift> for Reader<'_> {
    async fn read(&self, ask: &asks::DetectDrift) -> Result<DriftDetectionId, Fault> {
        let stack = stacks::named(self, &ask.0).await?;
        let call = self.call_of(&stack, "cloudformation:DetectStackDrift");
        let request = self.client().detect_stack_drift();
        let request = request.stack_name(stack.id.raw());
        let answer = self.send(call, request.send()).await?;
        match answer.stack_drift_detection_id() {
            Some(id) if !id.is_empty() => Ok(DriftDetectionId::from(id)),
            _ => Err(call.malformed("it names no detection")),
        }
    }
}

impl Reads<asks::DriftStatus> for Reader<'_> {
    async fn read(&self, ask: &asks::DriftStatus) -> Result<StackDrift, Fault> {
        let detection = &ask.detection;
        let of = format!("drift detection {}", detection.raw());
        let action = "cloudformation:DescribeStackDriftDetectionStatus";
        let call = self.session.call(action, &of);
        let request = self.client().describe_stack_drift_detection_status();
        let request = request.stack_drift_detection_id(detection.raw());
        let answer = self.send(call, request.send()).await?;
        let (Some(stack), Some(progress)) = (answer.stack_id(), answer.detection_status()) else {
            return Err(call.malformed("it names no stack or no status"));
        };
        let stack = StackId::from(stack);
        self.stack(&stack)?;
        Ok(StackDrift {
            detection: detection.clone(),
            stack,
            progress: DriftDetectionStatus::of(progress.as_str()),
            reason: read::text(answer.detection_status_reason()),
            drift: read::word(answer.stack_drift_status()),
            drifted_resources: answer
                .drifted_stack_resource_count()
                .and_then(|count| u32::try_from(count).ok()),
            at: read::time(answer.timestamp()),
        })
    }
}

impl Reads<asks::ResourceDrifts> for Reader<'_> {
    async fn read(&self, ask: &asks::ResourceDrifts) -> Result<Vec<ResourceDrift>, Fault> {
        let stack = stacks::named(self, &ask.0).await?;
        let call = self.call_of(&stack, "cloudformation:DescribeStackResourceDrifts");
        let (mut drifts, mut pages) = (Vec::new(), Pages::default());
        loop {
            let request = self.client().describe_stack_resource_drifts();
            let request = request.stack_name(stack.id.raw());
            let request = request.set_next_token(pages.token());
            let page = self.send(call, request.send()).await?;
            for drift in page.stack_resource_drifts() {
                drifts.push(resource(self, drift, call)?);
            }
            call.at_most(MAX_DRIFTS, drifts.len(), "resources")?;
            if !pages.more(page.next_token, call)? {
                return Ok(drifts);
            }
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
        kind: read::state(difference.difference_type()),
        expected: value(difference.expected_value()),
        actual: value(difference.actual_value()),
    }
}
