//! What GitHub still lets us ask, as its answers say.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::Reason;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Requests an hour; None: no answer has said so yet.
    pub limit: Option<u64>,
    pub remaining: Option<u64>,
    pub resets_at: Option<Timestamp>,
    /// Requests that were sent since the start.
    pub sent: u64,
    /// Those of them that were answered by "unchanged", which costs nothing.
    pub unchanged: u64,
    /// Nothing is asked before that moment.
    pub paused_until: Option<Timestamp>,
    /// Why it is paused, in a sentence.
    pub paused_why: Option<Reason>,
}

impl Budget {
    /// How much of the hour's budget is left, in percent.
    pub fn left(&self) -> Option<u64> {
        let (limit, remaining) = (self.limit?, self.remaining?);
        (limit > 0).then(|| remaining.saturating_mul(100) / limit)
    }
}
