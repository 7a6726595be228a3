//! A change set that was made here and that is gone without this program: deleted
//! by others, or used up by their update. What a fresh look says is noted, so that
//! its deletion is not offered for ever.

use super::{Hands, Journal, Writer};
use crate::{
    facts::{Fault, FaultKind},
    gate::{
        Outcome, Prospect,
        record::Stage,
        writes::{Course, Write},
    },
};

impl<H: Hands, J: Journal> Writer<H, J> {
    /// Refuses to delete what is not there any more, once that is in the journal.
    pub(super) fn not_gone(&self, prospect: &Prospect) -> Result<(), Fault> {
        let Write::DeleteChangeSet(delete) = &prospect.draft.write else {
            return Ok(());
        };
        let (seen, set) = (&prospect.observed, &delete.change_set);
        // Another account or region has no such change set, and says nothing of it.
        let caller = seen.caller.as_ref();
        let is_here = caller.is_some_and(|caller| {
            set.account().as_ref() == Some(&caller.account)
                && set.region().as_ref() == Some(&caller.region)
        });
        if !is_here || prospect.draft.write.change().course(&seen.target) != Some(Course::Applied) {
            return Ok(());
        }
        let gone = Stage::Settled {
            outcome: Outcome::Applied,
            made: None,
            by_person: false,
        };
        self.note(prospect, gone)?;
        Err(Fault::new(
            FaultKind::Missing,
            format!("Change set {} is gone already.", set.raw()),
            "Nothing is left to be deleted: the journal has it.",
        ))
    }
}
