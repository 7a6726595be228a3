//! `iam:AttachRolePolicy` and `iam:DetachRolePolicy`: a managed policy is attached to
//! a role, or taken from it. Each undoes the other.

use serde::{Deserialize, Serialize};

use super::{
    Change, RolePart, Subject, Write,
    role::{known, with_role},
};
use crate::{
    facts::{Arn, Reason, Remote, RoleName},
    gate::{AwsCall, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachRolePolicy {
    pub role: RoleName,
    pub policy: Arn,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetachRolePolicy {
    pub role: RoleName,
    pub policy: Arn,
}

impl Change for AttachRolePolicy {
    fn subject(&self) -> Subject<'_> {
        let (policy, attaches) = (&self.policy, true);
        Subject::Role(&self.role, RolePart::Attachment { policy, attaches })
    }

    fn steps(&self, _: &Observed) -> Result<Vec<Step>, Reason> {
        Ok(steps("AttachRolePolicy", &self.role, &self.policy))
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_role(seen, |role| {
            let attached = role.attached.read_mut()?;
            if !attached.contains(&self.policy) {
                attached.push(self.policy.clone());
            }
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        part(state, &self.policy)
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        let (role, policy) = (self.role.clone(), self.policy.clone());
        Ok(DetachRolePolicy { role, policy }.into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}
}

impl Change for DetachRolePolicy {
    fn subject(&self) -> Subject<'_> {
        let (policy, attaches) = (&self.policy, false);
        Subject::Role(&self.role, RolePart::Attachment { policy, attaches })
    }

    fn steps(&self, _: &Observed) -> Result<Vec<Step>, Reason> {
        Ok(steps("DetachRolePolicy", &self.role, &self.policy))
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_role(seen, |role| {
            role.attached.read_mut()?.retain(|arn| *arn != self.policy);
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        part(state, &self.policy)
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        let (role, policy) = (self.role.clone(), self.policy.clone());
        Ok(AttachRolePolicy { role, policy }.into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        vec![format!("Policy {} is DETACHED whole.", self.policy.raw())]
    }

    fn conceal(&mut self, _: &str) {}
}

fn steps(operation: &str, role: &RoleName, policy: &Arn) -> Vec<Step> {
    vec![Step::Aws(AwsCall::iam(
        operation,
        [("RoleName", role.raw()), ("PolicyArn", policy.raw())],
    ))]
}

/// The ARN while it is attached.
fn part(state: &TargetState, policy: &Arn) -> Option<Remote> {
    let attached = known(state).ok()?.attached.known()?;
    attached.contains(policy).then(|| Remote::new(policy.raw()))
}
