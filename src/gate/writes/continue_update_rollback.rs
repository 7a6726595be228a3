//! `cloudformation:ContinueUpdateRollback`: a roll back that stuck goes on; what
//! can't be brought back may be left out, resource by resource, from those that failed.

use serde::{Deserialize, Serialize};

use super::{StackPart, finish_deletion::again, operation::Operation, stack::state};
use crate::{
    facts::{LogicalId, Reading, Reason, Remote, StackName, StackStatus},
    gate::{AwsCall, Observed},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContinueUpdateRollback {
    pub stack: StackName,
    /// Left as they are: CloudFormation then believes them to be rolled back.
    #[serde(default)]
    pub skip: Vec<LogicalId>,
}

impl Operation for ContinueUpdateRollback {
    const NAME: &'static str = "ContinueUpdateRollback";
    const BEGINS: &'static [StackStatus] = &[StackStatus::UpdateRollbackFailed];
    const ENDS: &'static [StackStatus] = &[StackStatus::UpdateRollbackComplete];
    const NO_UNDO: &'static str = "a roll back can only be followed by another update";

    fn stack(&self) -> &StackName {
        &self.stack
    }

    fn operation(&self) -> StackPart<'_> {
        StackPart::ContinueRollBack(&self.skip)
    }

    fn complete(&self, call: &mut AwsCall, seen: &Observed) -> Result<(), Reason> {
        let stuck = state(&seen.target)?.stuck.as_ref();
        let stuck = stuck.and_then(Reading::known);
        let is_stuck = |id: &&LogicalId| stuck.is_some_and(|stuck| stuck.contains(id));
        if let Some(other) = self.skip.iter().find(|id| !is_stuck(id)) {
            let id = other.raw();
            return Err(format!(
                "{id} did not fail to roll back: only what failed may be skipped."
            )
            .into());
        }
        for (at, id) in self.skip.iter().enumerate() {
            let name = format!("ResourcesToSkip.member.{}", at + 1);
            call.parameters.insert(name, Remote::new(id.raw()));
        }
        Ok(())
    }

    fn ends_as(_: &StackStatus) -> StackStatus {
        StackStatus::UpdateRollbackComplete
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        let skipped = self.skip.iter().map(|id| {
            format!(
                "{} is SKIPPED: CloudFormation will believe it rolled back, and it is not.",
                id.raw()
            )
        });
        skipped.collect()
    }

    fn headline(&self, seen: &Observed) -> String {
        if self.skip.is_empty() {
            return again("Continues the roll back that stuck.", seen);
        }
        let skipped: Vec<&str> = self.skip.iter().map(LogicalId::raw).collect();
        format!(
            "Continues the roll back and LEAVES OUT {}: CloudFormation then believes them to be rolled back.",
            skipped.join(", ")
        )
    }
}
