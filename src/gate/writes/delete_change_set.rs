//! `cloudformation:DeleteChangeSet`, of a change set that was made here: its name
//! says so, and the journal has it. Nothing that runs is touched.

use serde::{Deserialize, Serialize};

use super::{
    Change, Progress, StackPart, Subject, Write,
    create_change_set::{PREFIX, is_ours},
    stack::{change_set, state},
};
use crate::{
    facts::{
        ChangeSetId, FaultKind, Reading, Reason, Remote, StackName,
        stack::{ChangeSetStatus, ExecutionStatus},
    },
    gate::{AwsCall, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteChangeSet {
    pub stack: StackName,
    pub change_set: ChangeSetId,
}

impl Change for DeleteChangeSet {
    fn subject(&self) -> Subject<'_> {
        Subject::Stack(&self.stack, StackPart::DeleteChangeSet(&self.change_set))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let state = state(&seen.target)?;
        let set = change_set(state)?;
        if !is_ours(self.change_set.name())
            || set.name.raw() != self.change_set.name()
            || set.id != self.change_set
        {
            return Err(format!(
                "Only change sets that were made here are deleted: their names begin with `{PREFIX}`."
            ).into());
        }
        if state
            .stack
            .known()
            .is_none_or(|stack| stack.id != set.stack)
        {
            return Err("The change set is of another stack.".into());
        }
        if set.execution == ExecutionStatus::InProgress {
            return Err("The change set is being executed.".into());
        }
        Ok(vec![Step::Aws(AwsCall::cloudformation(
            "DeleteChangeSet",
            [("ChangeSetName", self.change_set.raw())],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        let mut after = state(&seen.target)?.clone();
        after.change_set = None;
        Ok(TargetState::Stack(Box::new(after)))
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let set = target.stack()?.change_set()?;
        let gone = set.status == ChangeSetStatus::DeleteComplete;
        (!gone).then(|| Remote::new(set.id.raw()))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("make the change set anew from its template".into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, _: &Observed) -> String {
        "Deletes the change set. The stack stays as it is.".to_owned()
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
                ChangeSetStatus::CreatePending
                | ChangeSetStatus::CreateInProgress
                | ChangeSetStatus::CreateComplete
                | ChangeSetStatus::Failed
                | ChangeSetStatus::Unknown(_) => Progress::Untouched,
            },
        })
    }
}
