//! `cloudformation:RollbackStack`: a stack that failed and was left as it was goes
//! back to its last stable state; one that never was in any loses all that it made.

use serde::{Deserialize, Serialize};

use super::{
    Change, Progress, Target, Write,
    stack::{self, begins, known, standing, with_stack},
};
use crate::{
    facts::{Remote, RoleName, StackName, StackStatus},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

const BEGINS: &[StackStatus] = &[StackStatus::CreateFailed, StackStatus::UpdateFailed];
const ENDS: &[StackStatus] = &[
    StackStatus::RollbackComplete,
    StackStatus::UpdateRollbackComplete,
];

pub(super) const NEEDS: &[&str] = &["cloudformation:RollbackStack"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollbackStack {
    pub stack: StackName,
}

impl Change for RollbackStack {
    fn title(&self) -> &'static str {
        "ROLL BACK STACK"
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
        let stack = known(&seen.target)?;
        let deletes = stack.status == StackStatus::CreateFailed;
        if deletes && stack.termination_protection {
            return Err(
                "The stack is protected against deletion, and going back deletes all of it."
                    .to_owned(),
            );
        }
        let mut call = AwsCall::cloudformation("RollbackStack", [("StackName", id.raw())]);
        call.is_final = deletes;
        Ok(vec![Step::Aws(call)])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_stack(seen, |stack| {
            stack.status = match stack.status {
                StackStatus::CreateFailed => StackStatus::RollbackComplete,
                _ => StackStatus::UpdateRollbackComplete,
            };
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
        Err("what failed is deployed again by another change set".to_owned())
    }

    fn progress(&self, now: &TargetState) -> Option<Progress> {
        Some(stack::progress(now, ENDS, BEGINS))
    }
}
