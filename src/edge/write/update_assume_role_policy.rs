//! `iam:UpdateAssumeRolePolicy`, once. A role's trust policy is replaced whole.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .iam
        .update_assume_role_policy()
        .role_name(value(call, "RoleName"))
        .policy_document(value(call, "PolicyDocument"))
        .send()
        .await;
    sent(client, call, answer)
}
