//! A draft, what was read afresh for it, and what it would mean: all that a
//! plan is made from, and fit to be sent from where it was read to where it is
//! shown. It permits nothing.

use serde::{Deserialize, Serialize};

use super::{Draft, Impact, Observed, Simulated};
use crate::facts::Fault;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub draft: Draft,
    pub observed: Observed,
    pub impact: Impact,
    /// The service's own word on the requests that the preview names.
    pub simulated: Result<Vec<Simulated>, Fault>,
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
        }
    }
}
