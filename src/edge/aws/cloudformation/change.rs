//! One change of a change set, with its details: AWS's words to ours, none lost.

use aws_sdk_cloudformation::types as sdk;

use super::read;
use crate::{
    edge::aws::fault::Call,
    facts::{
        ChangeSetId, Fault, LogicalId, PhysicalId, ResourceChange, ResourceType,
        stack::{
            ChangeAction, ChangeDetail, DriftIgnored, Evaluation, LiveDrift, PolicyAction,
            Replacement, RequiresRecreation, ResourceAttribute, ResourceDriftStatus, Word,
        },
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
        replacement: change
            .replacement()
            .map(|replacement| Replacement::of(replacement.as_str())),
        scope: change
            .scope()
            .iter()
            .map(|attribute| ResourceAttribute::of(attribute.as_str()))
            .collect(),
        details: change.details().iter().map(detail).collect(),
        before: read::value(change.before_context()),
        after: read::value(change.after_context()),
        previous_deployment: read::value(change.previous_deployment_context()),
        nested: change.change_set_id().map(ChangeSetId::from),
        policy_action: change
            .policy_action()
            .map(|action| PolicyAction::of(action.as_str())),
        drift: change
            .resource_drift_status()
            .map(|status| ResourceDriftStatus::of(status.as_str())),
        drift_ignored: change
            .resource_drift_ignored_attributes()
            .iter()
            .map(ignored)
            .collect(),
        module: read::text(module.and_then(|module| module.logical_id_hierarchy())),
    })
}

fn detail(detail: &sdk::ResourceChangeDetail) -> ChangeDetail {
    let target = detail.target();
    ChangeDetail {
        attribute: target
            .and_then(|target| target.attribute())
            .map(|attribute| ResourceAttribute::of(attribute.as_str())),
        name: read::text(target.and_then(|target| target.name())),
        path: read::text(target.and_then(|target| target.path())),
        requires_recreation: target
            .and_then(|target| target.requires_recreation())
            .map(|word| RequiresRecreation::of(word.as_str())),
        change_type: target
            .and_then(|target| target.attribute_change_type())
            .map(|word| Word::of(word.as_str())),
        before: read::value(target.and_then(|target| target.before_value())),
        after: read::value(target.and_then(|target| target.after_value())),
        before_from: target
            .and_then(|target| target.before_value_from())
            .map(|word| Word::of(word.as_str())),
        after_from: target
            .and_then(|target| target.after_value_from())
            .map(|word| Word::of(word.as_str())),
        drift: target.and_then(|target| target.drift()).map(drifted),
        evaluation: detail
            .evaluation()
            .map(|word| Evaluation::of(word.as_str())),
        source: detail.change_source().map(|word| Word::of(word.as_str())),
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
        reason: attribute.reason().map(|word| Word::of(word.as_str())),
    }
}
