//! `cloudformation:CancelUpdateStack`: an update under way is stopped and rolled back.

use serde::{Deserialize, Serialize};

use super::{
    Change, Progress, Target, Write,
    stack::{self, begins, standing, with_stack},
};
use crate::{
    facts::{Remote, RoleName, StackName, StackStatus},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

const BEGINS: &[StackStatus] = &[StackStatus::UpdateInProgress];
const ENDS: &[StackStatus] = &[StackStatus::UpdateRollbackComplete];

pub(super) const NEEDS: &[&str] = &["cloudformation:CancelUpdateStack"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelUpdateStack {
    pub stack: StackName,
}

impl Change for CancelUpdateStack {
    fn title(&self) -> &'static str {
        "CANCEL UPDATE OF STACK"
    }

    fn target(&self) -> Target {
        stack::target(&self.stack, None)
    }

    fn role(&self) -> Option<&RoleName> {
        None
    }

    fn stack(&self) -> Option<&StackName> {
        Some(&self.stack)
    }

    fn needs(&self) -> &'static [&'static str] {
        NEEDS
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, String> {
        let id = begins(seen, BEGINS)?;
        Ok(vec![Step::Aws(AwsCall::cloudformation(
            "CancelUpdateStack",
            [("StackName", id.raw())],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_stack(seen, |stack| {
            stack.status = StackStatus::UpdateRollbackComplete;
        })
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        standing(target)
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        stack::readable(state)
    }

    fn document_kind(&self) -> Option<Kind> {
        None
    }

    fn undo(&self, _: &Observed) -> Result<Write, String> {
        Err("the update is deployed again by another change set".to_owned())
    }

    fn progress(&self, now: &TargetState) -> Option<Progress> {
        Some(stack::progress(now, ENDS, BEGINS))
    }
}
