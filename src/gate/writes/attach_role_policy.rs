//! `iam:AttachRolePolicy`: a managed policy is attached to a role.

use serde::{Deserialize, Serialize};

use super::{
    Change, DetachRolePolicy, Target, Write,
    change::{known, with_role},
};
use crate::{
    facts::{Arn, Reading, Remote, Role, RoleName},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["iam:AttachRolePolicy"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachRolePolicy {
    pub role: RoleName,
    pub policy: Arn,
}

impl Change for AttachRolePolicy {
    fn title(&self) -> &'static str {
        "ATTACH ROLE POLICY"
    }

    fn target(&self) -> Target {
        target(&self.role, &self.policy)
    }

    fn role(&self) -> Option<&RoleName> {
        Some(&self.role)
    }

    fn needs(&self) -> &'static [&'static str] {
        NEEDS
    }

    fn steps(&self, _: &Observed) -> Result<Vec<Step>, String> {
        Ok(vec![Step::Aws(call(
            "AttachRolePolicy",
            &self.role,
            &self.policy,
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_role(seen, |role| {
            let attached = attached(role)?;
            if !attached.contains(&self.policy) {
                attached.push(self.policy.clone());
            }
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        part(state, &self.policy)
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        super::change::read(&known(state)?.attached)
    }

    fn document_kind(&self) -> Option<Kind> {
        None
    }

    fn undo(&self, _: &Observed) -> Result<Write, String> {
        Ok(Write::DetachRolePolicy(DetachRolePolicy {
            role: self.role.clone(),
            policy: self.policy.clone(),
        }))
    }
}

pub(super) fn target(role: &RoleName, policy: &Arn) -> Target {
    Target {
        kind: "role",
        name: Remote::new(role.raw()),
        part: Some(("attached policy", Remote::new(policy.raw()))),
    }
}

pub(super) fn call(operation: &str, role: &RoleName, policy: &Arn) -> AwsCall {
    AwsCall::iam(
        operation,
        [("RoleName", role.raw()), ("PolicyArn", policy.raw())],
    )
}

pub(super) fn attached(role: &mut Role) -> Result<&mut Vec<Arn>, String> {
    match &mut role.attached {
        Reading::Known(attached) => Ok(attached),
        Reading::Unknown(fault) => Err(fault.what.clone()),
    }
}

/// The ARN while it is attached.
pub(super) fn part(state: &TargetState, policy: &Arn) -> Option<Remote> {
    let attached = known(state).ok()?.attached.known()?;
    attached.contains(policy).then(|| Remote::new(policy.raw()))
}
