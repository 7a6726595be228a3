//! CloudFormation as ministack does it: real templates, a real failing update,
//! real change sets, real drift.

use std::time::{Duration, Instant};

use aws_sdk_cloudformation::{Client, types::Capability};
use serde_json::{Value, json};
use watchkeeper::{
    ask::{CfnAsk, cloudformation as cfn},
    edge::aws::Aws,
    facts::{
        ChangeSet, DriftDetectionId, EventExtent, FaultKind, LogicalId, StackStatus,
        stack::{
            ChangeAction, ChangeSetStatus, DriftDetectionStatus, Replacement, ResourceDriftStatus,
            ResourceStatus, StackDriftStatus,
        },
    },
};

use super::{super::fixture::Fixture, any, ask, events};
use crate::support::ministack::Ministack;

/// A role that may do these actions, and a parameter nobody may see.
fn template(actions: &[&str]) -> Value {
    json!({
        "Description": "a deploy role",
        "Parameters": {"Token": {"Type": "String", "NoEcho": true, "Default": "hush"}},
        "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
            "RoleName": "deploy",
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
            ]},
            "Policies": [{"PolicyName": "deploy", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": actions, "Resource": "*"},
            ]}}],
        }}},
        "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    })
}

/// The same with a condition that nobody will ever signal.
fn failing() -> Value {
    let mut template = template(&["s3:GetObject"]);
    template["Resources"]["Handle"] = json!({"Type": "AWS::CloudFormation::WaitConditionHandle"});
    template["Resources"]["Never"] = json!({
        "Type": "AWS::CloudFormation::WaitCondition", "DependsOn": "Role",
        "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "1"},
    });
    template
}

struct World {
    account: String,
    client: Client,
    aws: Aws,
    /// Its files are read when the first question comes.
    _fixture: Fixture,
}

impl World {
    async fn new() -> Self {
        let ministack = Ministack::start();
        let account = ministack.account();
        let fixture = Fixture::on_ministack(&account);
        Self {
            client: ministack.cloudformation(&account).await,
            aws: fixture.aws(),
            _fixture: fixture,
            account,
        }
    }

    async fn with_stack() -> Self {
        let world = Self::new().await;
        world
            .client
            .create_stack()
            .stack_name("roles")
            .template_body(template(&["s3:GetObject"]).to_string())
            .capabilities(Capability::CapabilityNamedIam)
            .send()
            .await
            .unwrap();
        assert_eq!(world.settled().await, StackStatus::CreateComplete);
        world
    }

