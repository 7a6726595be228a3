//! `cloudformation:CancelUpdateStack`: an update under way is stopped and rolled back.

use serde::{Deserialize, Serialize};

use super::{StackPart, operation::Operation};
use crate::{
    facts::{Reason, StackName, StackStatus},
    gate::{AwsCall, Observed},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelUpdateStack {
    pub stack: StackName,
}

impl Operation for CancelUpdateStack {
    const NAME: &'static str = "CancelUpdateStack";
    const BEGINS: &'static [StackStatus] = &[StackStatus::UpdateInProgress];
    const ENDS: &'static [StackStatus] = &[StackStatus::UpdateRollbackComplete];
    const NO_UNDO: &'static str = "the update is deployed again by another change set";

    fn stack(&self) -> &StackName {
        &self.stack
    }

    fn operation(&self) -> StackPart<'_> {
        StackPart::RollBack
    }

    fn complete(&self, _: &mut AwsCall, _: &Observed) -> Result<(), Reason> {
        Ok(())
    }

    fn ends_as(_: &StackStatus) -> StackStatus {
        StackStatus::UpdateRollbackComplete
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn headline(&self, _: &Observed) -> String {
        "Cancels the update under way and rolls it back.".to_owned()
    }
}
