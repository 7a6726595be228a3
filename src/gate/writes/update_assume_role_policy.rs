//! `iam:UpdateAssumeRolePolicy`: a role's trust policy is replaced whole.

use serde::{Deserialize, Serialize};

use super::{
    Change, RolePart, Subject, Write,
    role::{known, with_role},
};
use crate::{
    facts::{Reading, Reason, Remote, RoleName},
    gate::{AwsCall, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateAssumeRolePolicy {
    pub role: RoleName,
    pub document: Remote,
}

impl Change for UpdateAssumeRolePolicy {
    fn subject(&self) -> Subject<'_> {
        Subject::Role(&self.role, RolePart::Trust)
    }

    fn steps(&self, _: &Observed) -> Result<Vec<Step>, Reason> {
        Ok(vec![Step::Aws(AwsCall::iam(
            "UpdateAssumeRolePolicy",
            [
                ("RoleName", self.role.raw()),
                ("PolicyDocument", self.document.raw()),
            ],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_role(seen, |role| {
            role.trust = Reading::Known(self.document.clone());
            Ok(())
        })
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        known(state).ok()?.trust.known().cloned()
    }

    fn undo(&self, seen: &Observed) -> Result<Write, Reason> {
        let before = Self {
            document: known(&seen.target)?.trust.read()?.clone(),
            ..self.clone()
        };
        Ok(before.into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}
}
