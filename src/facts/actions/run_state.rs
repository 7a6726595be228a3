//! The words that GitHub has for where a run, a job or a step is, and how it ended.
//!
//! `status` and `conclusion` are one set of words here, as in the filter of the API. A
//! word that is not known is kept and shown as it came.

use serde::{Deserialize, Serialize};

use crate::facts::Remote;

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident: $word:literal,)+) => {
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(from = "Remote", into = "Remote")]
        pub enum RunState {
            $($(#[$doc])* $name,)+
            /// A word that this version does not know.
            Other(Remote),
        }

        impl RunState {
            /// Every word of the API.
            pub const KNOWN: &[Self] = &[$(Self::$name),+];

            /// As the API spells it, raw.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$name => $word,)+
                    Self::Other(word) => word.raw(),
                }
            }
        }

        impl From<Remote> for RunState {
            fn from(word: Remote) -> Self {
                match word.raw() {
                    $($word => Self::$name,)+
                    _ => Self::Other(word),
                }
            }
        }
    };
}

states! {
    /// It failed before any job could be made.
    StartupFailure: "startup_failure",
    Failure: "failure",
    TimedOut: "timed_out",
    /// Somebody must allow it to run at all, as for a first contributor.
    ActionRequired: "action_required",
    /// For an approval or a wait timer.
    Waiting: "waiting",
    /// Its concurrency group is busy.
    Pending: "pending",
    Requested: "requested",
    Queued: "queued",
    InProgress: "in_progress",
    Cancelled: "cancelled",
    /// GitHub gave up on it.
    Stale: "stale",
    Neutral: "neutral",
    Skipped: "skipped",
    /// It is over; how, the conclusion says.
    Completed: "completed",
    Success: "success",
}

impl From<RunState> for Remote {
    fn from(state: RunState) -> Self {
        Self::new(state.word())
    }
}

impl RunState {
    /// What became of it, as a sentence says it: `failed`, `timed out`.
    pub fn ended(&self) -> String {
        match self {
            Self::Failure => "failed".to_owned(),
            Self::TimedOut => "timed out".to_owned(),
            Self::StartupFailure => "failed to start".to_owned(),
            other => format!("is {}", other.word()),
        }
    }

    /// Whether the API can list the runs in this state: it can't find those that failed
    /// to start, which are seen among the newest alone.
    pub fn is_a_filter(&self) -> bool {
        *self != Self::StartupFailure
    }

    /// It ended badly: somebody has to look.
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::StartupFailure | Self::Failure | Self::TimedOut)
    }

    /// It waits for a person.
    pub fn waits_for_somebody(&self) -> bool {
        matches!(self, Self::ActionRequired | Self::Waiting)
    }

    /// It will go on by itself, or when something is free.
    pub fn is_under_way(&self) -> bool {
        matches!(
            self,
            Self::Pending | Self::Requested | Self::Queued | Self::InProgress
        )
    }
}

#[cfg(test)]
mod tests {
    use super::RunState;

    #[test]
    fn a_word_of_tomorrow_is_kept_as_it_came() {
        for state in RunState::KNOWN {
            let written = serde_json::to_string(state).unwrap_or_default();
            assert_eq!(serde_json::from_str(&written).ok().as_ref(), Some(state));
        }
        let read: Option<RunState> = serde_json::from_str("\"paused_by_moon\"").ok();
        assert_eq!(
            read.map(|state| state.word().to_owned()).as_deref(),
            Some("paused_by_moon")
        );
    }
}
