//! `iam:DetachRolePolicy`, once. A managed policy is taken from a role.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .iam
        .detach_role_policy()
        .role_name(value(call, "RoleName"))
        .policy_arn(value(call, "PolicyArn"))
        .send()
        .await;
    sent(client, call, answer)
}
