//! Access that no policy document gives: kinds with words of their own for it, and
//! what runs with the permissions of a role. Says it; compares nothing.

use super::super::{Effect, blank, properties, said::document as text};
use crate::{
    facts::{
        Remote, ResourceChange,
        stack::{ChangeAction, ResourceAttribute},
    },
    gate::observed::is_iam,
};

/// Beginnings of kinds that give access in words of their own, or take away what
/// limits everybody: none of it is judged here.
const OTHERWISE: &[&str] = &[
    "AWS::Cognito::IdentityPoolRoleAttachment",
    "AWS::EKS::AccessEntry",
    "AWS::EKS::PodIdentityAssociation",
    "AWS::LakeFormation::",
    "AWS::Organizations::",
    "AWS::RAM::",
    "AWS::RolesAnywhere::",
    "AWS::SSO::",
];

/// Properties by which what runs gets the permissions of a role.
const RUNS_AS: &[&str] = &[
    "ExecutionRole",
    "ExecutionRoleArn",
    "IamInstanceProfile",
    "JobRole",
    "Role",
    "RoleARN",
    "RoleArn",
    "ServiceRole",
    "ServiceRoleArn",
    "TaskRoleArn",
];

/// What is there and runs as somebody gets another role, or may.
pub(in crate::gate::meaning::change_set) fn runs_as_another(
    change: &ResourceChange,
) -> Option<Effect> {
    if change.action != ChangeAction::Modify || is_iam(change) {
        return None;
    }
    let moved = change.details.iter().find(|detail| {
        let name = detail.name.as_ref().map_or("", Remote::raw);
        matches!(detail.attribute, None | Some(ResourceAttribute::Properties))
            && RUNS_AS.contains(&name)
    })?;
    let name = moved.name.as_ref().map_or("", Remote::raw);
    let role = moved
        .after
        .as_ref()
        .map(|after| after.text.raw().to_owned());
    let whole = || {
        properties::in_context(change.after.as_ref())?
            .get(name)
            .cloned()
    };
    let role = role.or_else(|| whole().map(|value| text(&value)));
    Some(Effect {
        gives: vec![format!(
            "{} to what runs by it ({name})",
            role.unwrap_or_else(|| "another role".to_owned())
        )],
        ..blank(change)
    })
}

pub(super) fn gives(change: &ResourceChange) -> bool {
    let kind = change.resource_type.raw();
    OTHERWISE.iter().any(|begins| kind.starts_with(begins))
}
