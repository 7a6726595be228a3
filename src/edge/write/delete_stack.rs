//! `cloudformation:DeleteStack`, once. A stack that never came to be, by its ARN.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .cloudformation
        .delete_stack()
        .stack_name(value(call, "StackName"))
        .send()
        .await;
    sent(client, call, answer)
}
