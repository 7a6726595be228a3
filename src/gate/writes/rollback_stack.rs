//! `cloudformation:RollbackStack`: a stack that failed and was left as it was goes
//! back to its last stable state; one that never was in any loses all that it made.

use serde::{Deserialize, Serialize};

use super::{StackPart, operation::Operation, stack::known};
use crate::{
    facts::{Reason, StackName, StackStatus},
    gate::{AwsCall, Observed},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollbackStack {
    pub stack: StackName,
}

impl Operation for RollbackStack {
    const NAME: &'static str = "RollbackStack";
    const BEGINS: &'static [StackStatus] = &[StackStatus::CreateFailed, StackStatus::UpdateFailed];
    const ENDS: &'static [StackStatus] = &[
        StackStatus::RollbackComplete,
        StackStatus::UpdateRollbackComplete,
    ];
    const NO_UNDO: &'static str = "what failed is deployed again by another change set";

    fn stack(&self) -> &StackName {
        &self.stack
    }

    fn operation(&self) -> StackPart<'_> {
        StackPart::RollBack
    }

    fn complete(&self, call: &mut AwsCall, seen: &Observed) -> Result<(), Reason> {
        let stack = known(&seen.target)?;
        let deletes = stack.status == StackStatus::CreateFailed;
        if deletes && stack.termination_protection {
            return Err(
                "The stack is protected against deletion, and going back deletes all of it.".into(),
            );
        }
        call.is_final = deletes;
        Ok(())
    }

    fn ends_as(was: &StackStatus) -> StackStatus {
        match *was == StackStatus::CreateFailed {
            true => StackStatus::RollbackComplete,
            false => StackStatus::UpdateRollbackComplete,
        }
    }

    fn removes(&self, seen: &Observed) -> Vec<String> {
        let name = self.stack.short();
        let what = match deletes_all(seen) {
            Some(true) => format!(
                "Every resource that stack {name} made is DELETED: it never was in a state to go back to."
            ),
            Some(false) => {
                format!("Resources that the failed update of stack {name} made are DELETED.")
            }
            None => return Vec::new(),
        };
        vec![what]
    }

    fn headline(&self, seen: &Observed) -> String {
        match deletes_all(seen) {
            Some(true) => "Rolls the creation back: DELETES all that was made for the stack.",
            Some(false) | None => "Rolls the stack back to its last stable state.",
        }
        .to_owned()
    }
}

/// Whether it never came to be; None: it could not be read.
fn deletes_all(seen: &Observed) -> Option<bool> {
    let stack = known(&seen.target).ok()?;
    Some(stack.status == StackStatus::CreateFailed)
}
