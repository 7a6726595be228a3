//! Who does what the audit's plan asks for, and how far it is: as the project's file says.

use serde::{Deserialize, Serialize};

/// An entry of `[[task]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedTask {
    /// The number of a rule of the audit, or its id.
    pub rule: String,
    pub owner: String,
    /// `open`, `in progress`, or whatever the team says.
    #[serde(default)]
    pub status: Option<String>,
}
