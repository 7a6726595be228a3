//! `iam:DeleteRolePolicy`: an inline policy is taken away.

use serde::{Deserialize, Serialize};

use super::{
    Change, PutRolePolicy, Target, Write,
    change::with_role,
    put_role_policy::{found, inline, part},
};
use crate::{
    facts::{PolicyName, Remote, RoleName},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["iam:DeleteRolePolicy"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteRolePolicy {
    pub role: RoleName,
    pub policy: PolicyName,
}

impl Change for DeleteRolePolicy {
    fn title(&self) -> &'static str {
        "DELETE ROLE POLICY"
    }

    fn target(&self) -> Target {
        Target {
            kind: "role",
            name: Remote::new(self.role.raw()),
            part: Some(("policy", Remote::new(self.policy.raw()))),
        }
    }

    fn role(&self) -> Option<&RoleName> {
        Some(&self.role)
    }

    fn needs(&self) -> &'static [&'static str] {
        NEEDS
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, String> {
        self.before(seen)?;
        Ok(vec![Step::Aws(AwsCall::iam(
            "DeleteRolePolicy",
            [
                ("RoleName", self.role.raw()),
                ("PolicyName", self.policy.raw()),
            ],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_role(seen, |role| {
            inline(role)?.retain(|policy| policy.name != self.policy);
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        part(state, &self.policy)
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        found(state, &self.policy).map(drop)
    }

    fn document_kind(&self) -> Option<Kind> {
        Some(Kind::Identity)
    }

    fn undo(&self, seen: &Observed) -> Result<Write, String> {
        Ok(Write::PutRolePolicy(PutRolePolicy {
            role: self.role.clone(),
            policy: self.policy.clone(),
            document: self.before(seen)?,
        }))
    }
}

impl DeleteRolePolicy {
    fn before(&self, seen: &Observed) -> Result<Remote, String> {
        found(&seen.target, &self.policy)?.ok_or_else(|| {
            format!(
                "Role {} has no inline policy {}.",
                self.role.raw(),
                self.policy.raw()
            )
        })
    }
}
