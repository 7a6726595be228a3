//! What a person is asked for a note of: an acknowledgement without it, or with the one that
//! stood before. The shell asks, and has it kept.

use crate::facts::{AccountId, Acknowledgement, EnvironmentName};

/// An acknowledgement that a person is going to write, with the note that stood before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noting {
    pub environment: EnvironmentName,
    pub account: AccountId,
    /// What it is of, in the words of its row.
    pub title: String,
    pub what: Acknowledgement,
}
