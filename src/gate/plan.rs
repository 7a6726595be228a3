//! A plan: a draft that was weighed against fresh facts by every guard.
//!
//! Its fields are private and it is neither Clone nor Deserialize: it exists
//! only as [`Plan::of`] made it, and confirming takes it away.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Fingerprint, Phrase, Prospect, Step,
    guards::{Case, Given, judge},
    writes::Write,
};
use crate::facts::{Allowance, Environment, Settings};

/// A preview that is older was overtaken by the world, or by a coffee.
const EXPIRES: SignedDuration = SignedDuration::from_mins(5);

/// More than a clock is corrected by while somebody reads.
const SLACK: SignedDuration = SignedDuration::from_secs(60);

/// Which run of the program, and which world, a plan belongs to: an approval of
/// one is worth nothing in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    pub session: u64,
    /// `aws`, or `demo`.
    pub world: String,
}

#[derive(Debug)]
pub struct Plan {
    prospect: Prospect,
    environment: Environment,
    steps: Vec<Step>,
    verdicts: Vec<Given>,
    /// For the journal: the guards pin them in the preview.
    allowances: Vec<Allowance>,
    undo: Result<Write, String>,
    phrase: Phrase,
    fingerprint: Fingerprint,
    seal: Seal,
    made_at: Timestamp,
}

impl Plan {
    /// Runs every guard. A plan that one of them stops is still a plan, to be
    /// read and to be left; it can never be confirmed.
    pub fn of(prospect: Prospect, settings: &Settings, seal: Seal, now: Timestamp) -> Self {
        let change = prospect.draft.write.change();
        let name = &prospect.draft.environment;
        let environment = settings.environment(name).cloned();
        let environment = environment.unwrap_or_else(|| Environment::unknown(name.clone()));
        let planned = change.steps(&prospect.observed);
        let case = Case {
            prospect: &prospect,
            settings,
            environment: &environment,
            steps: planned.as_deref().map_err(String::as_str),
            now,
        };
        let (verdicts, allowances) = (judge(&case), case.allowances());
        let steps = planned.unwrap_or_default();
        let fingerprint = fingerprint(&prospect, &steps, &verdicts);
        let target = change.target();
        let signs = prospect.observed.caller.is_some();
        let alias = (environment.production && signs).then(|| match &environment.alias {
            Some(alias) if !alias.trim().is_empty() => alias.clone(),
            _ => prospect
                .observed
                .account()
                .map_or_else(String::new, |account| account.raw().to_owned()),
        });
        Self {
            phrase: Phrase::new(
                target.kind,
                target.name.raw(),
                prospect.draft.peers.as_deref(),
                &fingerprint.code(),
                alias.as_deref(),
            ),
            undo: change.undo(&prospect.observed),
            environment,
            steps,
            verdicts,
            allowances,
            fingerprint,
            seal,
            made_at: now,
            prospect,
        }
    }

    pub fn prospect(&self) -> &Prospect {
        &self.prospect
    }

    pub fn write(&self) -> &Write {
        &self.prospect.draft.write
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub fn verdicts(&self) -> &[Given] {
        &self.verdicts
    }

    /// What of the person's own expectations was in force.
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// The guards that stop it.
    pub fn stops(&self) -> impl Iterator<Item = &Given> {
        self.verdicts.iter().filter(|given| given.verdict.stops())
    }

    pub fn undo(&self) -> Result<&Write, &str> {
        self.undo.as_ref().map_err(String::as_str)
    }

    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    pub fn seal(&self) -> &Seal {
        &self.seal
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
fn fingerprint(prospect: &Prospect, steps: &[Step], verdicts: &[Given]) -> Fingerprint {
    let mut observed = prospect.observed.clone();
    observed.at = Timestamp::UNIX_EPOCH;
    if let Some(caller) = &mut observed.caller {
        caller.checked_at = Timestamp::UNIX_EPOCH;
    }
    let said: Vec<_> = verdicts
        .iter()
        .map(|given| (given.id, &given.verdict))
        .collect();
    let all = (&prospect.draft.write, &observed, steps, said);
    // What cannot be written down must not look the same as something else.
    let bytes = serde_json::to_vec(&all).unwrap_or_else(|error| {
        format!("{error} {:?} {:?}", prospect.draft, prospect.observed).into_bytes()
    });
    Fingerprint::of(&bytes)
}
