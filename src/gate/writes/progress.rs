//! How far a service has come with work that goes on after its answer, and what the
//! state of the target says in the end.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was begun.
    Untouched,
    /// In a few words: where it is.
    Running(String),
    Applied,
    /// It ended otherwise, and why.
    Failed(String),
    /// What is seen is neither.
    Unclear(String),
}

/// What the state says after a write whose answer may be lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadBack {
    /// As the plan wanted it.
    After,
    /// As it was before.
    Before,
    /// It could not be read: no statement on what it is.
    Unread(String),
    /// Neither: somebody else wrote, or it was done in part.
    Other(String),
}

impl From<Progress> for ReadBack {
    fn from(progress: Progress) -> Self {
        match progress {
            Progress::Applied => Self::After,
            Progress::Untouched => Self::Before,
            Progress::Running(what) | Progress::Failed(what) | Progress::Unclear(what) => {
                Self::Other(what)
            }
        }
    }
}
