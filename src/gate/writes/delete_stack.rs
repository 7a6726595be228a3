//! `cloudformation:DeleteStack`, of a stack that never came to be: one whose creation
//! failed or was only reviewed. A stack that works is not deleted here.

use serde::{Deserialize, Serialize};

use super::{StackPart, operation::Operation, stack::known};
use crate::{
    facts::{Reason, StackName, StackStatus},
    gate::{AwsCall, Observed},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteStack {
    pub stack: StackName,
}

impl DeleteStack {
    /// Whether a stack in this state never came to be.
    pub fn begins_in(status: &StackStatus) -> bool {
        Self::BEGINS.contains(status)
    }
}

impl Operation for DeleteStack {
    const NAME: &'static str = "DeleteStack";
    const BEGINS: &'static [StackStatus] = &[
        StackStatus::RollbackComplete,
        StackStatus::RollbackFailed,
        StackStatus::CreateFailed,
        StackStatus::ReviewInProgress,
    ];
    const ENDS: &'static [StackStatus] = &[StackStatus::DeleteComplete];
    const NO_UNDO: &'static str =
        "a deleted stack stays deleted; it is made anew from its template";

    fn stack(&self) -> &StackName {
        &self.stack
    }

    fn operation(&self) -> StackPart<'_> {
        StackPart::Delete
    }

    fn complete(&self, call: &mut AwsCall, seen: &Observed) -> Result<(), Reason> {
        if known(&seen.target)?.termination_protection {
            return Err("The stack is protected against deletion, and stays.".into());
        }
        call.is_final = true;
        Ok(())
    }

    fn ends_as(_: &StackStatus) -> StackStatus {
        StackStatus::DeleteComplete
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        vec![format!(
            "Stack {} is DELETED with every resource that it still has.",
            self.stack.short()
        )]
    }

    fn headline(&self, _: &Observed) -> String {
        "DELETES the stack and all that was made for it.".to_owned()
    }
}
