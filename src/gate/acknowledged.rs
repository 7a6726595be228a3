//! The second, smaller door: what touches nothing that runs takes one plain yes.
//!
//! [`Acknowledged`] comes from here alone, as an `Approved` does from its own file: the
//! field is private, and there is no Clone, no Default and no Deserialize. Only a
//! plan whose write is a preparation can become one, or one that writes what is live
//! into a file of which git has every byte.

use jiff::Timestamp;

use super::{
    Approved, GitState, Plan, Refusal, Step, guards,
    writes::{FilePart, Item, Subject},
};

/// A plan that takes a plain yes, and that a person acknowledged.
#[derive(Debug)]
pub struct Acknowledged {
    plan: Plan,
}

impl Plan {
    /// A plain yes is enough: it touches nothing that runs. Else the phrase is typed, and
    /// always where the number of an incident leads through a freeze.
    pub fn takes_plain_yes(&self) -> bool {
        let harmless = self.write().change().is_preparation()
            || self.only_writes_down()
            || self.only_runs_checks();
        harmless && !self.phrase().asks_incident()
    }

    /// It begins or ends a run that deploys nothing, signs in nowhere and is given no
    /// secret, and no guard warns.
    fn only_runs_checks(&self) -> bool {
        let seen = &self.assessment().observed;
        let passes = self
            .verdicts()
            .iter()
            .all(super::guards::GuardRuling::passes);
        passes && self.write().change().touches_only_checks(seen)
    }

    /// It writes what is live into a committed file without edits, and no guard warns.
    /// That a policy's file then allows what is live already is no warning: it is what
    /// codifying does, and nobody gains by it.
    fn only_writes_down(&self) -> bool {
        let file = self.assessment().observed.file();
        let is_committed = file.is_some_and(|it| it.text.is_some() && it.git == GitState::Clean);
        let only_files = self
            .steps()
            .iter()
            .all(|step| matches!(step, Step::File(_)));
        let names_its_gains = match self.write().change().subject() {
            Subject::File(_, _, FilePart::Codified(Item::Inline(_) | Item::Managed(_))) => true,
            Subject::File(_, _, FilePart::Template(template)) => template.is_live,
            Subject::File(..) => false,
            Subject::Role(..) | Subject::Stack(..) | Subject::Entries(..) | Subject::GitHub(..) => {
                return false;
            }
        };
        let is_proved = self.assessment().impact.is_proved();
        let passes = self.verdicts().iter().all(|given| {
            given.passes() || (names_its_gains && is_proved && guards::only_names_gains(given))
        });
        is_committed && only_files && passes
    }

    /// The only way to an `Acknowledged`. A refused plan comes back as it was.
    pub fn agree(self, now: Timestamp) -> Result<Acknowledged, Box<(Self, Refusal)>> {
        let refusal = if !self.takes_plain_yes() {
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
