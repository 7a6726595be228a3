//! The second, smaller door: what touches nothing that runs takes one plain yes.
//!
//! [`Acknowledged`] comes from here alone, as an `Approved` does from its own file: the
//! field is private, and there is no Clone, no Default and no Deserialize. Only a
//! plan whose write is a preparation can become one.

use jiff::Timestamp;

use super::{Approved, Plan, Refusal};

/// A plan of a preparation that a person acknowledged.
#[derive(Debug)]
pub struct Acknowledged {
    plan: Plan,
}

impl Plan {
    /// A plain yes is enough; else the phrase is typed.
    pub fn takes_yes(&self) -> bool {
        self.write().change().is_preparation()
    }

    /// The only way to an `Acknowledged`. A refused plan comes back as it was.
    pub fn agree(self, now: Timestamp) -> Result<Acknowledged, Box<(Self, Refusal)>> {
        let refusal = if !self.takes_yes() {
            Refusal::NoPreparation
        } else if self.stops().next().is_some() {
            Refusal::Stopped
        } else if self.expired(now) {
            Refusal::Expired
        } else {
            return Ok(Acknowledged { plan: self });
        };
        Err(Box::new((self, refusal)))
    }
}

/// What `edge/write` takes away: one of the two, and nothing else.
#[derive(Debug)]
pub enum Confirmed {
    Approved(Approved),
    Acknowledged(Acknowledged),
}

impl Confirmed {
    pub fn plan(&self) -> &Plan {
        match self {
            Self::Approved(approved) => approved.plan(),
            Self::Acknowledged(acknowledged) => &acknowledged.plan,
        }
    }
}

impl From<Approved> for Confirmed {
    fn from(approved: Approved) -> Self {
        Self::Approved(approved)
    }
}

impl From<Acknowledged> for Confirmed {
    fn from(acknowledged: Acknowledged) -> Self {
        Self::Acknowledged(acknowledged)
    }
}
