//! What is asked of this machine's memory: what earlier checks saw, and how far a person
//! came with a runbook.

use super::define::asks;
use crate::facts::{self, AccountId, EnvironmentName};

asks! {
    MemoryAsk => MemoryAnswer;

    /// When each drift item of this environment was last seen in sync, in the
    /// account that STS named: another account's memory is never shown.
    InSync(EnvironmentName, AccountId) -> Vec<facts::InSync> {
        words: "what earlier checks saw",
    }

    /// The steps of runbooks that were taken, in whatever account, oldest first.
    Executions -> Vec<facts::StepRecord> {
        words: "runbooks under way",
    }

    /// What people acknowledged of this environment's troubles, in the account that STS
    /// named.
    Acknowledgements(EnvironmentName, AccountId) -> Vec<facts::Acknowledgement> {
        words: "what was acknowledged",
    }
}
