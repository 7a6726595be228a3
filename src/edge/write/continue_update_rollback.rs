//! `cloudformation:ContinueUpdateRollback`, once, without what is to be skipped.

use super::send::{Client, Sent, members, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let skip: Vec<String> = members(call, "ResourcesToSkip", "")
        .map(|(_, id)| id.to_owned())
        .collect();
    let answer = client
        .cloudformation
        .continue_update_rollback()
        .stack_name(value(call, "StackName"))
        .set_resources_to_skip((!skip.is_empty()).then_some(skip))
        .send()
        .await;
    sent(client, call, answer)
}
