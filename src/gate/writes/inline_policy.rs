//! `iam:PutRolePolicy` and `iam:DeleteRolePolicy`: an inline policy is made, replaced
//! whole, or taken away. Each undoes the other.

use serde::{Deserialize, Serialize};

use super::{
    Change, RolePart, Subject, Write,
    role::{inline_document, with_role},
};
use crate::{
    facts::{InlinePolicy, PolicyName, Reading, Reason, Remote, RoleName},
    gate::{AwsCall, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutRolePolicy {
    pub role: RoleName,
    pub policy: PolicyName,
    pub document: Remote,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteRolePolicy {
    pub role: RoleName,
    pub policy: PolicyName,
}

impl Change for PutRolePolicy {
    fn subject(&self) -> Subject<'_> {
        let (policy, deletes) = (&self.policy, false);
        Subject::Role(&self.role, RolePart::Inline { policy, deletes })
    }

    fn steps(&self, _: &Observed) -> Result<Vec<Step>, Reason> {
        Ok(vec![Step::Aws(AwsCall::iam(
            "PutRolePolicy",
            [
                ("RoleName", self.role.raw()),
                ("PolicyName", self.policy.raw()),
                ("PolicyDocument", self.document.raw()),
            ],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_role(seen, |role| {
            let policies = role.inline.read_mut()?;
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
        inline_document(state, &self.policy).ok().flatten()
    }

    fn undo(&self, seen: &Observed) -> Result<Write, Reason> {
        Ok(match inline_document(&seen.target, &self.policy)? {
            Some(document) => Self {
                document,
                ..self.clone()
            }
            .into(),
            None => DeleteRolePolicy {
                role: self.role.clone(),
                policy: self.policy.clone(),
            }
            .into(),
        })
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}
}

impl Change for DeleteRolePolicy {
    fn subject(&self) -> Subject<'_> {
        let (policy, deletes) = (&self.policy, true);
        Subject::Role(&self.role, RolePart::Inline { policy, deletes })
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        self.before(seen)?;
        Ok(vec![Step::Aws(AwsCall::iam(
            "DeleteRolePolicy",
            [
                ("RoleName", self.role.raw()),
                ("PolicyName", self.policy.raw()),
            ],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_role(seen, |role| {
            role.inline
                .read_mut()?
                .retain(|policy| policy.name != self.policy);
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        inline_document(state, &self.policy).ok().flatten()
    }

    fn undo(&self, seen: &Observed) -> Result<Write, Reason> {
        let put = PutRolePolicy {
            role: self.role.clone(),
            policy: self.policy.clone(),
            document: self.before(seen)?,
        };
        Ok(put.into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        vec![format!(
            "Inline policy {} is DELETED whole.",
            self.policy.raw()
        )]
    }

    fn conceal(&mut self, _: &str) {}
}

impl DeleteRolePolicy {
    fn before(&self, seen: &Observed) -> Result<Remote, Reason> {
        let document = inline_document(&seen.target, &self.policy)?;
        document.ok_or_else(|| {
            let (role, policy) = (self.role.raw(), self.policy.raw());
            format!("Role {role} has no inline policy {policy}.").into()
        })
    }
}
