//! A stack with a deploy role in an account of its own on ministack, a recorder
//! before it, and the line of a write with a journal that the test can look into.

use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant},
};

use aws_sdk_cloudformation::{Client, types::Capability};
use jiff::Timestamp;
use serde_json::{Value, json};
use watchkeeper::{
    edge::{
        aws::Aws,
        write::{Patience, RealHands, WorkingTree, Writer},
    },
    facts::{AccountId, ChangeSetId, ExpectedChange, Settings},
    gate::{
        Approved, Draft, Origin, Plan, Prospect, WriteReport,
        record::Stage,
        writes::{ExecuteChangeSet, Write},
    },
};

use crate::{
    edge::fixture::{Fixture, lines},
    support::ministack::Ministack,
    write::{
        recorder::{Recorder, Seen},
        stage::{Memory, Scene, who},
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
        environment.endpoints = vec!["127.0.0.1".to_owned()];
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

    async fn settled_of(&self, name: &str) -> String {
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

    pub fn writer(&self) -> Writer<RealHands, Memory> {
        let settings = Arc::new(self.settings.clone());
        let tree = WorkingTree::open(self.fixture.path("."), &self.settings);
        let hands = RealHands::new(Arc::new(self.aws()), tree);
        let writer = Writer::new(hands, self.memory.clone(), settings, Scene::seal(), who());
        writer.with_patience(Patience {
            holds: Duration::from_millis(1500),
            between: Duration::from_millis(60),
        })
    }

    /// A file of the working tree.
    pub fn repository(&self, path: &str, text: &str) {
        fs::write(self.fixture.path(path), text).unwrap();
    }

    pub fn plan(&self, prospect: Prospect) -> Plan {
        Plan::of(prospect, &self.settings, Scene::seal(), Timestamp::now())
    }

    pub fn approve(&self, prospect: Prospect) -> Approved {
        let plan = self.plan(prospect);
        let phrase = plan.phrase().text().to_owned();
        plan.confirm(&phrase, Timestamp::now())
            .unwrap_or_else(|refused| panic!("{:?}: {:?}", refused.1, refused.0.verdicts()))
    }

    pub async fn apply(&self, write: Write) -> WriteReport {
        let writer = self.writer();
        let prospect = writer.prospect(draft(write)).await.unwrap();
        writer.write(self.approve(prospect)).await
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
    Write::ExecuteChangeSet(ExecuteChangeSet {
        stack: STACK.into(),
        change_set: id.clone(),
    })
}
