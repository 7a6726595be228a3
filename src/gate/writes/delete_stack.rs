//! `cloudformation:DeleteStack`, of a stack that never came to be: one whose creation
//! failed or was only reviewed. A stack that works is not deleted here.

use serde::{Deserialize, Serialize};

use super::{
    Change, Progress, Target, Write,
    stack::{self, begins, is_gone, known, standing, with_stack},
};
use crate::{
    facts::{Remote, RoleName, StackName, StackStatus},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["cloudformation:DeleteStack"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteStack {
    pub stack: StackName,
}

impl DeleteStack {
    /// The states of a stack that never came to be.
    pub const BEGINS: &[StackStatus] = &[
        StackStatus::RollbackComplete,
        StackStatus::CreateFailed,
        StackStatus::ReviewInProgress,
    ];
}

impl Change for DeleteStack {
    fn title(&self) -> &'static str {
        "DELETE STACK"
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
        let id = begins(seen, Self::BEGINS)?;
        if known(&seen.target)?.termination_protection {
            return Err("The stack is protected against deletion, and stays.".to_owned());
        }
        let mut call = AwsCall::cloudformation("DeleteStack", [("StackName", id.raw())]);
        call.is_final = true;
        Ok(vec![Step::Aws(call)])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        with_stack(seen, |stack| {
            stack.status = StackStatus::DeleteComplete;
        })
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        match is_gone(target.stack()?) {
            true => None,
            false => standing(target),
        }
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        stack::readable(state)
    }

    fn document_kind(&self) -> Option<Kind> {
        None
    }

    fn undo(&self, _: &Observed) -> Result<Write, String> {
        Err("a deleted stack stays deleted; it is made anew from its template".to_owned())
    }

    fn progress(&self, now: &TargetState) -> Option<Progress> {
        Some(match now.stack() {
            Some(state) if is_gone(state) => Progress::Applied,
            _ => stack::progress(now, &[StackStatus::DeleteComplete], Self::BEGINS),
        })
    }
}
