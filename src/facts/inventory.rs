//! What a team expects to be there, from its `health.toml`: by kind and name, never from
//! what is live.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{EnvironmentName, ids::ids};

ids! {
    /// The name of a thing that is expected: of a function, a queue, a table.
    ResourceName: String,
}

/// Every kind of thing that an inventory may expect, said once: its name here, its table in
/// `health.toml`, how a person calls it, and what its table may say besides `name` and
/// `by_design`. Hands the list to the macro that is named.
macro_rules! resource_kinds {
    ($then:ident) => {
        $then! {
            Bucket "bucket" "S3 bucket" [];
            Table "table" "DynamoDB table" [];
            Data "data" "data of DynamoDB table" ["attribute" NAME];
            ImageRepository "image_repository" "ECR repository" ["tag" NAME];
            UserPool "user_pool" "Cognito user pool" [];
            PackageRepository "package_repository" "CodeArtifact repository" ["domain" NAME];
            Trail "trail" "CloudTrail trail" [];
            Vpc "vpc" "VPC" ["cidr" NAME, "subnets" COUNT];
            NatInstance "nat_instance" "NAT instance" [];
            SecurityGroup "security_group" "security group" [];
            VpcEndpoint "vpc_endpoint" "VPC endpoint" [];
            Database "database" "RDS instance" [];
            Queue "queue" "SQS queue" ["dead_letters" FLAG];
            Topic "topic" "SNS topic" [];
            Instance "instance" "EC2 instance" [];
            AutoScalingGroup "auto_scaling_group" "Auto Scaling group" [];
            Containers "containers" "containers that log to" [];
            LoadBalancer "load_balancer" "load balancer" [];
            TargetGroup "target_group" "target group" [];
            EcsService "ecs_service" "ECS service" ["cluster" NAME];
            Lambda "lambda" "Lambda function" [];
            Role "role" "IAM role" [];
            Rule "rule" "EventBridge rule" [];
            StateMachine "state_machine" "state machine" [];
            Pipeline "pipeline" "pipeline" ["queue" NAME, "lambda" NAME, "state_machine" NAME];
            HttpApi "http_api" "HTTP API" ["open" NAMES];
            WebAcl "web_acl" "web ACL" [];
            Alarm "alarm" "alarm" [];
            Dashboard "dashboard" "CloudWatch dashboard" [];
            LogGroup "log_group" "log group" [];
            DeliverySource "delivery_source" "log delivery source" [];
        }
    };
}
pub(crate) use resource_kinds;

macro_rules! kinds {
    ($($Kind:ident $key:literal $word:literal [$($more:literal $form:ident),*];)+) => {
        /// The tables of `health.toml`.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum ResourceKind {
            $($Kind,)+
        }

        impl ResourceKind {
            pub const ALL: &[Self] = &[$(Self::$Kind),+];

            /// The name of its table.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$Kind => $key,)+
                }
            }

            /// As a person says it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$Kind => $word,)+
                }
            }
        }
    };
}
resource_kinds!(kinds);

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
    #[serde(default)]
    pub details: Details,
}

/// What only some kinds say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Of data: the attribute that every item is to have.
    pub attribute: Option<String>,
    /// Of a repository of images: the tag that is to be there.
    pub tag: Option<String>,
    /// Of a repository of packages.
    pub domain: Option<String>,
    /// Of a VPC.
    pub cidr: Option<String>,
    pub subnets: Option<u64>,
    /// The parts of a pipeline.
    pub queue: Option<ResourceName>,
    pub lambda: Option<ResourceName>,
    pub state_machine: Option<ResourceName>,
    /// Of an HTTP API: the routes that need no authorization.
    pub open: Vec<String>,
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
            details: Details {
                queue: one.details.queue.as_ref().map(named),
                lambda: one.details.lambda.as_ref().map(named),
                state_machine: one.details.state_machine.as_ref().map(named),
                ..one.details.clone()
            },
            ..one.clone()
        });
        Some(here.collect())
    }
}
