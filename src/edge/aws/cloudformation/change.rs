//! One change of a change set, with its details: AWS's words to ours, none lost.

use aws_sdk_cloudformation::types as sdk;

use super::read;
use crate::{
    edge::aws::fault::Call,
    facts::{
        ChangeSetId, Fault, LogicalId, PhysicalId, ResourceChange, ResourceType,
        stack::{ChangeAction, ChangeDetail, DriftIgnored, LiveDrift},
    },
};

pub(super) fn translate(
    change: &sdk::ResourceChange,
    call: Call<'_>,
) -> Result<ResourceChange, Fault> {
    let (Some(action), Some(logical), Some(kind)) = (
        change.action(),
        change.logical_resource_id(),
        change.resource_type(),
    ) else {
        return Err(call.malformed("a change without an action, a name or a type"));
    };
    let physical = change.physical_resource_id().filter(|id| !id.is_empty());
    let module = change.module_info();
    Ok(ResourceChange {
        action: ChangeAction::of(action.as_str()),
        logical_id: LogicalId::from(logical),
        physical_id: physical.map(PhysicalId::from),
        resource_type: ResourceType::from(kind),
        replacement: read::word(change.replacement()),
        scope: read::words(change.scope()),
        details: change.details().iter().map(detail).collect(),
        before: read::value(change.before_context()),
        after: read::value(change.after_context()),
        previous_deployment: read::value(change.previous_deployment_context()),
        nested: change.change_set_id().map(ChangeSetId::from),
        policy_action: read::word(change.policy_action()),
        drift: read::word(change.resource_drift_status()),
        drift_ignored: change
            .resource_drift_ignored_attributes()
            .iter()
            .map(ignored)
            .collect(),
        module: read::text(module.and_then(|module| module.logical_id_hierarchy())),
    })
}

fn detail(detail: &sdk::ResourceChangeDetail) -> ChangeDetail {
    // Of a change without a target nothing is said: the empty one says as much.
    let none = sdk::ResourceTargetDefinition::builder().build();
    let target = detail.target().unwrap_or(&none);
    ChangeDetail {
        attribute: read::word(target.attribute()),
        name: read::text(target.name()),
        path: read::text(target.path()),
        requires_recreation: read::word(target.requires_recreation()),
        change_type: read::word(target.attribute_change_type()),
        before: read::value(target.before_value()),
        after: read::value(target.after_value()),
        before_from: read::word(target.before_value_from()),
        after_from: read::word(target.after_value_from()),
        drift: target.drift().map(drifted),
        evaluation: read::word(detail.evaluation()),
        source: read::word(detail.change_source()),
        causing_entity: read::text(detail.causing_entity()),
    }
}

fn drifted(drift: &sdk::LiveResourceDrift) -> LiveDrift {
    LiveDrift {
        previous: read::value(drift.previous_value()),
        actual: read::value(drift.actual_value()),
        at: read::time(drift.drift_detection_timestamp()),
    }
}

fn ignored(attribute: &sdk::ResourceDriftIgnoredAttribute) -> DriftIgnored {
    DriftIgnored {
        path: read::text(attribute.path()),
        reason: read::word(attribute.reason()),
    }
}
