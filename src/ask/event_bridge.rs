//! What is asked of EventBridge: a rule and how many targets it has.

use super::define::asks;
use crate::facts::{ResourceName, RuleState};

asks! {
    EventBridgeAsk => EventBridgeAnswer of "EventBridge" as "events";

    /// Of the default bus.
    Rule(ResourceName) -> RuleState {
        words: "the rule (events:DescribeRule)",
        calls: [DescribeRule, ListTargetsByRule],
    }
}
