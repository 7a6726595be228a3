//! `iam:UpdateAssumeRolePolicy`: a role's trust policy is replaced whole.

use serde::{Deserialize, Serialize};

use super::{
    Change, Target, Write,
    change::{known, readable, with_role},
};
use crate::{
    facts::{Reading, Remote, RoleName},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["iam:UpdateAssumeRolePolicy"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateAssumeRolePolicy {
    pub role: RoleName,
    pub document: Remote,
}

impl Change for UpdateAssumeRolePolicy {
    fn title(&self) -> &'static str {
        "UPDATE ASSUME ROLE POLICY"
    }

    fn target(&self) -> Target {
        Target {
            kind: "role",
            name: Remote::new(self.role.raw()),
            part: Some(("part", Remote::new("trust policy"))),
        }
    }

    fn role(&self) -> Option<&RoleName> {
        Some(&self.role)
    }

    fn needs(&self) -> &'static [&'static str] {
        NEEDS
    }

    fn steps(&self, _: &Observed) -> Result<Vec<Step>, String> {
        Ok(vec![Step::Aws(AwsCall::iam(
            "UpdateAssumeRolePolicy",
            [
                ("RoleName", self.role.raw()),
                ("PolicyDocument", self.document.raw()),
            ],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_role(seen, |role| {
            role.trust = Reading::Known(self.document.clone());
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        readable(&known(state).ok()?.trust).ok().cloned()
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        super::change::read(&known(state)?.trust)
    }

    fn document_kind(&self) -> Option<Kind> {
        Some(Kind::Trust)
    }

    fn undo(&self, seen: &Observed) -> Result<Write, String> {
        Ok(Write::UpdateAssumeRolePolicy(Self {
            document: readable(&known(&seen.target)?.trust)?.clone(),
            ..self.clone()
        }))
    }
}
