//! `cloudformation:ContinueUpdateRollback`: a roll back that stuck goes on; what
//! can't be brought back may be left out, resource by resource, from those that failed.

use serde::{Deserialize, Serialize};

use super::{
    Change, Progress, Target, Write,
    stack::{self, begins, standing, state, with_stack},
};
use crate::{
    facts::{LogicalId, Reading, Remote, RoleName, StackName, StackStatus},
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

const BEGINS: &[StackStatus] = &[StackStatus::UpdateRollbackFailed];
const ENDS: &[StackStatus] = &[StackStatus::UpdateRollbackComplete];

pub(super) const NEEDS: &[&str] = &["cloudformation:ContinueUpdateRollback"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContinueUpdateRollback {
    pub stack: StackName,
    /// Left as they are: CloudFormation then believes them to be rolled back.
    #[serde(default)]
    pub skip: Vec<LogicalId>,
}

impl Change for ContinueUpdateRollback {
    fn title(&self) -> &'static str {
        "CONTINUE UPDATE ROLLBACK"
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
        let stuck = state(&seen.target)?.stuck.as_ref();
        let stuck = stuck.and_then(Reading::known);
        let is_stuck = |id: &&LogicalId| stuck.is_some_and(|stuck| stuck.contains(id));
        if let Some(other) = self.skip.iter().find(|id| !is_stuck(id)) {
            return Err(format!(
                "{} did not fail to roll back: only what failed may be skipped.",
                other.raw()
            ));
        }
        let mut call = AwsCall::cloudformation("ContinueUpdateRollback", [("StackName", id.raw())]);
        for (at, id) in self.skip.iter().enumerate() {
            let name = format!("ResourcesToSkip.member.{}", at + 1);
            call.parameters.insert(name, Remote::new(id.raw()));
        }
        Ok(vec![Step::Aws(call)])
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
        Err("a roll back can only be followed by another update".to_owned())
    }

    fn progress(&self, now: &TargetState) -> Option<Progress> {
        Some(stack::progress(now, ENDS, BEGINS))
    }
}
