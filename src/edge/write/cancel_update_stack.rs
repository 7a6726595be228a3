//! `cloudformation:CancelUpdateStack`, once. An update under way is rolled back.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .cloudformation
        .cancel_update_stack()
        .stack_name(value(call, "StackName"))
        .send()
        .await;
    sent(client, call, answer)
}