    /// The state in which the stack comes to rest.
    async fn settled(&self) -> StackStatus {
        let since = Instant::now();
        loop {
            let stack = ask(&self.aws, cfn::Stack("roles".into())).await.unwrap();
            if !stack.status.in_progress() {
                return stack.status;
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{stack:?}");
        }
    }

    async fn change_set(&self, template: &Value) -> ChangeSet {
        let made = self
            .client
            .create_change_set()
            .stack_name("roles")
            .change_set_name("more")
            .template_body(template.to_string())
            .capabilities(Capability::CapabilityNamedIam)
            .send()
            .await
            .unwrap();
        let id = made.id().unwrap();
        let since = Instant::now();
        loop {
            let read = ask(&self.aws, cfn::ChangeSet(id.into())).await.unwrap();
            let pending = [
                ChangeSetStatus::CreatePending,
                ChangeSetStatus::CreateInProgress,
            ];
            if !pending.contains(&read.status) {
                return read;
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{read:?}");
        }
    }

    async fn drift(&self, detection: &DriftDetectionId) -> Option<StackDriftStatus> {
        let since = Instant::now();
        let detection = detection.clone();
        let status = cfn::DriftStatus { detection };
        loop {
            let drift = ask(&self.aws, status.clone()).await.unwrap();
            if drift.progress != DriftDetectionStatus::InProgress {
                assert_eq!(drift.progress, DriftDetectionStatus::Complete);
                return drift.drift;
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{drift:?}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_missing() {
    let world = World::new().await;
    for asked in [
        CfnAsk::from(cfn::Stack("gone".into())),
        cfn::Resources("gone".into()).into(),
        cfn::Template {
            stack: "gone".into(),
        }
        .into(),
        cfn::DetectDrift("gone".into()).into(),
        cfn::ChangeSet(
            format!(
                "arn:aws:cloudformation:eu-west-1:{}:changeSet/x/y",
                world.account
            )
            .as_str()
            .into(),
        )
        .into(),
    ] {
        let fault = any(&world.aws, asked.clone()).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Missing, "{asked:?}");
    }
    let fault = events(&world.aws, "gone", EventExtent::FirstPage)
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
}

#[tokio::test]
async fn a_stack_its_resources_and_its_template_are_read_and_the_secret_is_not() {
    let world = World::with_stack().await;
    let stacks = ask(&world.aws, cfn::Stacks).await.unwrap();
    let [stack] = &stacks.stacks[..] else {
        panic!("{stacks:?}")
    };
    assert_eq!(stack.id.account().unwrap().raw(), world.account);
    assert_eq!(stack.parameters[0].value.as_ref().unwrap().raw(), "****");
    assert_eq!(stack.outputs[0].key.raw(), "RoleArn");
    let resources = ask(&world.aws, cfn::Resources("roles".into())).await;
    let resources = resources.unwrap();
    let role = resources.get(&LogicalId::from("Role")).unwrap();
    assert_eq!(role.physical_id.as_ref().unwrap().raw(), "deploy");
    assert_eq!(role.status, ResourceStatus::CreateComplete);
    let stack = "roles".into();
    let read = ask(&world.aws, cfn::Template { stack }).await.unwrap();
    let body: Value = serde_json::from_str(read.body.raw()).unwrap();
    assert_eq!(body, template(&["s3:GetObject"]));
}

#[tokio::test]
async fn an_update_that_failed_shows_its_first_failure_and_its_start() {
    let world = World::with_stack().await;
    world
        .client
        .update_stack()
        .stack_name("roles")
        .template_body(failing().to_string())
        .capabilities(Capability::CapabilityNamedIam)
        .send()
        .await
        .unwrap();
    let status = world.settled().await;
    assert_eq!(status, StackStatus::UpdateRollbackComplete);
    assert_eq!(status.letter(), 'x');
    let read = events(&world.aws, "roles", EventExtent::Failures)
        .await
        .unwrap();
    assert!(read.reached_start && read.failures_complete);
    let failed = read.failed();
    assert_eq!(failed[0].logical_id.raw(), "Never");
    assert!(
        failed[0]
            .reason
            .as_ref()
            .unwrap()
            .raw()
            .contains("timed out")
    );
    let start = read.newest_operation().last().unwrap();
    assert_eq!(start.status, Some(ResourceStatus::UpdateInProgress));
    assert!(start.is_of_the_stack());
    let newest = read.events[0].status.clone();
    assert_eq!(newest, Some(ResourceStatus::UpdateRollbackComplete));
}

#[tokio::test]
async fn a_change_set_says_what_would_change_and_is_in_the_list() {
    let world = World::with_stack().await;
    let read = world
        .change_set(&template(&["s3:GetObject", "s3:PutObject"]))
        .await;
    assert_eq!(read.status, ChangeSetStatus::CreateComplete);
    let [change] = &read.changes[..] else {
        panic!("{read:?}")
    };
    assert_eq!(change.action, ChangeAction::Modify);
    assert_eq!(change.replacement, Some(Replacement::No));
    assert_eq!(change.details[0].name.as_ref().unwrap().raw(), "Policies");
    let listed = ask(&world.aws, cfn::ChangeSets("roles".into())).await;
    let listed = listed.unwrap();
    assert_eq!(listed[0].id, read.id);
}

#[tokio::test]
async fn a_change_set_without_changes_is_empty() {
    let world = World::with_stack().await;
    let read = world.change_set(&template(&["s3:GetObject"])).await;
    assert_eq!(read.status, ChangeSetStatus::Failed);
    assert!(read.is_empty(), "{read:?}");
}

#[tokio::test]
async fn drift_is_detected_followed_and_read() {
    let world = World::with_stack().await;
    let trust = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ]});
    Ministack::start()
        .iam(&world.account)
        .await
        .update_assume_role_policy()
        .role_name("deploy")
        .policy_document(trust.to_string())
        .send()
        .await
        .unwrap();
    let started = ask(&world.aws, cfn::DetectDrift("roles".into())).await;
    let detection = started.unwrap();
    let drift = world.drift(&detection).await;
    assert_eq!(drift, Some(StackDriftStatus::Drifted));
    let read = ask(&world.aws, cfn::ResourceDrifts("roles".into())).await;
    let drifts = read.unwrap();
    assert_eq!(drifts[0].status, ResourceDriftStatus::Modified);
    let paths: Vec<_> = drifts[0].differences.iter().map(|d| d.path.raw()).collect();
    assert!(
        paths
            .iter()
            .all(|path| path.contains("AssumeRolePolicyDocument"))
            && !paths.is_empty(),
        "{paths:?}"
    );
}
