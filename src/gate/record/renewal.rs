//! Taking a new journal in the place of a broken one, and settling what could not
//! be read of that: what is carried over, and what a person must type.
//!
//! Pure. A record that was changed may open a doubt, and never closes one.
//! Both confirmations exist only where the phrase was typed:
//!
//! ```compile_fail,E0451
//! use watchkeeper::gate::record::Renewal;
//! fn forge(renewal: Renewal) -> Renewal {
//!     Renewal { is_confirmed: true, ..renewal }
//! }
//! ```

use super::{Doubts, LeftOvers, Noted, Record, Renewed, Says, Stage, Stretch, Who, verify::Chain};
use crate::{
    facts::{Fault, FaultKind},
    gate::{Outcome, Phrase, Typed},
};

/// Follows the records of a broken journal, oldest first, and keeps what the next
/// one must know.
#[derive(Debug, Default)]
pub struct Carried {
    doubts: Doubts,
    left_over: LeftOvers,
    /// What says that a change set was made here, with its ARN.
    made: Vec<Record>,
}

impl Carried {
    pub fn see(&mut self, record: &Record) {
        if !record.is_whole() {
            // Nobody vouches for it: taken seriously only where it warns.
            if opens(&record.entry.stage) {
                self.doubts.see(record);
            }
            return;
        }
        self.doubts.see(record);
        self.left_over.see(record);
        if let Stage::Done { made: Some(_), .. } | Stage::Settled { made: Some(_), .. } =
            &record.entry.stage
        {
            self.made.push(record.clone());
        }
    }

    /// Every doubt, and every change set that is still there; oldest first.
    pub fn into_records(self) -> Vec<Record> {
        let mut records = self.doubts.into_open();
        let left = self.left_over.into_open();
        let is_left = |record: &Record| left.iter().any(|one| one.change == record.entry.change);
        let is_new = |record: &Record| records.iter().all(|known| known.seq != record.seq);
        let made = self.made.into_iter().filter(is_left).filter(is_new);
        let made: Vec<Record> = made.collect();
        records.extend(made);
        records.sort_by_key(|record| record.seq);
        records
    }
}

fn opens(stage: &Stage) -> bool {
    match stage {
        Stage::Intent => true,
        Stage::Done { outcome, .. } | Stage::Settled { outcome, .. } => {
            matches!(outcome, Outcome::InDoubt(_))
        }
        Stage::Proposed | Stage::Left | Stage::Refused { .. } | Stage::Verified(_) => false,
    }
}

/// What taking a new journal would do, and what is typed for it.
#[derive(Debug)]
pub struct Renewal {
    renewed: Renewed,
    carried: Vec<Record>,
    phrase: Phrase,
    is_confirmed: bool,
}

impl Renewal {
    /// Refused where the chain holds: there is nothing to renew.
    pub fn of(chain: &Chain, carried: Carried, aside: &str) -> Result<Self, Fault> {
        let Some(broken) = &chain.broken else {
            return Err(Fault::new(
                FaultKind::Missing,
                "The journal's chain holds: there is nothing to renew.",
                "`watchkeeper journal verify` shows its head.",
            ));
        };
        let mut stretches = chain.unsettled.clone();
        stretches.extend(chain.stretches.iter().cloned());
        let renewed = Renewed {
            aside: aside.to_owned(),
            head: chain.head.clone(),
            count: chain.count,
            broken: broken.in_words(),
            stretches,
        };
        Ok(Self {
            phrase: Phrase::new("folder", aside, None, "", None),
            carried: carried.into_records(),
            renewed,
            is_confirmed: false,
        })
    }

    pub fn renewed(&self) -> &Renewed {
        &self.renewed
    }

    pub fn carried(&self) -> &[Record] {
        &self.carried
    }

    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    /// Only the exact phrase; otherwise this says how far it agreed.
    pub fn confirm(self, typed: &str) -> Result<Self, Typed> {
        self.phrase.exactly(typed)?;
        Ok(Self {
            is_confirmed: true,
            ..self
        })
    }

    /// To be asked with the journal held: whether what was shown and typed is what
    /// is there now.
    pub fn still_holds(&self, now: &Self) -> Result<(), Fault> {
        if self.is_confirmed && self.renewed == now.renewed && self.carried == now.carried {
            return Ok(());
        }
        Err(Fault::new(
            FaultKind::Moved,
            "The journal is not as it was shown.",
            "Look at it again with `watchkeeper journal verify`, then renew it.",
        ))
    }

    pub fn note(&self, who: Who) -> Noted {
        let says = Says::Renewed(self.renewed.clone());
        Noted { who, says }
    }
}

/// A stretch that a person settles, and what is typed for it: its name.
#[derive(Debug)]
pub struct Looking {
    stretch: Stretch,
    phrase: Phrase,
    is_confirmed: bool,
}

impl Looking {
    /// Refused where no such stretch is open.
    pub fn at(chain: &Chain, name: &str) -> Result<Self, Fault> {
        let mut open = chain.unsettled.iter();
        let stretch = open.find(|stretch| stretch.name() == name);
        let stretch = stretch.ok_or_else(|| {
            Fault::new(
                FaultKind::Missing,
                format!("No unreadable stretch {name} is open: there is nothing to settle."),
                "`watchkeeper journal verify` names those that are.",
            )
        })?;
        Ok(Self {
            phrase: Phrase::new("stretch", name, None, "", None),
            stretch: stretch.clone(),
            is_confirmed: false,
        })
    }

    pub fn stretch(&self) -> &Stretch {
        &self.stretch
    }

    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    pub fn confirm(self, typed: &str) -> Result<Self, Typed> {
        self.phrase.exactly(typed)?;
        Ok(Self {
            is_confirmed: true,
            ..self
        })
    }

    /// With the journal held: only while it is open, and only where it was typed.
    pub fn note(self, chain: &Chain, who: Who) -> Result<Noted, Fault> {
        let open = Self::at(chain, &self.stretch.name())?.stretch == self.stretch;
        if !open || !self.is_confirmed {
            return Err(Fault::new(
                FaultKind::Moved,
                "The stretch is not as it was shown.",
                "Look at it again with `watchkeeper journal verify`.",
            ));
        }
        let stretch = self.stretch;
        let says = Says::Looked { stretch };
        Ok(Noted { who, says })
    }
}
