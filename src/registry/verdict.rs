//! What an entry of a registry is, in a word.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum EntryVerdict {
    /// What it points at runs, and has its address.
    Current,
    /// EC2 still knows the instance, and it is terminated; of ECS, the task has stopped.
    StaleTerminated,
    /// EC2 knows no such instance, or no longer.
    StaleGone,
    /// The instance runs, and has another address.
    StaleIp,
    /// The instance is stopped, and may be started again.
    Stopped,
    /// It begins to run.
    Warming,
    /// It is on its way out, and whoever does that takes the entry away.
    Draining,
    /// It could not be told.
    Unjudged,
}

impl EntryVerdict {
    /// As the interface promises it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "CURRENT",
            Self::StaleTerminated => "STALE-TERMINATED",
            Self::StaleGone => "STALE-GONE",
            Self::StaleIp => "STALE-IP",
            Self::Stopped => "STOPPED",
            Self::Warming => "WARMING",
            Self::Draining => "DRAINING",
            Self::Unjudged => "UNJUDGED",
        }
    }

    /// Whoever gets its address gets no answer, and never will.
    pub fn is_stale(self) -> bool {
        matches!(
            self,
            Self::StaleTerminated | Self::StaleGone | Self::StaleIp
        )
    }
}
