//! A change set that was made here and that is gone without this program: deleted
//! by others, or used up by their update. What a fresh look says is noted, so that
//! its deletion is not offered for ever.

use super::{Executor, Journal, Writer};
use crate::{
    facts::{Fault, FaultKind},
    gate::{
        Assessment, Outcome,
        record::Stage,
        writes::{Progress, StackPart, Subject},
    },
};

impl<E: Executor, J: Journal> Writer<E, J> {
    /// Refuses to delete what is not there any more, once that is in the journal.
    pub(super) fn not_gone(&self, assessment: &Assessment) -> Result<(), Fault> {
        let change = assessment.draft.write.change();
        let Subject::Stack(_, StackPart::DeleteChangeSet(set)) = change.subject() else {
            return Ok(());
        };
        let seen = &assessment.observed;
        // Another account or region has no such change set, and says nothing of it.
        let caller = seen.caller.as_ref();
        let is_here = caller.is_some_and(|caller| {
            set.account().as_ref() == Some(&caller.account)
                && set.region().as_ref() == Some(&caller.region)
        });
        if !is_here || change.progress(&seen.target) != Some(Progress::Applied) {
            return Ok(());
        }
        let gone = Stage::Settled {
            outcome: Outcome::Applied,
            made: None,
            by_person: false,
        };
        self.note(assessment, gone)?;
        Err(Fault::new(
            FaultKind::Missing,
            format!("Change set {} is gone already.", set.raw()),
            "Nothing is left to be deleted: the journal has it.",
        ))
    }
}
