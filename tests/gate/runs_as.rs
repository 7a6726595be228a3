//! As whom things run after a change set: a role that is given is named with what it
//! may do, and one that nobody read stops.

mod whose_role;

use serde_json::{Value, json};
use watchkeeper::facts::{ResourceChange, stack::ChangeAction};

use super::fixture::{
    ACCOUNT, World, allow, policy,
    stack::{change, context},
};

pub fn administrator() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/Administrator")
}

pub fn added(kind: &str, properties: &Value) -> ResourceChange {
    let mut other = change("Other", kind, "Name");
    other.action = ChangeAction::Add;
    other.details.clear();
    other.physical_id = None;
    other.after = context(&json!({ "Properties": properties }));
    other
}

pub fn becoming(kind: &str, property: &str, before: &Value, after: &Value) -> ResourceChange {
    let mut other = change("Other", kind, property);
    other.before = context(&json!({ "Properties": before }));
    other.after = context(&json!({ "Properties": after }));
    other
}

/// With a live Administrator, and one who may read a bucket.
pub fn holding(change: ResourceChange) -> World {
    let mut world = World::executing();
    world.settings.stacks.expect_only.clear();
    world.set().changes.push(change);
    world.living("Administrator", &policy(&json!([allow("*", "*")])));
    world.living(
        "small",
        &policy(&json!([allow("s3:GetObject", "arn:aws:s3:::reports/*")])),
    );
    world
}

pub fn said(world: &World) -> String {
    world.warnings("broadening").join("\n")
}

/// Type, the property that has the role, and all properties but for it.
#[expect(
    clippy::too_many_lines,
    reason = "a table of kinds, one after the other"
)]
fn kinds() -> Vec<(&'static str, Value)> {
    let role = administrator();
    vec![
        ("AWS::Lambda::Function", json!({ "Role": role })),
        ("AWS::ECS::TaskDefinition", json!({ "TaskRoleArn": role })),
        (
            "AWS::ECS::TaskDefinition",
            json!({ "ExecutionRoleArn": role }),
        ),
        (
            "AWS::SageMaker::NotebookInstance",
            json!({ "RoleArn": role }),
        ),
        ("AWS::SageMaker::Model", json!({ "ExecutionRoleArn": role })),
        (
            "AWS::StepFunctions::StateMachine",
            json!({ "RoleArn": role }),
        ),
        (
            "AWS::Events::Rule",
            json!({ "Targets": [{ "Id": "a" }, { "Id": "b", "RoleArn": role }] }),
        ),
        (
            "AWS::Scheduler::Schedule",
            json!({ "Target": { "RoleArn": role } }),
        ),
        ("AWS::Pipes::Pipe", json!({ "RoleArn": role })),
        ("AWS::CodeBuild::Project", json!({ "ServiceRole": role })),
        (
            "AWS::CodePipeline::Pipeline",
            json!({ "Stages": [{ "Actions": [{ "RoleArn": role }] }] }),
        ),
        ("AWS::Glue::Job", json!({ "Role": role })),
        ("AWS::EMR::Cluster", json!({ "ServiceRole": role })),
        (
            "AWS::Batch::JobDefinition",
            json!({ "ContainerProperties": { "JobRoleArn": role } }),
        ),
        (
            "AWS::AppRunner::Service",
            json!({ "InstanceConfiguration": { "InstanceRoleArn": role } }),
        ),
        (
            "AWS::CloudFormation::StackSet",
            json!({ "AdministrationRoleARN": role }),
        ),
        (
            "AWS::Config::ConfigurationRecorder",
            json!({ "RoleARN": role }),
        ),
        (
            "AWS::KinesisFirehose::DeliveryStream",
            json!({ "S3DestinationConfiguration": { "RoleARN": role } }),
        ),
        (
            "AWS::IoT::TopicRule",
            json!({ "TopicRulePayload": { "Actions": [{ "S3": { "RoleArn": role } }] } }),
        ),
        ("AWS::Cognito::UserPoolGroup", json!({ "RoleArn": role })),
        (
            "AWS::ApiGateway::Method",
            json!({ "AuthorizationType": "AWS_IAM", "Integration": { "Credentials": role } }),
        ),
        (
            "AWS::AppSync::DataSource",
            json!({ "ServiceRoleArn": role }),
        ),
        ("AWS::Amplify::App", json!({ "IAMServiceRole": role })),
        (
            "AWS::SSM::MaintenanceWindowTask",
            json!({ "ServiceRoleArn": role }),
        ),
        (
            "AWS::SSM::Association",
            json!({ "Parameters": { "AutomationAssumeRole": [role] } }),
        ),
        (
            "AWS::DataPipeline::Pipeline",
            json!({ "PipelineObjects": [{ "Fields": [{ "Key": "role", "StringValue": "Administrator" }] }] }),
        ),
        (
            "AWS::ElasticBeanstalk::Environment",
            json!({ "OptionSettings": [{ "OptionName": "ServiceRole", "Value": "Administrator" }] }),
        ),
        (
            "AWS::RDS::DBCluster",
            json!({ "AssociatedRoles": [{ "RoleArn": role }] }),
        ),
        ("AWS::Redshift::Cluster", json!({ "IamRoles": [role] })),
        (
            "AWS::MWAA::Environment",
            json!({ "ExecutionRoleArn": role }),
        ),
        (
            "AWS::KinesisAnalyticsV2::Application",
            json!({ "ServiceExecutionRole": role }),
        ),
        (
            "AWS::Bedrock::Agent",
            json!({ "AgentResourceRoleArn": role }),
        ),
        ("AWS::EKS::Cluster", json!({ "RoleArn": role })),
        ("AWS::EKS::Nodegroup", json!({ "NodeRole": role })),
        (
            "AWS::EKS::PodIdentityAssociation",
            json!({ "RoleArn": role }),
        ),
        ("AWS::GameLift::Fleet", json!({ "InstanceRoleARN": role })),
        ("AWS::Transfer::User", json!({ "Role": role })),
        (
            "AWS::DMS::Endpoint",
            json!({ "S3Settings": { "ServiceAccessRoleArn": role } }),
        ),
        (
            "AWS::Synthetics::Canary",
            json!({ "ExecutionRoleArn": role }),
        ),
        (
            "AWS::ImageBuilder::ImagePipeline",
            json!({ "ExecutionRole": role }),
        ),
        (
            "AWS::Backup::BackupSelection",
            json!({ "BackupSelection": { "IamRoleArn": role } }),
        ),
        (
            "AWS::IAM::InstanceProfile",
            json!({ "Roles": ["Administrator"] }),
        ),
        // Nobody here knows these; the value says it.
        (
            "AWS::New::Thing",
            json!({ "Deep": [{ "Er": { "Whatever": role } }] }),
        ),
        (
            "AWS::New::Thing",
            json!({ "Definition": format!("{{\"States\":{{\"A\":{{\"Who\":\"{role}\"}}}}}}") }),
        ),
        ("AWS::New::Thing", json!({ "BuildRole": "Administrator" })),
        ("Vendor::New::Thing", json!({ "Whatever": role })),
    ]
}

