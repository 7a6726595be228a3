//! The second, smaller door: what touches nothing that runs takes one plain yes.
//!
//! [`Agreed`] comes from here alone, as an `Approved` does from its own file: the
//! field is private, and there is no Clone, no Default and no Deserialize. Only a
//! plan whose write is a preparation can become one.

use jiff::Timestamp;

use super::{Approved, Plan, Refusal};

/// A plan of a preparation that a person agreed to.
#[derive(Debug)]
pub struct Agreed {
    plan: Plan,
}

impl Plan {
    /// The only way to an `Agreed`. A refused plan comes back as it was.
    pub fn agree(self, now: Timestamp) -> Result<Agreed, Box<(Self, Refusal)>> {
        let refusal = if !self.write().change().is_preparation() {
            Refusal::NoPreparation
        } else if self.stops().next().is_some() {
            Refusal::Stopped
        } else if self.expired(now) {
            Refusal::Expired
        } else {
            return Ok(Agreed { plan: self });
        };
        Err(Box::new((self, refusal)))
    }
}

/// What `edge/write` takes away: one of the two, and nothing else.
#[derive(Debug)]
pub enum Licence {
    Approved(Approved),
    Agreed(Agreed),
}

impl Licence {
    pub fn plan(&self) -> &Plan {
        match self {
            Self::Approved(approved) => approved.plan(),
            Self::Agreed(agreed) => &agreed.plan,
        }
    }
}

impl From<Approved> for Licence {
    fn from(approved: Approved) -> Self {
        Self::Approved(approved)
    }
}

impl From<Agreed> for Licence {
    fn from(agreed: Agreed) -> Self {
        Self::Agreed(agreed)
    }
}
