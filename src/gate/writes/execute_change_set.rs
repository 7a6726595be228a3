//! `cloudformation:ExecuteChangeSet`: a change set that was looked at is executed.
//!
//! Bound to one ARN, and by the fingerprint to every page of it: what was
//! described just before is what was confirmed, or nothing is sent.

use serde::{Deserialize, Serialize};

use super::{
    Change, Progress, StackPart, Subject, Write,
    stack::{change_set, ended, known, rendered, state},
};
use crate::{
    facts::{ChangeSetId, Reading, Reason, Remote, StackName, StackStatus, stack::ExecutionStatus},
    gate::{AwsCall, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecuteChangeSet {
    pub stack: StackName,
    pub change_set: ChangeSetId,
}

impl Change for ExecuteChangeSet {
    fn subject(&self) -> Subject<'_> {
        Subject::Stack(&self.stack, StackPart::Execute(&self.change_set))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        change_set(state(&seen.target)?)?;
        Ok(vec![Step::Aws(AwsCall::cloudformation(
            "ExecuteChangeSet",
            [("ChangeSetName", self.change_set.raw())],
        ))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        let mut after = state(&seen.target)?.clone();
        match (&mut after.stack, &mut after.change_set) {
            (Reading::Known(stack), Some(Reading::Known(set))) => {
                stack.status = match stack.status == StackStatus::ReviewInProgress {
                    true => StackStatus::CreateComplete,
                    false => StackStatus::UpdateComplete,
                };
                stack.change_set = Some(self.change_set.clone());
                set.execution = ExecutionStatus::Complete;
            }
            _ => return Err("The stack or its change set could not be read.".into()),
        }
        Ok(TargetState::Stack(Box::new(after)))
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let state = target.stack()?;
        let set = state.change_set()?;
        Some(rendered(
            state,
            set,
            set.execution == ExecutionStatus::Complete,
        ))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("a stack goes back by another change set, made from the template that it had".into())
    }

    /// The guards of replacement and of protected kinds weigh each of its changes.
    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    /// The state of the stack decides, and that it came by this change set.
    fn progress(&self, now: &TargetState) -> Option<Progress> {
        let (state, stack) = match (state(now), known(now)) {
            (Ok(state), Ok(stack)) => (state, stack),
            (Err(why), _) | (_, Err(why)) => return Some(Progress::Unclear(why.to_string())),
        };
        let execution = state.change_set().map(|set| &set.execution);
        let by_this = stack.change_set.as_ref() == Some(&self.change_set)
            || matches!(
                execution,
                Some(ExecutionStatus::Complete | ExecutionStatus::Failed)
            );
        let status = &stack.status;
        Some(
            if execution == Some(&ExecutionStatus::InProgress) || status.in_progress() {
                Progress::Running(status.raw().to_owned())
            } else if execution == Some(&ExecutionStatus::Available) && !by_this {
                Progress::Untouched
            } else if !by_this {
                let last = stack.change_set.as_ref().map_or("none", ChangeSetId::raw);
                Progress::Unclear(format!(
                    "the stack is {} by another change set: {last}",
                    status.raw()
                ))
            } else if execution == Some(&ExecutionStatus::Failed)
                || status.is_failed()
                || !status.is_settled()
            {
                Progress::Failed(ended(state, stack))
            } else {
                Progress::Applied
            },
        )
    }
}
