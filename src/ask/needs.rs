//! The IAM actions each ask needs: the least-privilege policy is made of these.

use super::{Ask, AwsAsk, CfnAsk, CloudTrailAsk, IamAsk, StsAsk};
use crate::facts::EventExtent;

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
        Ask::Aws(_, AwsAsk::CloudFormation(ask)) => of_cloudformation(ask),
    }
}

/// What answers bear no account of is asked by the stack's ARN, which is described first.
fn of_cloudformation(ask: &CfnAsk) -> &'static [&'static str] {
    match ask {
        CfnAsk::Stacks | CfnAsk::Stack(_) => &["cloudformation:DescribeStacks"],
        CfnAsk::Events { extent, .. } => match extent {
            EventExtent::FirstPage => &["cloudformation:DescribeStackEvents"],
            EventExtent::Failures | EventExtent::Operation => &[
                "cloudformation:DescribeEvents",
                "cloudformation:DescribeStackEvents",
            ],
        },
        CfnAsk::Resources(_) => &[
            "cloudformation:DescribeStacks",
            "cloudformation:ListStackResources",
        ],
        CfnAsk::Template { .. } => &[
            "cloudformation:DescribeStacks",
            "cloudformation:GetTemplate",
        ],
        CfnAsk::ChangeSets(_) => &[
            "cloudformation:DescribeStacks",
            "cloudformation:ListChangeSets",
        ],
        CfnAsk::ChangeSet(_) => &["cloudformation:DescribeChangeSet"],
        CfnAsk::Proposed(_) => &["cloudformation:GetTemplate"],
        CfnAsk::ChangeSetFailures(_) => &["cloudformation:DescribeEvents"],
        CfnAsk::DriftStatus { .. } => &["cloudformation:DescribeStackDriftDetectionStatus"],
        CfnAsk::ResourceDrifts(_) => &[
            "cloudformation:DescribeStackResourceDrifts",
            "cloudformation:DescribeStacks",
        ],
        CfnAsk::DetectDrift(_) => &[
            "cloudformation:DescribeStacks",
            "cloudformation:DetectStackDrift",
        ],
    }
}

/// What AWS calls with the caller's permissions while it performs the ask, besides
/// reading each resource of the stack, which no list can name beforehand.
pub fn actions_passed_on(ask: &Ask) -> &'static [&'static str] {
    match ask {
        Ask::Aws(_, AwsAsk::CloudFormation(CfnAsk::DetectDrift(_))) => &[
            "cloudformation:BatchDescribeTypeConfigurations",
            "cloudformation:DetectStackResourceDrift",
        ],
        _ => &[],
    }
}
