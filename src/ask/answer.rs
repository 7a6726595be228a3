//! What the world said, one variant for each kind of ask.

use serde::{Deserialize, Serialize};

use crate::facts::{Authorization, Caller, Codified, InSync, JournalView, LastWrite, UseHit};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Caller(Caller),
    Authorization(Authorization),
    /// Newest first.
    LastWrites(Vec<LastWrite>),
    Codified(Codified),
    Uses {
        hits: Vec<UseHit>,
        /// The search stopped at its bound: there may be more.
        cut: bool,
    },
    InSync(Vec<InSync>),
    Journal(JournalView),
}
