//! A stack with a deploy role in an account of its own on ministack, a recorder
//! before it, and the line of a write with a journal that the test can look into.

use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant},
};

use aws_sdk_cloudformation::{
    Client,
    types::{Capability, ResourceSignalStatus},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use watchkeeper::{
    edge::{
        aws::Aws,
        write::{Patience, RealExecutor, WorkingTree, Writer},
    },
    facts::{AccountId, ChangeSetId, ExpectedChange, Server, Settings},
    gate::{
        Approved, Assessment, Draft, Origin, Plan, WriteReport,
        record::Stage,
        writes::{ExecuteChangeSet, Write},
    },
};

use crate::{
    edge::fixture::{Fixture, lines},
    support::ministack::Ministack,
    write::{
        recorder::{Recorder, Seen},
        stage::{Memory, Scene, TRUST, who},
    },
};

pub const STACK: &str = "deploy-role";
pub const ROLE: &str = "deploy";

pub fn rules(account: &str) -> String {
    format!("arn:aws:events:eu-west-1:{account}:rule/dataops-v1-*")
}

/// A role that may do these actions on the rules of one stack.
pub fn template(account: &str, actions: &[&str]) -> Value {
    json!({
        "Description": "a deploy role",
        "Parameters": { "Branch": { "Type": "String", "Default": "main" } },
        "Resources": { "Role": { "Type": "AWS::IAM::Role", "Properties": {
            "RoleName": ROLE,
            "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" },
            ]},
            "Policies": [{ "PolicyName": "deploy", "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": actions, "Resource": rules(account) },
            ]}}],
        }}},
    })
}

pub struct Stacks {
    pub account: String,
    pub client: Client,
    pub recorder: Recorder,
    pub settings: Settings,
    pub memory: Memory,
    fixture: Fixture,
}

impl Stacks {
    /// The stack as the repository had it before: one action.
    pub async fn new() -> Self {
        let ministack = Ministack::start();
        let account = ministack.account();
        let recorder = Recorder::before(&ministack.url);
        let fixture = Fixture::with_profile(&lines(&account, "secret", "", &recorder.url));
        let mut settings = fixture.settings.clone();
        settings.gate.allow_writes = true;
        let environment = &mut settings.environments[0];
        environment.allow_writes = true;
        environment.account = Some(AccountId::from(account.as_str()));
        environment.endpoints = vec![Server::of(&recorder.url).unwrap()];
        settings.stacks.expect_only.insert(
            STACK.into(),
            vec![ExpectedChange {
                logical_id: "Role".into(),
                property: Some("Policies".to_owned()),
            }],
        );
        let stacks = Self {
            client: ministack.cloudformation(&account).await,
            recorder,
            settings,
            memory: Memory::default(),
            fixture,
            account,
        };
        stacks
            .create(&template(&stacks.account, &["events:PutRule"]))
            .await;
        stacks
    }

    async fn create(&self, template: &Value) {
        self.named(STACK, template, "CREATE_COMPLETE").await;
    }

    /// Another stack, made from outside the program, and where it ends.
    pub async fn named(&self, name: &str, template: &Value, ends: &str) {
        self.client
            .create_stack()
            .stack_name(name)
            .template_body(template.to_string())
            .capabilities(Capability::CapabilityNamedIam)
            .send()
            .await
            .unwrap();
        assert_eq!(self.settled_of(name).await, ends);
    }

    /// The state in which the stack comes to rest, asked from outside the program.
    pub async fn settled(&self) -> String {
        self.settled_of(STACK).await
    }

