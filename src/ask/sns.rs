//! What is asked of SNS: how many subscriptions a topic has.

use super::define::asks;
use crate::facts::{ResourceName, TopicState};

asks! {
    SnsAsk => SnsAnswer of "SNS" as "sns";

    Topic(ResourceName) -> TopicState {
        words: "the topic (sns:GetTopicAttributes)",
        calls: [GetTopicAttributes],
    }
}
