//! The calls of IAM that change something, each sent once, as the plan has it.

use super::wire::{Client, Sent, sent, unknown, value};
use crate::gate::AwsCall;

pub(super) async fn send(client: &Client<'_>, call: &AwsCall) -> Sent {
    let (iam, of) = (&client.iam, |name| value(call, name));
    match call.operation.as_str() {
        "AttachRolePolicy" => {
            let request = iam.attach_role_policy().role_name(of("RoleName"));
            let answer = request.policy_arn(of("PolicyArn")).send().await;
            sent(client, call, answer)
        }
        // The new document becomes the one in force.
        "CreatePolicyVersion" => {
            let request = iam.create_policy_version().policy_arn(of("PolicyArn"));
            let request = request.policy_document(of("PolicyDocument"));
            let answer = request.set_as_default(true).send().await;
            sent(client, call, answer)
        }
        // For good, to make room.
        "DeletePolicyVersion" => {
            let request = iam.delete_policy_version().policy_arn(of("PolicyArn"));
            let answer = request.version_id(of("VersionId")).send().await;
            sent(client, call, answer)
        }
        "DeleteRolePolicy" => {
            let request = iam.delete_role_policy().role_name(of("RoleName"));
            let answer = request.policy_name(of("PolicyName")).send().await;
            sent(client, call, answer)
        }
        "DetachRolePolicy" => {
            let request = iam.detach_role_policy().role_name(of("RoleName"));
            let answer = request.policy_arn(of("PolicyArn")).send().await;
            sent(client, call, answer)
        }
        "PutRolePolicy" => {
            let request = iam.put_role_policy().role_name(of("RoleName"));
            let request = request.policy_name(of("PolicyName"));
            let answer = request.policy_document(of("PolicyDocument")).send().await;
            sent(client, call, answer)
        }
        "UpdateAssumeRolePolicy" => {
            let request = iam.update_assume_role_policy().role_name(of("RoleName"));
            let answer = request.policy_document(of("PolicyDocument")).send().await;
            sent(client, call, answer)
        }
        _ => Err(unknown(call)),
    }
}