    pub async fn settled_of(&self, name: &str) -> String {
        let since = Instant::now();
        loop {
            let answer = self.client.describe_stacks().stack_name(name).send().await;
            let status = answer.unwrap().stacks()[0].stack_status().unwrap().clone();
            if !status.as_str().ends_with("_IN_PROGRESS") {
                return status.as_str().to_owned();
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{status:?}");
            tokio::task::yield_now().await;
        }
    }

    /// Somebody's update, under way, which comes no further than to a resource
    /// that waits for a signal.
    pub async fn hold(&self, template: &Value) {
        let mut held = template.clone();
        let resources = held["Resources"].as_object_mut().unwrap();
        let before: Vec<String> = resources.keys().cloned().collect();
        let wait = json!({
            "Type": "AWS::CloudFormation::WaitCondition", "DependsOn": before,
            "CreationPolicy": { "ResourceSignal": { "Count": "1", "Timeout": "PT1M" } },
        });
        let later = json!({ "Type": "AWS::SQS::Queue", "DependsOn": "Wait" });
        resources.extend([("Wait".to_owned(), wait), ("Later".to_owned(), later)]);
        self.update(&held, false).await;
    }

    /// Lets the update that waits go on, once it has come so far.
    pub async fn signal(&self, status: ResourceSignalStatus) {
        let since = Instant::now();
        let signal = || {
            let signal = self.client.signal_resource().stack_name(STACK);
            let signal = signal.logical_resource_id("Wait").unique_id("one");
            signal.status(status.clone()).send()
        };
        while let Err(error) = signal().await {
            assert!(since.elapsed() < Duration::from_secs(20), "{error:?}");
            tokio::task::yield_now().await;
        }
    }

    /// Until the program was told what came of this operation: it has asked on.
    pub async fn answered(&self, operation: &str) {
        let since = Instant::now();
        loop {
            let seen = self.recorder.operations();
            let last = seen.last().map(String::as_str);
            if last != Some(operation) && seen.iter().any(|one| one == operation) {
                return;
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{seen:?}");
            tokio::task::yield_now().await;
        }
    }

    /// An update that fails and is left as it failed.
    pub async fn fail(&self) {
        let mut failing = template(&self.account, &["events:PutRule"]);
        failing["Resources"]["Handle"] =
            json!({ "Type": "AWS::CloudFormation::WaitConditionHandle" });
        failing["Resources"]["Never"] = json!({
            "Type": "AWS::CloudFormation::WaitCondition", "DependsOn": "Role",
            "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": "1" },
        });
        self.update(&failing, true).await;
        assert_eq!(self.settled().await, "UPDATE_FAILED");
    }

    /// A stack whose creation fails, and what stays of it.
    pub async fn half_made(&self) {
        let failed = json!({ "Resources": {
            "Handle": { "Type": "AWS::CloudFormation::WaitConditionHandle" },
            "Never": { "Type": "AWS::CloudFormation::WaitCondition",
                "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": "1" } },
        }});
        self.named("half-made", &failed, "ROLLBACK_COMPLETE").await;
    }

