//! Tags of a role or user: policies decide by them.
//!
//! Which ones differ is in the change's own lines; what they open is not worked out.

use super::blank;
use crate::{
    facts::{
        ResourceChange,
        stack::{ChangeAction, ResourceAttribute},
    },
    gate::ImpactedResource,
};

/// Policies decide by the tags of whoever asks, and of a role that is asked for.
pub(super) fn is_of_somebody(change: &ResourceChange) -> bool {
    let kind = change.resource_type.raw();
    change.action == ChangeAction::Modify
        && matches!(kind, "AWS::IAM::Role" | "AWS::IAM::User")
        && change.scope.contains(&ResourceAttribute::Tags)
}

pub(super) fn impacted(change: &ResourceChange) -> Option<ImpactedResource> {
    is_of_somebody(change).then(|| ImpactedResource {
        says: vec![
            "other tags than now: policies that ask aws:PrincipalTag or iam:ResourceTag may allow more or less by them"
                .to_owned(),
        ],
        ..blank(change)
    })
}
