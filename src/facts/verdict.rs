//! How two policies stand to each other.

use serde::{Deserialize, Serialize};

/// The second against the first: live against codified, right against left.
/// Everything but `Undecided` is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Equal,
    Broader,
    Narrower,
    Different,
    Undecided,
}
