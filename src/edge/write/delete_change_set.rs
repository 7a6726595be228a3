//! `cloudformation:DeleteChangeSet`, once. By its ARN, which names the stack too.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .cloudformation
        .delete_change_set()
        .change_set_name(value(call, "ChangeSetName"))
        .send()
        .await;
    sent(client, call, answer)
}
