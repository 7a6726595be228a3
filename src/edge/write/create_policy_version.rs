//! `iam:CreatePolicyVersion`, once. A managed policy gets a new document, which becomes the one in force.

use super::send::{Client, Sent, sent, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let answer = client
        .iam
        .create_policy_version()
        .policy_arn(value(call, "PolicyArn"))
        .policy_document(value(call, "PolicyDocument"))
        .set_as_default(true)
        .send()
        .await;
    sent(client, call, answer)
}
