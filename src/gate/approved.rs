//! The whole argument of the gate, on one screen.
//!
//! [`Approved`] is the only key to `edge/write`. This file alone can make one:
//! the field is private, and there is no Clone, no Default and no Deserialize.
//! It takes a [`Plan`] away, so a plan is approved once; and a plan exists only
//! after all guards ran over facts read afresh (`plan.rs`).

use jiff::Timestamp;

use super::Plan;

/// A plan that a person confirmed by typing its phrase.
#[derive(Debug)]
pub struct Approved {
    plan: Plan,
}

/// Why a plan was not approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A guard stops it; nothing that is typed can change that.
    Stopped,
    /// The preview is older than five minutes.
    Expired,
    /// What was typed is not the phrase.
    WrongPhrase,
    /// It touches what runs, or a guard warns: a plain yes is not enough.
    NoPreparation,
}

impl Plan {
    /// The only way to an `Approved`. A refused plan comes back as it was.
    pub fn confirm(self, typed: &str, now: Timestamp) -> Result<Approved, Box<(Self, Refusal)>> {
        let refusal = if self.stops().next().is_some() {
            Refusal::Stopped
        } else if self.expired(now) {
            Refusal::Expired
        } else if !self.phrase().is_exactly(typed) {
            Refusal::WrongPhrase
        } else {
            return Ok(Approved {
                plan: self.for_incident(typed),
            });
        };
        Err(Box::new((self, refusal)))
    }
}

impl Approved {
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
