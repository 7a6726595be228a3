//! A draft, what was read afresh for it, and what it would mean: all that a
//! plan is made from, and fit to be sent from where it was read to where it is
//! shown. It permits nothing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Draft, Impact, Observed, Simulated};
use crate::facts::{Fault, Remote};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub draft: Draft,
    pub observed: Observed,
    pub impact: Impact,
    /// The service's own word on the requests that the preview names.
    pub simulated: Result<Vec<Simulated>, Fault>,
    /// What this journal applied, and the draft takes back as the journal has it.
    #[serde(default)]
    pub undoes: Option<Undoes>,
}

/// A change that the journal has as applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoes {
    /// Its number.
    pub change: String,
    /// By this machine's clock of today, whatever that said then.
    pub applied: Timestamp,
    /// The part that it changed, as it left it.
    pub left: Option<Remote>,
}

impl Assessment {
    /// Weighs the change: comparing policies takes milliseconds, so not on the drawing task.
    pub fn weighed(draft: Draft, observed: Observed) -> Self {
        let impact = Impact::of(&draft.write, &observed);
        Self {
            draft,
            observed,
            impact,
            simulated: Ok(Vec::new()),
            undoes: None,
        }
    }
}
