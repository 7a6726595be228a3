//! What a team expects to be there, from its `health.toml`: by kind and name, never from
//! what is live.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{EnvironmentName, ids::ids};

ids! {
    /// The name of a thing that is expected: of a function, a queue, a table.
    ResourceName: String,
}

/// The tables of `health.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    Table,
    Database,
    Queue,
    Topic,
    AutoScalingGroup,
    TargetGroup,
    EcsService,
    Lambda,
    Rule,
    StateMachine,
    WebAcl,
    Alarm,
    LogGroup,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Expected {
    pub kind: ResourceKind,
    pub name: ResourceName,
    /// Of a service of ECS.
    #[serde(default)]
    pub cluster: Option<ResourceName>,
    /// Why it has nothing, does nothing or is off: then that is well.
    #[serde(default)]
    pub by_design: Option<String>,
    /// What is in this queue could not be worked on.
    #[serde(default)]
    pub dead_letters: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// What `{env}` stands for in each environment; an environment without one is not
    /// described.
    pub env: BTreeMap<EnvironmentName, String>,
    pub expected: Vec<Expected>,
}

impl Inventory {
    /// What is expected in this environment; None: the inventory does not speak of it.
    pub fn of(&self, environment: &EnvironmentName) -> Option<Vec<Expected>> {
        let env = self.env.get(environment)?;
        let named = |name: &ResourceName| ResourceName::new(name.raw().replace("{env}", env));
        let here = self.expected.iter().map(|one| Expected {
            name: named(&one.name),
            cluster: one.cluster.as_ref().map(named),
            ..one.clone()
        });
        Some(here.collect())
    }
}

impl ResourceKind {
    /// As a person says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "DynamoDB table",
            Self::Database => "RDS instance",
            Self::Queue => "SQS queue",
            Self::Topic => "SNS topic",
            Self::AutoScalingGroup => "Auto Scaling group",
            Self::TargetGroup => "target group",
            Self::EcsService => "ECS service",
            Self::Lambda => "Lambda function",
            Self::Rule => "EventBridge rule",
            Self::StateMachine => "state machine",
            Self::WebAcl => "web ACL",
            Self::Alarm => "alarm",
            Self::LogGroup => "log group",
        }
    }
}
