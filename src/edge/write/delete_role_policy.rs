//! `iam:DeleteRolePolicy`, once. An inline policy is taken away.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .iam
        .delete_role_policy()
        .role_name(value(call, "RoleName"))
        .policy_name(value(call, "PolicyName"))
        .send()
        .await;
    sent(client, call, answer)
}
