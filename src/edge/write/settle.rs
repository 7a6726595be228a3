//! Doubt that an earlier run left, settled by looking at the target again.
//!
//! Reads only. What cannot be told stays in doubt, and stays in the journal.

use jiff::{SignedDuration, Timestamp};

use super::{Executor, Journal, Writer};
use crate::{
    edge::journal_file::uptime,
    facts::{Fault, FaultKind, Reading, Remote, StackId},
    gate::{
        Outcome, ReadBack, TargetState,
        record::{self, Entry, Record, Stage, What},
        writes::{Progress, recognised},
    },
};

impl<E: Executor, J: Journal> Writer<E, J> {
    /// Looks at every target in doubt; says how many were settled.
    pub async fn settle(&self) -> Result<usize, Fault> {
        // What a broken journal says of its doubts may be anybody's word: it is only shown.
        if self.journal.chain()?.holds().is_err() {
            return Ok(0);
        }
        let records = self.journal.records()?;
        let (doubts, tree) = (record::in_doubt(&records), self.tree());
        let ours = doubts
            .into_iter()
            .filter(|record| record.entry.what.world == self.session_id.world)
            // Another clone's file says nothing of it.
            .filter(|record| record.entry.what.is_told_by(tree.as_ref()));
        let mut settled = 0;
        for doubt in ours {
            if let Some((outcome, made)) = self.settled(doubt).await {
                let entry = Entry {
                    stage: Stage::Settled {
                        outcome,
                        made,
                        by_person: false,
                    },
                    who: self.who.clone(),
                    ..doubt.entry.clone()
                };
                let mut journal = self.journal.open()?;
                // Another console may have settled it while this one looked.
                let records = self.journal.records()?;
                if record::in_doubt(&records)
                    .iter()
                    .any(|open| open.seq == doubt.seq)
                {
                    journal.append(entry)?;
                    settled += 1;
                }
            }
        }
        Ok(settled)
    }

    /// With what the write made, where that is there now.
    async fn settled(&self, doubt: &Record) -> Option<(Outcome, Option<Remote>)> {
        let what = &doubt.entry.what;
        // Taken before the look: what it shows is no older than this.
        let age = doubt.age(Timestamp::now(), uptime().as_ref());
        let now = Box::pin(self.executor.look(&what.draft)).await.ok()?;
        if !belongs(&now, what) {
            return None;
        }
        let outcome = self.told(what, age, &now)?;
        Some((outcome, what.draft.write.change().made(&now)))
    }

    fn told(&self, what: &What, age: SignedDuration, now: &TargetState) -> Option<Outcome> {
        let change = what.draft.write.change();
        let holds = SignedDuration::try_from(self.patience.holds).ok()?;
        match change.progress(now) {
            Some(Progress::Failed(why)) => {
                return Some(Outcome::NotApplied(Fault::new(
                    FaultKind::Missing,
                    why,
                    "Look at the stack's events for the first failure.",
                )));
            }
            Some(Progress::Running(_)) => return None,
            _ => {}
        }
        match recognised(change, what.before.as_ref(), what.after.as_ref(), now) {
            ReadBack::After => Some(Outcome::Applied),
            ReadBack::Before if age >= holds => match change.half(what.steps.len(), now).ok()? {
                None => Some(Outcome::NotApplied(Fault::new(
                    FaultKind::Missing,
                    "The target is as it was before: the write did not happen.",
                    "Propose it again, if it is still wanted.",
                ))),
                Some([done, not_done]) => Some(Outcome::HalfDone {
                    done: vec![done],
                    not_done: vec![not_done],
                    fault: Box::new(Fault::new(
                        FaultKind::Missing,
                        "How its last request ended was never learnt.",
                        "Propose it again, if it is still wanted.",
                    )),
                }),
            },
            ReadBack::Other(_) if age >= holds => {
                let [done, not_done] = change.partly(now)?;
                Some(Outcome::HalfDone {
                    done,
                    not_done,
                    fault: Box::new(Fault::new(
                        FaultKind::Missing,
                        "How its last request ended was never learnt.",
                        "Propose the rest again, if it is still wanted.",
                    )),
                })
            }
            ReadBack::Before | ReadBack::Unread(_) | ReadBack::Other(_) => None,
        }
    }
}

/// The environment may stand for another account now than when it was written.
fn belongs(now: &TargetState, what: &What) -> bool {
    let state = match now {
        TargetState::Role(state) | TargetState::File { role: state, .. } => state,
        TargetState::Registry(state) => {
            return what
                .account
                .as_ref()
                .is_none_or(|account| *account == state.account);
        }
        // It was asked about the repository that the draft names, and no account is.
        TargetState::GitHub(_) => return true,
        TargetState::Stack(state) => {
            let named = StackId::from(state.name.raw());
            let id = state.stack.known().map_or(&named, |stack| &stack.id);
            let region = id.region().map(|region| region.raw().to_owned());
            return what.account.is_none()
                || id.account() == what.account
                    && (what.region.is_none() || region == what.region);
        }
    };
    match &state.role {
        Reading::Known(role) => what.account.is_none() || role.arn.account() == what.account,
        Reading::Unknown(_) => false,
    }
}
