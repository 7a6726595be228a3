//! What is asked of this machine's memory of earlier checks.

use super::define::asks;
use crate::facts::{self, AccountId, EnvironmentName};

asks! {
    MemoryAsk => MemoryAnswer;

    /// When each drift item of this environment was last seen in sync, in the
    /// account that STS named: another account's memory is never shown.
    InSync(EnvironmentName, AccountId) -> Vec<facts::InSync> {
        words: "what earlier checks saw",
    }

    /// What people acknowledged of this environment's troubles, in the account that STS
    /// named.
    Acknowledgements(EnvironmentName, AccountId) -> Vec<facts::Acknowledgement> {
        words: "what was acknowledged",
    }
}
