//! A doubt that a person who has looked wants to settle: what is asked of them,
//! and the entry that the right answer gives. It says nothing to the world.
//!
//! A [`Settlement`] exists only where the phrase was typed:
//!
//! ```compile_fail,E0451
//! use watchkeeper::gate::record::{Record, Settlement, ToldAs};
//! fn forge(doubt: Record) -> Settlement {
//!     Settlement { doubt, told: ToldAs::Applied }
//! }
//! ```

use jiff::{SignedDuration, Timestamp};

use super::{Doubts, Entry, HOLDS, Record, Stage, Uptime, Who};
use crate::{
    facts::{Fault, FaultKind, Settings},
    gate::{Fingerprint, Outcome, Phrase, Typed},
};

/// What a person says became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldAs {
    Applied,
    NotApplied,
}

impl ToldAs {
    pub fn word(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::NotApplied => "not-applied",
        }
    }
}

/// A doubt that is still open, and what must be typed to settle it.
#[derive(Debug)]
pub struct Settling {
    doubt: Record,
    told: ToldAs,
    phrase: Phrase,
}

impl Settling {
    /// Refused where no such change is in doubt, and for "not applied" while the
    /// service may still show what was there before.
    pub fn of(
        records: &[Record],
        change: &str,
        told: ToldAs,
        settings: &Settings,
        now: (Timestamp, Option<&Uptime>),
    ) -> Result<Self, Fault> {
        let doubt = open(records, change).ok_or_else(|| not_open(records, change))?;
        let holds = SignedDuration::try_from(HOLDS).unwrap_or(SignedDuration::MAX);
        if told == ToldAs::NotApplied && doubt.age(now.0, now.1) < holds {
            return Err(Fault::new(
                FaultKind::Moved,
                format!(
                    "Change {change} is in doubt since {}: for a minute the old state may still be shown.",
                    doubt.at
                ),
                "Look at the target again after that minute, then say what you saw.",
            ));
        }
        Ok(Self {
            phrase: phrase(&doubt, settings),
            doubt,
            told,
        })
    }

    pub fn doubt(&self) -> &Record {
        &self.doubt
    }

    pub fn told(&self) -> ToldAs {
        self.told
    }

    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    /// Only the exact phrase settles; otherwise this says how far it agreed.
    pub fn confirm(self, typed: &str) -> Result<Settlement, Typed> {
        self.phrase.exactly(typed)?;
        Ok(Settlement {
            doubt: self.doubt,
            told: self.told,
        })
    }
}

/// The name as the gate asks for it: in production with the account's alias, a
/// long one's end with a code, here of the very record that is in doubt.
fn phrase(doubt: &Record, settings: &Settings) -> Phrase {
    let what = &doubt.entry.what;
    let environment = settings.environment(&what.environment);
    // One that no configuration has any more counts as production.
    let production = environment.is_none_or(|environment| environment.production);
    let alias = environment.and_then(|environment| environment.alias.clone());
    let account = what.account.as_ref();
    let account = account.map(|account| account.raw().to_owned());
    let alias = alias.filter(|alias| !alias.trim().is_empty()).or(account);
    let alias = alias.filter(|_| production && what.caller.is_some());
    Phrase::new(
        what.draft.write.change().target().kind,
        what.target.raw(),
        what.draft.peers.as_deref(),
        &Fingerprint::of(doubt.hash.as_bytes()).code(),
        alias.as_deref(),
    )
}

/// What a person vouched for by typing the phrase.
#[derive(Debug)]
pub struct Settlement {
    doubt: Record,
    told: ToldAs,
}

impl Settlement {
    /// To be asked with the journal held: another console may have settled it, or
    /// have told more of it, while the phrase was typed.
    pub fn still_holds(&self, records: &[Record]) -> Result<(), Fault> {
        let change = &self.doubt.entry.change;
        let open = open(records, change).ok_or_else(|| not_open(records, change))?;
        if open == self.doubt {
            return Ok(());
        }
        Err(Fault::new(
            FaultKind::Moved,
            format!("The journal has more on change {change} now than was shown."),
            "Look at the target and at the journal again, then settle it anew.",
        ))
    }

    pub fn entry(self, who: Who) -> Entry {
        let outcome = match self.told {
            ToldAs::Applied => Outcome::Applied,
            ToldAs::NotApplied => Outcome::NotApplied(Fault::new(
                FaultKind::Missing,
                "The write did not happen, says a person who looked.",
                "Propose it again, if it is still wanted.",
            )),
        };
        Entry {
            stage: Stage::Settled {
                outcome,
                made: None,
                by_person: true,
            },
            who,
            ..self.doubt.entry
        }
    }
}

fn open(records: &[Record], change: &str) -> Option<Record> {
    let mut doubts = Doubts::default();
    for record in records.iter().filter(|one| one.entry.change == change) {
        doubts.see(record);
    }
    doubts.into_open().into_iter().next()
}

fn not_open(records: &[Record], change: &str) -> Fault {
    let is_known = records.iter().any(|record| record.entry.change == change);
    let what = match is_known {
        true => format!("Change {change} is not in doubt: there is nothing to settle."),
        false => format!("The journal has no change {change}."),
    };
    Fault::new(
        FaultKind::Missing,
        what,
        "`watchkeeper journal show` has each change's number and what became of it.",
    )
}
