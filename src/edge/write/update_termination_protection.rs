//! `cloudformation:UpdateTerminationProtection`, once. A stack is protected, or no longer.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .cloudformation
        .update_termination_protection()
        .stack_name(value(call, "StackName"))
        .enable_termination_protection(value(call, "EnableTerminationProtection") == "true")
        .send()
        .await;
    sent(client, call, answer)
}