    /// An update that fails, and whose roll back does: somebody deleted the role
    /// that a policy of the stack is put on. It is there again, so that the roll
    /// back can go on.
    pub async fn stuck(&self) {
        const NEIGHBOUR: &str = "neighbour";
        let iam = Ministack::start().iam(&self.account).await;
        let create = || {
            let role = iam.create_role().role_name(NEIGHBOUR);
            role.assume_role_policy_document(TRUST).send()
        };
        let with = |action: &str| {
            let mut with = template(&self.account, &["events:PutRule"]);
            with["Resources"]["Extra"] = json!({ "Type": "AWS::IAM::Policy", "Properties": {
                "PolicyName": "extra", "Roles": [NEIGHBOUR],
                "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                    { "Effect": "Allow", "Action": action, "Resource": "*" },
                ]},
            }});
            with
        };
        create().await.unwrap();
        self.update(&with("events:PutRule"), false).await;
        assert_eq!(self.settled().await, "UPDATE_COMPLETE");
        self.hold(&with("events:DescribeRule")).await;
        let extra = || {
            let policy = iam.get_role_policy().role_name(NEIGHBOUR);
            policy.policy_name("extra").send()
        };
        let since = Instant::now();
        while !extra()
            .await
            .unwrap()
            .policy_document
            .contains("DescribeRule")
        {
            assert!(since.elapsed() < Duration::from_secs(20));
            tokio::task::yield_now().await;
        }
        let policy = iam.delete_role_policy().role_name(NEIGHBOUR);
        policy.policy_name("extra").send().await.unwrap();
        iam.delete_role().role_name(NEIGHBOUR).send().await.unwrap();
        self.signal(ResourceSignalStatus::Failure).await;
        assert_eq!(self.settled().await, "UPDATE_ROLLBACK_FAILED");
        create().await.unwrap();
    }

    async fn update(&self, template: &Value, leave: bool) {
        let update = self.client.update_stack().stack_name(STACK);
        let update = update.template_body(template.to_string());
        update
            .capabilities(Capability::CapabilityNamedIam)
            .disable_rollback(leave)
            .send()
            .await
            .unwrap();
    }

    /// Somebody's change set, as a pipeline makes it.
    pub async fn change_set(&self, template: &Value) -> ChangeSetId {
        let made = self
            .client
            .create_change_set()
            .stack_name(STACK)
            .change_set_name("grant")
            .template_body(template.to_string())
            .capabilities(Capability::CapabilityNamedIam)
            .send()
            .await
            .unwrap();
        made.id().unwrap().into()
    }

    pub fn aws(&self) -> Aws {
        Aws::with_ambient(
            Arc::new(self.settings.clone()),
            self.fixture.ambient.clone(),
        )
    }

    pub fn writer(&self) -> Writer<RealExecutor, Memory> {
        let settings = Arc::new(self.settings.clone());
        let tree = WorkingTree::open(self.fixture.path("."), &self.settings);
        let executor = RealExecutor::new(Arc::new(self.aws()), tree);
        let writer = Writer::new(
            executor,
            self.memory.clone(),
            settings,
            Scene::session_id(),
            who(),
        );
        writer.with_patience(Patience {
            holds: Duration::from_millis(1500),
            between: Duration::from_millis(60),
        })
    }

    /// A file of the working tree.
    pub fn repository(&self, path: &str, text: &str) {
        fs::write(self.fixture.path(path), text).unwrap();
    }

    pub fn plan(&self, assessment: Assessment) -> Plan {
        Plan::of(
            assessment,
            &self.settings,
            Scene::session_id(),
            Timestamp::now(),
        )
    }

    pub fn approve(&self, assessment: Assessment) -> Approved {
        let plan = self.plan(assessment);
        let phrase = plan.phrase().text().to_owned();
        plan.confirm(&phrase, Timestamp::now())
            .unwrap_or_else(|refused| panic!("{:?}: {:?}", refused.1, refused.0.verdicts()))
    }

    pub async fn apply(&self, write: Write) -> WriteReport {
        let writer = self.writer();
        let assessment = writer.assess(draft(write)).await.unwrap();
        writer.write(self.approve(assessment)).await
    }

    /// The live policy of the role, asked from outside the program.
    pub async fn live(&self) -> Value {
        let iam = Ministack::start().iam(&self.account).await;
        let get = iam.get_role_policy().role_name(ROLE).policy_name("deploy");
        let text = get.send().await.unwrap().policy_document;
        let text = percent_encoding::percent_decode_str(&text)
            .decode_utf8()
            .unwrap()
            .into_owned();
        serde_json::from_str(&text).unwrap()
    }

    pub fn writes(&self) -> Vec<Seen> {
        self.recorder.writes()
    }

    pub fn stages(&self) -> Vec<Stage> {
        let records = self.memory.records.lock().unwrap();
        records
            .iter()
            .map(|record| record.entry.stage.clone())
            .collect()
    }
}

pub fn draft(write: Write) -> Draft {
    Draft {
        environment: "dev".into(),
        write,
        origin: Origin::Stack,
        uses: Vec::new(),
        peers: None,
    }
}

pub fn execute(id: &ChangeSetId) -> Write {
    Write::from(ExecuteChangeSet {
        stack: STACK.into(),
        change_set: id.clone(),
    })
}
