//! `iam:PutRolePolicy`, once. An inline policy is made, or replaced whole.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .iam
        .put_role_policy()
        .role_name(value(call, "RoleName"))
        .policy_name(value(call, "PolicyName"))
        .policy_document(value(call, "PolicyDocument"))
        .send()
        .await;
    sent(client, call, answer)
}
