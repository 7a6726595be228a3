//! `cloudformation:RollbackStack`, once. A failed stack goes back to its last stable state.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .cloudformation
        .rollback_stack()
        .stack_name(value(call, "StackName"))
        .send()
        .await;
    sent(client, call, answer)
}
