//! What is asked of SQS: how many messages a queue has, and none of them.

use super::define::asks;
use crate::facts::{QueueState, ResourceName};

asks! {
    SqsAsk => SqsAnswer of "SQS" as "sqs";

    Queue(ResourceName) -> QueueState {
        words: "the queue (sqs:GetQueueAttributes)",
        calls: [GetQueueUrl, GetQueueAttributes],
    }
}
