//! A run is cancelled by force only where a cancellation of it hangs, as the journal has
//! it: by force, the steps that always run do not.

use jiff::{SignedDuration, Timestamp};

use super::Journal;
use crate::{
    facts::{Fault, FaultKind, actions::RunId},
    gate::{
        Draft, Outcome,
        record::{Record, Stage},
        writes::GitHubPart,
    },
};

/// GitHub ends a cancelled job after five minutes itself; nobody has to wait longer than
/// this to see that it does not come.
const HANGS: SignedDuration = SignedDuration::from_secs(60);

pub(super) fn cancel_hangs(journal: &impl Journal, draft: &Draft) -> Result<(), Fault> {
    let forced = cancelled(draft).filter(|(_, force)| *force);
    let Some((run, _)) = forced else {
        return Ok(());
    };
    let records = journal.records()?;
    let first = records.iter().find(|record| was_taken(record, run));
    let what = match first {
        None => format!(
            "The journal has no cancellation of run {} that was taken.",
            run.0
        ),
        Some(record) if Timestamp::now().duration_since(record.at) >= HANGS => return Ok(()),
        Some(_) => format!(
            "The cancellation of run {} was taken less than a minute ago.",
            run.0
        ),
    };
    Err(Fault::new(
        FaultKind::ReadOnly,
        what,
        "Cancel it first, and wait for a minute: steps that always run still do then.",
    ))
}

/// The run that a draft cancels, and whether by force.
fn cancelled(draft: &Draft) -> Option<(RunId, bool)> {
    match draft.write.change().subject().github()?.1 {
        GitHubPart::Cancel { run, force } => Some((run, force)),
        _ => None,
    }
}

fn was_taken(record: &Record, run: RunId) -> bool {
    let (Stage::Done { outcome, .. } | Stage::Settled { outcome, .. }) = &record.entry.stage else {
        return false;
    };
    *outcome == Outcome::Applied && cancelled(&record.entry.what.draft) == Some((run, false))
}
