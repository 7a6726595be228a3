//! `cloudformation:DeleteStack` of a stack whose deletion failed: it is tried again, or
//! it ends without resources that failed, which then live on in no stack.

use serde::{Deserialize, Serialize};

use super::{
    StackPart,
    operation::Operation,
    stack::{ended, known, state},
};
use crate::{
    facts::{LogicalId, Reason, Remote, StackName, StackStatus, numbered, stack::ClientToken},
    gate::{AwsCall, Observed, Remaining, Remains, StackState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishDeletion {
    pub stack: StackName,
    /// Each failed to be deleted, and is left as it is; none: all are tried again.
    #[serde(default)]
    pub keep: Vec<LogicalId>,
    /// By which its events are known from those of the deletion that failed.
    pub token: ClientToken,
}

impl FinishDeletion {
    fn remains<'s>(&self, seen: &'s Observed) -> Option<&'s Remains> {
        seen.stack()?.remains()
    }
}

impl Operation for FinishDeletion {
    const NAME: &'static str = "DeleteStack";
    const BEGINS: &'static [StackStatus] = &[StackStatus::DeleteFailed];
    const ENDS: &'static [StackStatus] = &[StackStatus::DeleteComplete];
    const NO_UNDO: &'static str = "a deleted stack stays deleted; it is made anew from its template, into which `aws cloudformation create-change-set --change-set-type IMPORT` takes what was kept";

    fn stack(&self) -> &StackName {
        &self.stack
    }

    fn operation(&self) -> StackPart<'_> {
        StackPart::FinishDeletion(&self.keep)
    }

    fn complete(&self, call: &mut AwsCall, seen: &Observed) -> Result<(), Reason> {
        if known(&seen.target)?.termination_protection {
            return Err("The stack is protected against deletion, and stays.".into());
        }
        let remains = state(&seen.target)?.remains.as_ref();
        let remains = remains.ok_or("What the stack still has was not read.")?;
        let remains = remains.read()?;
        for (at, id) in self.keep.iter().enumerate() {
            if self.keep.iter().take(at).any(|other| other == id) {
                return Err(format!("{} is named twice.", id.raw()).into());
            }
            let failed = remains.own().find(|one| one.logical_id == *id);
            if !failed.is_some_and(|one| one.failed) {
                return Err(format!(
                    "{} did not fail to be deleted: only what failed may be kept.",
                    id.raw()
                )
                .into());
            }
            let name = format!("RetainResources.member.{}", at + 1);
            call.parameters.insert(name, Remote::new(id.raw()));
        }
        let token = Remote::new(self.token.raw());
        call.parameters
            .insert("ClientRequestToken".to_owned(), token);
        call.is_final = true;
        Ok(())
    }

    fn ends_as(_: &StackStatus) -> StackStatus {
        StackStatus::DeleteComplete
    }

    fn removes(&self, seen: &Observed) -> Vec<String> {
        let stack = self.stack.short();
        let Some(remains) = self.remains(seen) else {
            return vec![format!(
                "Stack {stack} is DELETED with all that it still has."
            )];
        };
        let goes = remains.deleted(&self.keep).count();
        let goes = match goes {
            0 => format!("Stack {stack} is DELETED; no resource goes with it."),
            goes => format!(
                "Stack {stack} is DELETED with {} that it still has.",
                numbered(goes, "resource")
            ),
        };
        let kept = remains.kept(&self.keep).map(|one| {
            format!(
                "{} is KEPT: it lives on in no stack, and is still paid for.",
                one.words()
            )
        });
        std::iter::once(goes).chain(kept).collect()
    }

    fn headline(&self, seen: &Observed) -> String {
        if self.keep.is_empty() {
            return again("Tries the deletion of the stack again.", seen);
        }
        let kept: Vec<&str> = self.keep.iter().map(LogicalId::raw).collect();
        format!("Deletes the stack and LEAVES {}.", kept.join(", "))
    }

    /// The state is the one that it began in: whose deletion it was the events tell.
    fn failed_as(&self, now: &StackState) -> Option<String> {
        let stack = now.stack.known()?;
        let is_it = now.begun_by.as_ref() == Some(&self.token);
        (is_it && stack.status == StackStatus::DeleteFailed).then(|| {
            format!(
                "{} What was deleted until then stays deleted.",
                ended(now, stack)
            )
        })
    }
}

/// What stopped an operation stops it again, unless somebody mended it.
pub(super) fn again(said: &str, seen: &Observed) -> String {
    let stack = seen.stack().and_then(|state| state.stack.known());
    let reason = stack.and_then(|stack| stack.reason.as_ref());
    match reason.map_or("", Remote::raw) {
        "" => said.to_owned(),
        reason => format!("{said} It stops again unless this was mended: {reason}"),
    }
}

impl Remaining {
    /// `Data/Bucket (AWS::S3::Bucket) archive-2019`, raw.
    pub fn words(&self) -> String {
        let kind = self.resource_type.raw();
        let physical = self.physical_id.as_ref();
        let physical = physical.map_or(String::new(), |id| format!(" {}", id.raw()));
        format!("{} ({kind}){physical}", self.name())
    }
}
