//! `iam:AttachRolePolicy`, once. A managed policy is attached to a role.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .iam
        .attach_role_policy()
        .role_name(value(call, "RoleName"))
        .policy_arn(value(call, "PolicyArn"))
        .send()
        .await;
    sent(client, call, answer)
}
