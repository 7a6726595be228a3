//! The IAM actions each ask needs: the least-privilege policy is made of these.

use super::{Ask, AwsAsk, CloudTrailAsk, IamAsk, StsAsk};

/// Every IAM action that the ask may call. `sts:GetCallerIdentity` needs no
/// permission, but is listed: an explicit deny does not stop it, a reader wants to see it.
pub fn actions_needed(ask: &Ask) -> &'static [&'static str] {
    match ask {
        Ask::Aws(_, AwsAsk::Sts(StsAsk::CallerIdentity)) => &["sts:GetCallerIdentity"],
        Ask::Aws(_, AwsAsk::Iam(IamAsk::Authorization)) => &["iam:GetAccountAuthorizationDetails"],
        Ask::Aws(_, AwsAsk::Iam(IamAsk::Roles(_))) => &[
            "iam:GetPolicy",
            "iam:GetPolicyVersion",
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies",
        ],
        Ask::Aws(_, AwsAsk::CloudTrail(CloudTrailAsk::LastWrites(_))) => {
            &["cloudtrail:LookupEvents"]
        }
        Ask::Repo(_) | Ask::Memory(_) | Ask::Journal(_) => &[],
    }
}
