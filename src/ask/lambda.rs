//! What is asked of Lambda: a function's state and what it reads from. Its environment is in the
//! same answer, and is not kept.

use super::define::asks;
use crate::facts::{EventSource, FunctionState, ResourceName};

asks! {
    LambdaAsk => LambdaAnswer of "Lambda" as "lambda";

    Function(ResourceName) -> FunctionState {
        words: "the function (lambda:GetFunctionConfiguration)",
        calls: [GetFunctionConfiguration],
    }

    EventSources(ResourceName) -> Vec<EventSource> {
        words: "what the function reads from (lambda:ListEventSourceMappings)",
        calls: [ListEventSourceMappings],
    }
}
