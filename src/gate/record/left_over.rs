//! Change sets that were made here and that nothing here has executed or deleted:
//! what the next start offers to clear away.
//!
//! The journal's word only. What others did with them since is told by reading
//! the stack, before anything is done about one.

use super::{Record, Stage, What};
use crate::{
    facts::{ChangeSetId, LeftOver, Region, Remote, StackName},
    gate::{
        Outcome,
        writes::{StackPart, Subject},
    },
};

/// The newest are kept: a person clears away no more in one sitting.
const MOST: usize = 200;

/// Follows the records of a chain, oldest first, and keeps what is still there.
#[derive(Debug, Default)]
pub struct LeftOvers {
    open: Vec<LeftOver>,
}

impl LeftOvers {
    pub fn see(&mut self, record: &Record) {
        let what = &record.entry.what;
        let (is_done, made) = match &record.entry.stage {
            Stage::Intent => (None, None),
            Stage::Done { outcome, made, .. } | Stage::Settled { outcome, made, .. } => {
                (Some(outcome), made.as_ref())
            }
            Stage::Proposed | Stage::Left | Stage::Refused { .. } | Stage::Verified(_) => return,
        };
        let is_applied = is_done == Some(&Outcome::Applied);
        let Subject::Stack(stack, part) = what.draft.write.change().subject() else {
            return;
        };
        match part {
            StackPart::NewChangeSet(_) => self.made(record, is_done, made),
            StackPart::DeleteChangeSet(id) if is_applied => {
                self.open
                    .retain(|left| !(is_of(left, what, stack) && is_the_one(left, id)));
            }
            // CloudFormation deletes the stack's other change sets with it.
            StackPart::Execute(_) | StackPart::Delete | StackPart::FinishDeletion(_)
                if is_applied =>
            {
                self.open.retain(|left| !is_of(left, what, stack));
            }
            StackPart::DeleteChangeSet(_)
            | StackPart::Execute(_)
            | StackPart::Delete
            | StackPart::FinishDeletion(_)
            | StackPart::RollBack
            | StackPart::ContinueRollBack(_)
            | StackPart::Protect => {}
        }
    }

    /// Oldest first.
    pub fn into_open(self) -> Vec<LeftOver> {
        self.open
    }

    /// Begun, or ended in one way or another. One that is empty or wrong was not
    /// applied, and is there all the same: then its ARN is known.
    fn made(&mut self, record: &Record, outcome: Option<&Outcome>, made: Option<&Remote>) {
        let change = &record.entry.change;
        let at = self.open.iter().position(|left| left.change == *change);
        let known = at.map(|at| self.open.remove(at));
        let was = known.as_ref().and_then(|left| left.id.clone());
        let id = made.map(|id| ChangeSetId::from(id.raw())).or(was);
        if matches!(outcome, Some(Outcome::NotApplied(_))) && id.is_none() {
            return;
        }
        let left = match known {
            Some(known) => LeftOver { id, ..known },
            None => match new(record, id) {
                Some(left) => left,
                None => return,
            },
        };
        if self.open.len() == MOST {
            self.open.remove(0);
        }
        self.open
            .insert(at.unwrap_or(MOST).min(self.open.len()), left);
    }
}

/// What the journal's records leave over, oldest first.
pub fn left_over(records: &[Record]) -> Vec<LeftOver> {
    let mut all = LeftOvers::default();
    for record in records {
        all.see(record);
    }
    all.into_open()
}

fn new(record: &Record, id: Option<ChangeSetId>) -> Option<LeftOver> {
    let what = &record.entry.what;
    let Subject::Stack(stack, StackPart::NewChangeSet(new)) = what.draft.write.change().subject()
    else {
        return None;
    };
    Some(LeftOver {
        environment: what.environment.clone(),
        account: what.account.clone(),
        region: region(what),
        stack: stack.as_short(),
        name: new.name.clone(),
        id,
        made: record.at,
        change: record.entry.change.clone(),
    })
}

fn region(what: &What) -> Option<Region> {
    what.region.as_deref().map(Region::from)
}

/// Of the same stack: two environments may be one account.
fn is_of(left: &LeftOver, what: &What, stack: &StackName) -> bool {
    let same_place = match &what.account {
        Some(_) => left.account == what.account,
        None => left.environment == what.environment,
    };
    same_place && left.region == region(what) && left.stack.raw() == stack.short()
}

fn is_the_one(left: &LeftOver, id: &ChangeSetId) -> bool {
    match &left.id {
        Some(known) => known == id,
        None => left.name.raw() == id.name(),
    }
}
