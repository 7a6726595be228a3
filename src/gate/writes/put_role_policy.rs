//! `iam:PutRolePolicy`: an inline policy is made, or replaced whole.

use serde::{Deserialize, Serialize};

use super::{
    Change, DeleteRolePolicy, Target, Write,
    change::{known, with_role},
};
use crate::{
    facts::{InlinePolicy, PolicyName, Reading, Remote, Role, RoleName},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["iam:PutRolePolicy"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutRolePolicy {
    pub role: RoleName,
    pub policy: PolicyName,
    pub document: Remote,
}

impl Change for PutRolePolicy {
    fn title(&self) -> &'static str {
        "PUT ROLE POLICY"
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

    fn steps(&self, _: &Observed) -> Result<Vec<Step>, String> {
        Ok(vec![Step::Aws(AwsCall::iam(
            "PutRolePolicy",
            [
                ("RoleName", self.role.raw()),
                ("PolicyName", self.policy.raw()),
                ("PolicyDocument", self.document.raw()),
            ],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_role(seen, |role| {
            let policies = inline(role)?;
            let document = Reading::Known(self.document.clone());
            match policies.iter_mut().find(|known| known.name == self.policy) {
                Some(policy) => policy.document = document,
                None => policies.push(InlinePolicy {
                    name: self.policy.clone(),
                    document,
                }),
            }
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
        Ok(match found(&seen.target, &self.policy)? {
            Some(before) => Write::PutRolePolicy(Self {
                document: before,
                ..self.clone()
            }),
            None => Write::DeleteRolePolicy(DeleteRolePolicy {
                role: self.role.clone(),
                policy: self.policy.clone(),
            }),
        })
    }
}

/// The list of inline policies, to be changed.
pub(super) fn inline(role: &mut Role) -> Result<&mut Vec<InlinePolicy>, String> {
    match &mut role.inline {
        Reading::Known(policies) => Ok(policies),
        Reading::Unknown(fault) => Err(fault.what.clone()),
    }
}

/// The inline policy's document; None: there is no such policy.
pub(super) fn found(state: &TargetState, name: &PolicyName) -> Result<Option<Remote>, String> {
    let policies = match &known(state)?.inline {
        Reading::Known(policies) => policies,
        Reading::Unknown(fault) => return Err(fault.what.clone()),
    };
    let policy = policies.iter().find(|policy| policy.name == *name);
    policy
        .map(|policy| super::change::readable(&policy.document).cloned())
        .transpose()
}

pub(super) fn part(state: &TargetState, name: &PolicyName) -> Option<Remote> {
    found(state, name).ok().flatten()
}
