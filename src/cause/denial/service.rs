//! The prefix of a service's actions, by the many names it goes by.
//!
//! And the actions whose name is not their operation's. A name that is not here
//! is left out rather than guessed.

/// `s3` of `Amazon S3`, `S3`, `s3.amazonaws.com`; None where it is not known.
pub(super) fn prefix(name: &str) -> Option<&'static str> {
    let folded: String = name
        .trim_end_matches(".amazonaws.com")
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect::<String>()
        .to_ascii_lowercase();
    let bare = ["amazon", "aws"]
        .iter()
        .find_map(|maker| folded.strip_prefix(maker))
        .unwrap_or(&folded);
    NAMES
        .iter()
        .find(|(prefix, names)| *prefix == bare || names.contains(&bare))
        .map(|(prefix, _)| *prefix)
}

/// The action that an operation needs; the operation's own name where they agree.
pub(super) fn action(service: &str, operation: &str) -> String {
    let named = match (service, operation) {
        ("s3", "ListObjects" | "ListObjectsV2" | "HeadBucket") => "ListBucket",
        ("s3", "HeadObject") => "GetObject",
        (
            "s3",
            "CreateMultipartUpload" | "UploadPart" | "CompleteMultipartUpload" | "CopyObject",
        ) => "PutObject",
        ("s3", "DeleteObjects") => "DeleteObject",
        ("s3", "ListBuckets") => "ListAllMyBuckets",
        ("lambda", "Invoke") => "InvokeFunction",
        _ => operation,
    };
    format!("{service}:{named}")
}

/// The service of an operation that only one service has.
pub(super) fn of_operation(operation: &str) -> Option<&'static str> {
    match operation {
        "ListObjects"
        | "ListObjectsV2"
        | "HeadBucket"
        | "HeadObject"
        | "GetObject"
        | "PutObject"
        | "CreateMultipartUpload"
        | "UploadPart"
        | "CompleteMultipartUpload"
        | "CopyObject"
        | "DeleteObjects"
        | "ListBuckets"
        | "PutBucketPolicy"
        | "GetBucketLocation" => Some("s3"),
        "AssumeRole" | "AssumeRoleWithWebIdentity" | "AssumeRoleWithSAML" => Some("sts"),
        _ => None,
    }
}

const NAMES: &[(&str, &[&str])] = &[
    ("apigateway", &[]),
    ("athena", &[]),
    ("autoscaling", &[]),
    ("bedrock", &["bedrockruntime"]),
    ("cloudformation", &[]),
    ("cloudfront", &[]),
    ("cloudtrail", &[]),
    ("cloudwatch", &["monitoring"]),
    ("codebuild", &[]),
    ("codedeploy", &[]),
    ("codepipeline", &[]),
    ("dynamodb", &["dynamodbv2"]),
    ("ec2", &[]),
    ("ecr", &["ecrpublic"]),
    ("ecs", &[]),
    ("eks", &[]),
    ("elasticfilesystem", &["efs"]),
    (
        "elasticloadbalancing",
        &["elasticloadbalancingv2", "elbv2", "elb"],
    ),
    ("events", &["eventbridge", "cloudwatchevents"]),
    ("firehose", &["kinesisfirehose"]),
    ("glue", &[]),
    ("iam", &["identitymanagement"]),
    ("kinesis", &[]),
    ("kms", &[]),
    ("lambda", &["lambdainternal"]),
    ("logs", &["cloudwatchlogs"]),
    ("organizations", &[]),
    ("rds", &[]),
    ("route53", &[]),
    ("s3", &[]),
    ("scheduler", &[]),
    ("schemas", &[]),
    ("secretsmanager", &[]),
    ("servicediscovery", &[]),
    ("sns", &[]),
    ("sqs", &[]),
    ("ssm", &["simplesystemsmanagement"]),
    ("states", &["sfn", "stepfunctions"]),
    ("sts", &["securitytokenservice", "securitytoken"]),
    ("tag", &["tagging", "resourcegroupstaggingapi"]),
];
