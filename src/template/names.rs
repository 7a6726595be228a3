//! What `Ref` and `GetAtt` of a resource come to when the template gives its name.
//!
//! A table of documented forms. A resource without a given name has none here:
//! CloudFormation makes one up.

use super::{Resolver, Text, resolve::Resolved};

/// Type, the property that gives the name, what `Ref` gives, and what attributes give.
/// `${Name}` is the given name, `${Path}` an IAM path that ends in a slash.
type Form = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const FORMS: &[Form] = &[
    (
        "AWS::IAM::Role",
        "RoleName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:role${Path}${Name}",
        )],
    ),
    (
        "AWS::IAM::User",
        "UserName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:user${Path}${Name}",
        )],
    ),
    (
        "AWS::IAM::ManagedPolicy",
        "ManagedPolicyName",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy${Path}${Name}",
        &[(
            "PolicyArn",
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy${Path}${Name}",
        )],
    ),
    (
        "AWS::S3::Bucket",
        "BucketName",
        "${Name}",
        &[("Arn", "arn:${AWS::Partition}:s3:::${Name}")],
    ),
    (
        "AWS::DynamoDB::Table",
        "TableName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Name}",
        )],
    ),
    (
        "AWS::DynamoDB::GlobalTable",
        "TableName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Name}",
        )],
    ),
    (
        "AWS::Serverless::SimpleTable",
        "TableName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Name}",
        )],
    ),
    (
        "AWS::Lambda::Function",
        "FunctionName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}",
        )],
    ),
    (
        "AWS::Serverless::Function",
        "FunctionName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}",
        )],
    ),
    (
        "AWS::SQS::Queue",
        "QueueName",
        "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${Name}",
        &[
            (
                "Arn",
                "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}",
            ),
            ("QueueName", "${Name}"),
        ],
    ),
    (
        "AWS::SNS::Topic",
        "TopicName",
        "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Name}",
        &[
            (
                "TopicArn",
                "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Name}",
            ),
            ("TopicName", "${Name}"),
        ],
    ),
    (
        "AWS::Logs::LogGroup",
        "LogGroupName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Name}:*",
        )],
    ),
    (
        "AWS::ECS::Cluster",
        "ClusterName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/${Name}",
        )],
    ),
    (
        "AWS::ECR::Repository",
        "RepositoryName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/${Name}",
        )],
    ),
    (
        "AWS::StepFunctions::StateMachine",
        "StateMachineName",
        "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${Name}",
        &[
            (
                "Arn",
                "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${Name}",
            ),
            ("Name", "${Name}"),
        ],
    ),
    (
        "AWS::Kinesis::Stream",
        "Name",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/${Name}",
        )],
    ),
    (
        "AWS::Events::EventBus",
        "Name",
        "${Name}",
        &[
            (
                "Arn",
                "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${Name}",
            ),
            ("Name", "${Name}"),
        ],
    ),
    ("AWS::SSM::Parameter", "Name", "${Name}", &[]),
    (
        "AWS::CloudWatch::Alarm",
        "AlarmName",
        "${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:${Name}",
        )],
    ),
    (
        "AWS::IAM::OIDCProvider",
        "Url",
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/${Name}",
        &[(
            "Arn",
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/${Name}",
        )],
    ),
];

pub(super) fn reference(resolver: &Resolver<'_>, logical_id: &str) -> Option<Text> {
    let (form, name) = named(resolver, logical_id)?;
    Some(fill(resolver, logical_id, form.2, &name))
}

pub(super) fn attribute(
    resolver: &Resolver<'_>,
    logical_id: &str,
    attribute: &str,
) -> Option<Text> {
    let (form, name) = named(resolver, logical_id)?;
    let found = form.3.iter().find(|(known, _)| *known == attribute)?;
    Some(fill(resolver, logical_id, found.1, &name))
}

/// The form of a resource's type, and its name if the template gives one.
fn named(resolver: &Resolver<'_>, logical_id: &str) -> Option<(&'static Form, Text)> {
    let (node, kind) = resolver.template().resource(logical_id)?;
    let form = FORMS.iter().find(|form| form.0 == kind)?;
    let name = resolver.text(node.get("Properties")?.get(form.1)?)?;
    if kind == "AWS::IAM::OIDCProvider" {
        let url = name.known()?;
        let host = url.strip_prefix("https://").unwrap_or(url);
        return Some((form, Text::literal(host)));
    }
    Some((form, name))
}

fn fill(resolver: &Resolver<'_>, logical_id: &str, form: &str, name: &Text) -> Text {
    let Some((node, _)) = resolver.template().resource(logical_id) else {
        return name.clone();
    };
    let path = node.get("Properties").and_then(|it| it.get("Path"));
    let path = path.and_then(|it| resolver.text(it));
    resolver.filled(form, node, |wanted| match wanted {
        "Name" => Some(Resolved::Text(name.clone())),
        "Path" => Some(Resolved::Text(
            path.clone().unwrap_or_else(|| Text::literal("/")),
        )),
        _ => None,
    })
}
