//! A plan: a draft that was weighed against fresh facts by every guard.
//!
//! Its fields are private and it is neither Clone nor Deserialize: it exists
//! only as [`Plan::of`] made it, and confirming takes it away.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Assessment, Fingerprint, Phrase, Step,
    guards::{Case, GuardRuling, judge},
    writes::Write,
};
use crate::facts::{Allowance, Environment, Reason, Settings};

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

#[derive(Debug)]
pub struct Plan {
    assessment: Assessment,
    environment: Environment,
    steps: Vec<Step>,
    verdicts: Vec<GuardRuling>,
    /// For the journal: the guards pin them in the preview.
    allowances: Vec<Allowance>,
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
        let name = &assessment.draft.environment;
        let environment = settings.environment(name).cloned();
        let environment = environment.unwrap_or_else(|| Environment::unknown(name.clone()));
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
        let steps = planned.unwrap_or_default();
        let fingerprint = fingerprint(&assessment, &steps, &verdicts);
        let target = change.target();
        let signs = assessment.observed.caller.is_some();
        let alias = (environment.production && signs).then(|| match &environment.alias {
            Some(alias) if !alias.trim().is_empty() => alias.clone(),
            _ => assessment
                .observed
                .account()
                .map_or_else(String::new, |account| account.raw().to_owned()),
        });
        Self {
            phrase: Phrase::new(
                target.kind,
                target.name.raw(),
                assessment.draft.peers.as_deref(),
                &fingerprint.code(),
                alias.as_deref(),
            ),
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
    let said: Vec<_> = verdicts
        .iter()
        .map(|given| (given.id, &given.verdict))
        .collect();
    let all = (&assessment.draft.write, &observed, steps, said);
    // What cannot be written down must not look the same as something else.
    let bytes = serde_json::to_vec(&all).unwrap_or_else(|error| {
        format!("{error} {:?} {:?}", assessment.draft, assessment.observed).into_bytes()
    });
    Fingerprint::of(&bytes)
}
