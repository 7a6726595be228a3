//! What writes to roles have in common: the role as it was read, and one with a change.

use crate::{
    facts::{PolicyName, Reading, Reason, Remote, Role},
    gate::{Observed, RoleState, TargetState},
};

/// What was read, or the sentence that says that it could not be.
pub(super) fn readable<T>(reading: &Reading<T>) -> Result<&T, Reason> {
    reading.read().map_err(|fault| fault.what.as_str().into())
}

/// The same, to be changed.
pub(super) fn changeable<T>(reading: &mut Reading<T>) -> Result<&mut T, Reason> {
    match reading {
        Reading::Known(value) => Ok(value),
        Reading::Unknown(fault) => Err(fault.what.as_str().into()),
    }
}

pub(super) fn state(target: &TargetState) -> Result<&RoleState, Reason> {
    Ok(target.role().ok_or("The target is no role.")?)
}

pub(super) fn known(target: &TargetState) -> Result<&Role, Reason> {
    readable(&state(target)?.role)
}

/// A target like this one, with its role changed.
pub(super) fn with_role(
    seen: &Observed,
    change: impl FnOnce(&mut Role) -> Result<(), Reason>,
) -> Result<TargetState, Reason> {
    let mut target = seen.target.clone();
    let state = target.role_mut().ok_or("The target is no role.")?;
    change(changeable(&mut state.role)?)?;
    Ok(target)
}

/// The inline policy's document; None: there is no such policy.
pub(super) fn inline_document(
    target: &TargetState,
    name: &PolicyName,
) -> Result<Option<Remote>, Reason> {
    let policies = readable(&known(target)?.inline)?;
    let policy = policies.iter().find(|policy| policy.name == *name);
    policy
        .map(|policy| readable(&policy.document).cloned())
        .transpose()
}
