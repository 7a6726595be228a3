//! What is done to a stack as a whole, and goes on after CloudFormation took it: all
//! such writes begin in some states of the stack and are told by its state.

use super::{
    Change, Kinded, Progress, StackPart, Subject, Write,
    stack::{self, begins, is_gone, standing, with_stack},
};
use crate::{
    facts::{Reason, Remote, Stack, StackId, StackName, StackStatus},
    gate::{AwsCall, Observed, StackState, Step, TargetState},
};

pub(super) trait Operation: Kinded + Send + Sync {
    /// As CloudFormation names it: `DeleteStack`.
    const NAME: &'static str;
    const BEGINS: &'static [StackStatus];
    const ENDS: &'static [StackStatus];
    /// Why nothing takes it back.
    const NO_UNDO: &'static str;

    fn stack(&self) -> &StackName;
    fn operation(&self) -> StackPart<'_>;
    /// What else is sent, or why it must not be.
    fn complete(&self, call: &mut AwsCall, seen: &Observed) -> Result<(), Reason>;
    /// The state that it ends in where all goes well.
    fn ends_as(was: &StackStatus) -> StackStatus;
    fn removes(&self, seen: &Observed) -> Vec<String>;
    fn headline(&self, seen: &Observed) -> String;
    /// Why it failed, where it ends in a state that it begins in and others tell that it
    /// was begun at all.
    fn failed_as(&self, _: &StackState) -> Option<String> {
        None
    }
}

impl<O: Operation> Change for O {
    fn subject(&self) -> Subject<'_> {
        Subject::Stack(Operation::stack(self), self.operation())
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let id: StackId = begins(seen, O::BEGINS)?;
        let mut call = AwsCall::cloudformation(O::NAME, [("StackName", id.raw())]);
        self.complete(&mut call, seen)?;
        Ok(vec![Step::Aws(call)])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        with_stack(seen, |stack: &mut Stack| {
            stack.status = O::ends_as(&stack.status);
        })
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        standing(target)
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err(O::NO_UNDO.into())
    }

    fn removes(&self, seen: &Observed) -> Vec<String> {
        Operation::removes(self, seen)
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, seen: &Observed) -> String {
        Operation::headline(self, seen)
    }

    fn progress(&self, now: &TargetState) -> Option<Progress> {
        let is_to_go = O::ENDS.contains(&StackStatus::DeleteComplete);
        Some(match now.stack() {
            Some(state) if is_to_go && is_gone(state) => Progress::Applied,
            Some(state) => match self.failed_as(state) {
                Some(why) => Progress::Failed(why),
                None => stack::progress(now, O::ENDS, O::BEGINS),
            },
            None => stack::progress(now, O::ENDS, O::BEGINS),
        })
    }
}
