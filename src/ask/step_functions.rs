//! What is asked of Step Functions: how the newest executions of a state machine ended.

use super::define::asks;
use crate::facts::{ExecutionState, ResourceName};

asks! {
    StepFunctionsAsk => StepFunctionsAnswer of "SFN" as "states";

    /// The newest five; an express state machine has no list of them.
    Executions(ResourceName) -> Vec<ExecutionState> {
        words: "the newest executions (states:ListExecutions)",
        calls: [ListExecutions],
    }
}
