//! What writes to roles have in common: the role as it was read, and one with a change.

use crate::{
    facts::{PolicyName, Reason, Remote, Role},
    gate::{Observed, RoleState, TargetState},
};

pub(super) fn state(target: &TargetState) -> Result<&RoleState, Reason> {
    Ok(target.role().ok_or("The target is not a role.")?)
}

pub(super) fn known(target: &TargetState) -> Result<&Role, Reason> {
    Ok(state(target)?.role.read()?)
}

/// A target like this one, with its role changed.
pub(super) fn with_role(
    seen: &Observed,
    change: impl FnOnce(&mut Role) -> Result<(), Reason>,
) -> Result<TargetState, Reason> {
    let mut target = seen.target.clone();
    let state = target.role_mut().ok_or("The target is not a role.")?;
    change(state.role.read_mut()?)?;
    Ok(target)
}

/// The inline policy's document; None: there is no such policy.
pub(super) fn inline_document(
    target: &TargetState,
    name: &PolicyName,
) -> Result<Option<Remote>, Reason> {
    let policies = known(target)?.inline.read()?;
    match policies.iter().find(|policy| policy.name == *name) {
        Some(policy) => Ok(Some(policy.document.read()?.clone())),
        None => Ok(None),
    }
}
