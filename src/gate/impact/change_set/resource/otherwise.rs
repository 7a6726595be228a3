//! Access that no policy document gives: kinds with words of their own for it. It
//! only names them; a guard then stops.

use crate::facts::ResourceChange;

/// Beginnings of kinds that give access in words of their own, or take away what
/// limits everybody: none of it is judged here.
const OTHERWISE: &[&str] = &[
    "AWS::Cognito::IdentityPoolRoleAttachment",
    "AWS::EKS::AccessEntry",
    "AWS::LakeFormation::",
    "AWS::Organizations::",
    "AWS::RAM::",
    "AWS::RolesAnywhere::",
    "AWS::SSO::",
];

pub(super) fn gives(change: &ResourceChange) -> bool {
    let kind = change.resource_type.raw();
    OTHERWISE.iter().any(|begins| kind.starts_with(begins))
}
