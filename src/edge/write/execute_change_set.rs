//! `cloudformation:ExecuteChangeSet`, once. The change set with this ARN, and no other.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .cloudformation
        .execute_change_set()
        .change_set_name(value(call, "ChangeSetName"))
        .send()
        .await;
    sent(client, call, answer)
}