#[test]
fn every_kind_of_thing_that_is_added_with_a_role_says_which_and_what_it_may_do() {
    for (kind, properties) in kinds() {
        let mut world = holding(added(kind, &properties));
        let told = said(&world);
        let line = told.lines().find(|line| line.contains("Other GIVES"));
        let line = line.unwrap_or_else(|| panic!("{kind}: {}{told}", world.stop("broadening")));
        assert!(
            line.contains("Administrator") && line.contains("which may then: * on *"),
            "{kind}: {line}"
        );
        let shown = format!("{:?}", world.plan().sections());
        assert!(shown.contains("Other gives role"), "{kind}: {shown}");
        world.expecting_gains(&[("events:*", "*")]);
        assert!(
            world.stop("expected_gains").contains("Administrator"),
            "{kind}"
        );
    }
}

#[test]
fn a_role_that_another_one_replaces_is_said_at_any_depth() {
    for (kind, properties) in kinds() {
        let text = properties.to_string();
        let before = text.replace("Administrator", "small");
        let before: Value = serde_json::from_str(&before).unwrap();
        let first = properties
            .as_object()
            .unwrap()
            .keys()
            .next()
            .unwrap()
            .clone();
        let world = holding(becoming(kind, &first, &before, &properties));
        let told = said(&world);
        assert!(
            told.contains("Other GIVES") && told.contains("* on *"),
            "{kind}: {told}"
        );
        let world = holding(becoming(kind, &first, &properties, &properties));
        assert!(!said(&world).contains("GIVES"), "{kind}: {}", said(&world));
    }
}

#[test]
fn a_role_moved_to_another_property_of_the_same_thing_is_given() {
    let role = administrator();
    let change = becoming(
        "AWS::ECS::TaskDefinition",
        "TaskRoleArn",
        &json!({ "ExecutionRoleArn": role, "TaskRoleArn": "small" }),
        &json!({ "ExecutionRoleArn": role, "TaskRoleArn": role }),
    );
    let told = said(&holding(change));
    assert!(
        told.contains("Other GIVES") && told.contains("(TaskRoleArn)"),
        "{told}"
    );
}

#[test]
fn a_name_and_an_arn_of_the_same_role_are_the_same() {
    let change = becoming(
        "AWS::ECS::TaskDefinition",
        "TaskRoleArn",
        &json!({ "TaskRoleArn": "Administrator" }),
        &json!({ "TaskRoleArn": administrator() }),
    );
    assert!(!said(&holding(change)).contains("GIVES"));
}

#[test]
fn new_code_under_the_role_that_was_there_is_said_and_does_not_stop() {
    let role = administrator();
    for (kind, property, had) in [
        ("AWS::Lambda::Function", "Code", "Role"),
        ("AWS::Lambda::Function", "Layers", "Role"),
        (
            "AWS::ECS::TaskDefinition",
            "ContainerDefinitions",
            "TaskRoleArn",
        ),
        (
            "AWS::StepFunctions::StateMachine",
            "DefinitionString",
            "RoleArn",
        ),
        ("AWS::Glue::Job", "Command", "Role"),
        ("AWS::CodeBuild::Project", "Source", "ServiceRole"),
    ] {
        let of = |code: &str| json!({ had: role, property: code });
        let mut world = holding(becoming(kind, property, &of("old"), &of("new")));
        assert_eq!(world.stop("broadening"), "", "{kind}");
        let told = said(&world);
        assert!(
            told.contains("Other: new code runs as role")
                && told.contains(&role)
                && told.contains(property),
            "{kind}: {told}"
        );
        world.expecting_gains(&[("events:*", "*")]);
        assert_eq!(world.stop("expected_gains"), "", "{kind}");
    }
    let timeout = |seconds: u8| json!({ "Role": role, "Timeout": seconds });
    let world = holding(becoming(
        "AWS::Lambda::Function",
        "Timeout",
        &timeout(3),
        &timeout(9),
    ));
    assert!(!said(&world).contains("new code"), "{}", said(&world));
}
