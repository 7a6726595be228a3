//! `iam:DetachRolePolicy`: a managed policy is taken from a role.

use serde::{Deserialize, Serialize};

use super::{
    AttachRolePolicy, Change, Target, Write,
    attach_role_policy::{attached, call, part, target},
    change::with_role,
};
use crate::{
    facts::{Arn, Remote, RoleName},
    gate::{Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["iam:DetachRolePolicy"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetachRolePolicy {
    pub role: RoleName,
    pub policy: Arn,
}

impl Change for DetachRolePolicy {
    fn title(&self) -> &'static str {
        "DETACH ROLE POLICY"
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
            "DetachRolePolicy",
            &self.role,
            &self.policy,
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_role(seen, |role| {
            attached(role)?.retain(|arn| *arn != self.policy);
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        part(state, &self.policy)
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        super::change::read(&super::change::known(state)?.attached)
    }

    fn document_kind(&self) -> Option<Kind> {
        None
    }

    fn undo(&self, _: &Observed) -> Result<Write, String> {
        Ok(Write::AttachRolePolicy(AttachRolePolicy {
            role: self.role.clone(),
            policy: self.policy.clone(),
        }))
    }
}
