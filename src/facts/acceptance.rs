//! A finding that somebody accepts for a while: by its rule and its subject, with a reason,
//! a last day and a name. It quiets a check, and never lets anything pass a guard.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The id of the rule: `alarm`, `stale-entries`, `stack-failed`.
    pub rule: String,
    /// A glob over the names of what is found.
    pub subject: String,
    pub why: String,
    /// The last day, in UTC.
    pub until: Date,
    pub by: String,
}
