//! `cloudformation:DeleteChangeSet`, of a change set that was made here: its name
//! says so, and the journal has it. Nothing that runs is touched.

use serde::{Deserialize, Serialize};

use super::{
    Change, Progress, Target, Write,
    create_change_set::{PREFIX, is_ours},
    stack::{self, state},
};
use crate::{
    facts::{
        ChangeSetId, FaultKind, Reading, Remote, RoleName, StackName,
        stack::{ChangeSetStatus, ExecutionStatus},
    },
    gate::{AwsCall, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &["cloudformation:DeleteChangeSet"];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteChangeSet {
    pub stack: StackName,
    pub change_set: ChangeSetId,
}

impl DeleteChangeSet {
    /// `arn:aws:cloudformation:REGION:ACCOUNT:changeSet/NAME/UUID`.
    pub fn name(&self) -> &str {
        self.change_set.raw().split('/').nth(1).unwrap_or_default()
    }
}

impl Change for DeleteChangeSet {
    fn title(&self) -> &'static str {
        "DELETE CHANGE SET"
    }

    fn target(&self) -> Target {
        stack::target(&self.stack, Some(("change set", self.change_set.raw())))
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
        let state = state(&seen.target)?;
        let set = match &state.change_set {
            Some(Reading::Known(set)) => set,
            Some(Reading::Unknown(fault)) => return Err(fault.what.clone()),
            None => return Err("The change set was not read.".to_owned()),
        };
        if !is_ours(self.name()) || set.name.raw() != self.name() || set.id != self.change_set {
            return Err(format!(
                "Only change sets that were made here are deleted: their names begin with `{PREFIX}`."
            ));
        }
        if state
            .stack
            .known()
            .is_none_or(|stack| stack.id != set.stack)
        {
            return Err("The change set is of another stack.".to_owned());
        }
        if set.execution == ExecutionStatus::InProgress {
            return Err("The change set is being executed.".to_owned());
        }
        Ok(vec![Step::Aws(AwsCall::cloudformation(
            "DeleteChangeSet",
            [("ChangeSetName", self.change_set.raw())],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        let mut after = state(&seen.target)?.clone();
        after.change_set = None;
        Ok(TargetState::Stack(Box::new(after)))
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let set = target.stack()?.change_set()?;
        let gone = set.status == ChangeSetStatus::DeleteComplete;
        (!gone).then(|| Remote::new(set.id.raw()))
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        stack::readable(state)
    }

    fn document_kind(&self) -> Option<Kind> {
        None
    }

    fn undo(&self, _: &Observed) -> Result<Write, String> {
        Err("make the change set anew from its template".to_owned())
    }

    fn is_preparation(&self) -> bool {
        true
    }

    fn progress(&self, now: &TargetState) -> Option<Progress> {
        let state = now.stack()?;
        Some(match &state.change_set {
            None => Progress::Unclear("the change set was not read".to_owned()),
            Some(Reading::Unknown(fault)) if fault.kind == FaultKind::Missing => Progress::Applied,
            Some(Reading::Unknown(fault)) => Progress::Unclear(fault.what.clone()),
            Some(Reading::Known(set)) => match &set.status {
                ChangeSetStatus::DeleteComplete => Progress::Applied,
                ChangeSetStatus::DeletePending | ChangeSetStatus::DeleteInProgress => {
                    Progress::Running(set.status.raw().to_owned())
                }
                ChangeSetStatus::DeleteFailed => Progress::Failed(format!(
                    "The change set could not be deleted: {}",
                    set.reason.as_ref().map_or("", Remote::raw)
                )),
                _ => Progress::Untouched,
            },
        })
    }
}
