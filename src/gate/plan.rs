//! A plan: a draft that was weighed against fresh facts by every guard.
//!
//! Its fields are private and it is neither Clone nor Deserialize: it exists
//! only as [`Plan::of`] made it, and confirming takes it away.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Assessment, Fingerprint, Phrase, Step,
    guards::{Case, GuardRuling, Thaw, ThawedBy, judge},
    writes::Write,
};
use crate::facts::{AccountId, Allowance, Environment, Reason, Settings};

/// A preview that is older was overtaken by the world, or by a coffee.
const EXPIRES: SignedDuration = SignedDuration::from_mins(5);

/// More than a clock is corrected by while somebody reads.
const SLACK: SignedDuration = SignedDuration::from_secs(60);

/// Which run of the program, and which world, a plan belongs to: an approval of
/// one is worth nothing in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionId {
    pub session: u64,
    /// `aws`, or `demo`.
    pub world: String,
}

impl SessionId {
    /// Of a console that only looks at this world: no writer has it.
    pub fn of_a_look(world: &str) -> Self {
        Self {
            session: 0,
            world: world.to_owned(),
        }
    }
}

#[derive(Debug)]
pub struct Plan {
    assessment: Assessment,
    environment: Environment,
    steps: Vec<Step>,
    verdicts: Vec<GuardRuling>,
    /// For the journal: the guards pin them in the preview.
    allowances: Vec<Allowance>,
    /// What lets it pass a freeze that is in force.
    thaw: Option<Thaw>,
    undo: Result<Write, Reason>,
    phrase: Phrase,
    fingerprint: Fingerprint,
    session_id: SessionId,
    made_at: Timestamp,
}

impl Plan {
    /// Runs every guard. A plan that one of them stops is still a plan, to be
    /// read and to be left; it can never be confirmed.
    pub fn of(
        assessment: Assessment,
        settings: &Settings,
        session_id: SessionId,
        now: Timestamp,
    ) -> Self {
        let change = assessment.draft.write.change();
        let environment = settings.environment_or_unknown(&assessment.draft.environment);
        let planned = change.steps(&assessment.observed);
        let case = Case {
            assessment: &assessment,
            settings,
            environment: &environment,
            steps: planned.as_deref().map_err(Reason::as_str),
            // Freezes and what is expected until a day go by AWS's time, not by a clock
            // that may be wrong.
            now: assessment
                .observed
                .caller
                .as_ref()
                .map_or(now, |caller| caller.by_their_clock(now)),
        };
        let (verdicts, allowances) = (judge(&case), case.allowances());
        let thaw = case.thaw();
        let steps = planned.unwrap_or_default();
        let fingerprint = fingerprint(&assessment, &steps, &verdicts);
        let target = change.target();
        let named = environment.account.as_ref();
        let named = named.filter(|_| assessment.observed.github().is_some());
        let account = assessment.observed.account().or(named).map(AccountId::raw);
        let alias = environment.alias.as_deref();
        let alias = alias.filter(|alias| !alias.trim().is_empty()).or(account);
        let asked = account.is_some() || assessment.observed.github().is_some();
        let alias = alias.filter(|_| environment.production && asked);
        let (name, code) = (target.name.raw(), fingerprint.code());
        let peers = assessment.draft.peers.as_deref();
        let phrase = match target.count {
            Some(count) => Phrase::of_batch(target.kind, name, count, &code, alias),
            None => Phrase::new(target.kind, name, peers, &code, alias),
        };
        let phrase = phrase.with(change.also_typed(&assessment.observed));
        Self {
            phrase: match thaw.as_ref().map(|thaw| &thaw.by) {
                Some(ThawedBy::Incident(_)) => phrase.for_incident(),
                Some(ThawedBy::Undo(_)) | None => phrase,
            },
            thaw,
            undo: change.undo(&assessment.observed),
            environment,
            steps,
            verdicts,
            allowances,
            fingerprint,
            session_id,
            made_at: now,
            assessment,
        }
    }

    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    pub fn write(&self) -> &Write {
        &self.assessment.draft.write
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub fn verdicts(&self) -> &[GuardRuling] {
        &self.verdicts
    }

    /// What of the person's own expectations was in force.
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// What lets it pass a freeze; of an incident, once it was typed, with its number.
    pub fn thaw(&self) -> Option<&Thaw> {
        self.thaw.as_ref()
    }

    /// The number that was typed is kept for the journal.
    pub(super) fn for_incident(mut self, typed: &str) -> Self {
        let number = self.phrase.incident(typed);
        if let (Some(thaw), Some(number)) = (&mut self.thaw, number) {
            thaw.by = ThawedBy::Incident(Some(number));
        }
        self
    }

    /// The guards that stop it.
    pub fn stops(&self) -> impl Iterator<Item = &GuardRuling> {
        self.verdicts.iter().filter(|given| given.verdict.stops())
    }

    pub fn undo(&self) -> Result<&Write, &str> {
        self.undo.as_ref().map_err(Reason::as_str)
    }

    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    pub fn session_id(&self) -> &SessionId {
        &self.session_id
    }

    pub fn made_at(&self) -> Timestamp {
        self.made_at
    }

    pub fn expires_at(&self) -> Timestamp {
        self.made_at.saturating_add(EXPIRES).unwrap_or(self.made_at)
    }

    pub fn expired(&self, now: Timestamp) -> bool {
        // A clock that was set back must not keep a preview alive.
        now >= self.expires_at() || now < self.made_at.saturating_sub(SLACK).unwrap_or(self.made_at)
    }
}

/// Over everything but the times at which it was read.
fn fingerprint(assessment: &Assessment, steps: &[Step], verdicts: &[GuardRuling]) -> Fingerprint {
    let mut observed = assessment.observed.clone();
    observed.at = Timestamp::UNIX_EPOCH;
    if let Some(caller) = &mut observed.caller {
        caller.checked_at = Timestamp::UNIX_EPOCH;
        caller.clock_ahead = None;
    }
    let said = verdicts.iter().map(|given| (given.id, &given.verdict));
    let said: Vec<_> = said.collect();
    let all = (&assessment.draft.write, &observed, steps, said);
    // What cannot be written down must not look the same as something else.
    let bytes = serde_json::to_vec(&all).unwrap_or_else(|error| {
        format!("{error} {:?} {:?}", assessment.draft, assessment.observed).into_bytes()
    });
    Fingerprint::of(&bytes)
}
