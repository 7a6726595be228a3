//! Nothing that holds access or data is deleted or replaced by a change set.
//!
//! A replaced role has another ARN, and everything that trusts the old one
//! breaks; a replaced table is an empty one.

use crate::{
    facts::{
        ResourceChange,
        stack::{PolicyAction, Replaced},
    },
    gate::observed::removes,
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new(
    "replacement",
    "nothing precious is deleted or replaced",
    check,
);

/// Beginnings of the kinds that hold access or data.
const KEPT: &[&str] = &[
    "AWS::Backup::",
    "AWS::CertificateManager::",
    "AWS::CloudFormation::Stack",
    "AWS::CloudTrail::",
    "AWS::Cognito::",
    "AWS::DAX::",
    "AWS::DocDB::",
    "AWS::DynamoDB::",
    "AWS::EC2::Volume",
    "AWS::ECR::",
    "AWS::EFS::",
    "AWS::ElastiCache::",
    "AWS::Elasticsearch::",
    "AWS::FSx::",
    "AWS::IAM::",
    "AWS::KMS::",
    "AWS::Kinesis::",
    "AWS::Logs::LogGroup",
    "AWS::MSK::",
    "AWS::MemoryDB::",
    "AWS::Neptune::",
    "AWS::OpenSearchService::",
    "AWS::OpenSearchServerless::",
    "AWS::RDS::",
    "AWS::Redshift",
    "AWS::Route53::HostedZone",
    "AWS::S3::Bucket",
    "AWS::S3Express::",
    "AWS::S3Tables::",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::",
    "AWS::Timestream::",
];

fn check(case: &Case<'_>) -> Ruling {
    let Some(state) = case.executed() else {
        return Ruling::Pass;
    };
    let mut warnings = Vec::new();
    for change in state.changes() {
        let what = match (removes(&change), change.replaced()) {
            (true, _) => "would be DELETED",
            (false, Some(Replaced::Surely)) => "would be REPLACED",
            (false, Some(Replaced::Perhaps)) => {
                "may be REPLACED: that is decided when the change set is executed"
            }
            (false, None) => continue,
        };
        let line = format!("{} ({}) {what}", change.name(), change.resource_type.raw());
        if is_kept(&change) && !stays(&change) {
            return Ruling::stop(
                format!("Stop and escalate: {line}."),
                "Don't execute it. Find out which property makes it so, and ask whoever owns the stack.",
            );
        }
        warnings.push(match stays(&change) {
            true => format!(
                "{} ({}) leaves the stack and is kept.",
                change.name(),
                change.resource_type.raw()
            ),
            false => format!("{line}."),
        });
    }
    Ruling::warn_all(warnings)
}

fn is_kept(change: &ResourceChange) -> bool {
    let kind = change.resource_type.raw();
    KEPT.iter().any(|begins| kind.starts_with(begins))
}

/// It leaves the stack and goes on existing.
fn stays(change: &ResourceChange) -> bool {
    removes(change) && change.policy_action == Some(PolicyAction::Retain)
}
