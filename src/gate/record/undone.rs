//! What a draft takes back of what the journal has as applied. The journal's word only:
//! whether it is still as it was left is told by reading the target.

use jiff::Timestamp;

use super::{Record, Stage, Uptime};
use crate::gate::{Assessment, Origin, Outcome, Undoes};

/// Of the assessment's draft, where it is the very one that the journal keeps for undoing
/// a change that was applied in the same world, environment and account.
pub fn undone(
    records: &[Record],
    assessment: &Assessment,
    world: &str,
    now: (Timestamp, Option<&Uptime>),
) -> Option<Undoes> {
    let draft = &assessment.draft;
    let Origin::Undo { change } = &draft.origin else {
        return None;
    };
    let of = || records.iter().filter(|one| one.entry.change == *change);
    let mut last = of().filter_map(|record| match &record.entry.stage {
        Stage::Done { outcome, .. } | Stage::Settled { outcome, .. } => Some((record, outcome)),
        Stage::Intent
        | Stage::Proposed
        | Stage::Left
        | Stage::Refused { .. }
        | Stage::Verified(_) => None,
    });
    let (done, outcome) = last.next_back()?;
    if *outcome != Outcome::Applied {
        return None;
    }
    let what = &done.entry.what;
    let undo = what.undo().ok()?;
    let is_it = undo.write == draft.write
        && undo.environment == draft.environment
        && undo.origin == draft.origin;
    let is_here = what.world == world
        && what.account.is_some()
        && what.account.as_ref() == assessment.observed.account();
    if !is_it || !is_here {
        return None;
    }
    // From the intent on it may have been there.
    let intent = of().find(|record| record.entry.stage == Stage::Intent)?;
    let applied = now.0.checked_sub(intent.age(now.0, now.1)).ok()?;
    Some(Undoes {
        change: change.clone(),
        applied,
        left: what.after.clone(),
    })
}
