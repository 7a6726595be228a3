//! `iam:DeletePolicyVersion`, once. A version of a managed policy is deleted, for good, to make room.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .iam
        .delete_policy_version()
        .policy_arn(value(call, "PolicyArn"))
        .version_id(value(call, "VersionId"))
        .send()
        .await;
    sent(client, call, answer)
}
