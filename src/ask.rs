//! Questions to the world and their answers, as data.
//!
//! Rank 1. An [`Ask`] says what to read and for which environment; `edge`
//! performs it and returns an [`Answer`] or a `Fault`. Nothing here knows how.
//! There is no ask that writes, and there must never be one: writes go through
//! the gate. A query ([`Ask::is_query`]) writes nothing either, but sets work
//! going at AWS's: only a person may ask it, never a refresh.
//!
//! One file for each service defines its asks. An ask by itself is a [`Question`],
//! which knows the type of its answer; [`Ask`] is any of them, to be kept in lists.

pub mod api_gateway;
pub mod auto_scaling;
pub mod cloudformation;
pub mod cloudtrail;
pub mod cloudwatch;
pub mod code_artifact;
pub mod cognito;
mod define;
pub mod dynamodb;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod event_bridge;
pub mod github;
pub mod iam;
pub mod journal;
pub mod lambda;
mod load;
pub mod load_balancing;
pub mod logs;
pub mod memory;
mod question;
pub mod rds;
pub mod repo;
pub mod s3;
pub mod service_discovery;
mod services;
pub mod sns;
pub mod sqs;
pub mod step_functions;
pub mod sts;
pub mod waf;

pub use api_gateway::ApiGatewayAsk;
pub use auto_scaling::AutoScalingAsk;
pub use cloudformation::CfnAsk;
pub use cloudtrail::CloudTrailAsk;
pub use cloudwatch::CloudWatchAsk;
pub use code_artifact::CodeArtifactAsk;
pub use cognito::CognitoAsk;
pub use dynamodb::DynamoDbAsk;
pub use ec2::Ec2Ask;
pub use ecr::EcrAsk;
pub use ecs::EcsAsk;
pub use event_bridge::EventBridgeAsk;
pub use github::{ActionsAsk, ContentsAsk, DeploymentsAsk, Endpoint, ProtectionAsk, SourceAsk};
pub use iam::IamAsk;
pub use journal::JournalAsk;
pub use lambda::LambdaAsk;
pub use load::Load;
pub use load_balancing::LoadBalancingAsk;
pub use logs::LogsAsk;
pub use memory::MemoryAsk;
pub use question::{AskOf, Asked, Call, Definition, Kind, Question, Reads, Service};
pub use rds::RdsAsk;
pub use repo::RepoAsk;
pub use s3::S3Ask;
pub use service_discovery::ServiceDiscoveryAsk;
pub use sns::SnsAsk;
pub use sqs::SqsAsk;
pub use step_functions::StepFunctionsAsk;
pub use sts::StsAsk;
pub use waf::WafAsk;

use serde::{Deserialize, Serialize};

use self::services::services;
use crate::facts::{EnvironmentName, Repository};

/// The IAM policy that allows every ask and nothing else.
pub const READ_ONLY_POLICY: &str = include_str!("ask/read-only-policy.json");

/// Numbers a request: of two for the same ask the higher is the newer.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Ticket(pub u64);

services! {
    aws {
        Sts(sts::StsAsk, sts::StsAnswer),
        Iam(iam::IamAsk, iam::IamAnswer),
        CloudTrail(cloudtrail::CloudTrailAsk, cloudtrail::CloudTrailAnswer),
        CloudFormation(cloudformation::CfnAsk, cloudformation::CfnAnswer),
        Logs(logs::LogsAsk, logs::LogsAnswer),
        ServiceDiscovery(service_discovery::ServiceDiscoveryAsk, service_discovery::ServiceDiscoveryAnswer),
        Ec2(ec2::Ec2Ask, ec2::Ec2Answer),
        Ecs(ecs::EcsAsk, ecs::EcsAnswer),
        AutoScaling(auto_scaling::AutoScalingAsk, auto_scaling::AutoScalingAnswer),
        DynamoDb(dynamodb::DynamoDbAsk, dynamodb::DynamoDbAnswer),
        Rds(rds::RdsAsk, rds::RdsAnswer),
        Sqs(sqs::SqsAsk, sqs::SqsAnswer),
        Sns(sns::SnsAsk, sns::SnsAnswer),
        LoadBalancing(load_balancing::LoadBalancingAsk, load_balancing::LoadBalancingAnswer),
        Lambda(lambda::LambdaAsk, lambda::LambdaAnswer),
        CloudWatch(cloudwatch::CloudWatchAsk, cloudwatch::CloudWatchAnswer),
        EventBridge(event_bridge::EventBridgeAsk, event_bridge::EventBridgeAnswer),
        StepFunctions(step_functions::StepFunctionsAsk, step_functions::StepFunctionsAnswer),
        Waf(waf::WafAsk, waf::WafAnswer),
        ApiGateway(api_gateway::ApiGatewayAsk, api_gateway::ApiGatewayAnswer),
        CodeArtifact(code_artifact::CodeArtifactAsk, code_artifact::CodeArtifactAnswer),
        Cognito(cognito::CognitoAsk, cognito::CognitoAnswer),
        Ecr(ecr::EcrAsk, ecr::EcrAnswer),
        S3(s3::S3Ask, s3::S3Answer),
    }
    github {
        Actions(github::ActionsAsk, github::ActionsAnswer),
        Deployments(github::DeploymentsAsk, github::DeploymentsAnswer),
        Contents(github::ContentsAsk, github::ContentsAnswer),
        Source(github::SourceAsk, github::SourceAnswer),
        Protection(github::ProtectionAsk, github::ProtectionAnswer),
    }
    here {
        /// Of the working tree.
        Repo(repo::RepoAsk, repo::RepoAnswer),
        /// Of what this machine remembers from earlier checks.
        Memory(memory::MemoryAsk, memory::MemoryAnswer),
        /// Of the journal of writes.
        Journal(journal::JournalAsk, journal::JournalAnswer),
    }
}

impl Ask {
    /// What is read, for a person who waits for it.
    pub fn in_words(&self) -> String {
        match self {
            Self::Aws(environment, _) => {
                format!("in {}: {}", environment.raw(), self.asked().words())
            }
            Self::GitHub(repository, _) => format!("of {repository}: {}", self.asked().words()),
            Self::Repo(_) | Self::Memory(_) | Self::Journal(_) => self.asked().words().to_owned(),
        }
    }

    /// Everything that it may call, and so the permissions that it needs.
    pub fn calls(&self) -> &'static [Call] {
        self.asked().calls()
    }

    /// Changes nothing, but costs time or money at AWS's: asked once, by a person,
    /// and never again by itself.
    pub fn is_query(&self) -> bool {
        self.asked().definition().kind == Kind::Query
    }

    /// AWS charges each call of it.
    pub fn is_paid(&self) -> bool {
        let mut calls = self.calls().iter();
        calls.any(|call| call.action == "cloudwatch:GetMetricData")
    }

    /// Lists a whole account's roles: what reading roles by name can make up for.
    pub fn is_listing(&self) -> bool {
        self.asked().definition().kind == Kind::Listing
    }

    /// The environment whose facts it brings; None for the working tree, which is everyone's.
    pub fn environment(&self) -> Option<&EnvironmentName> {
        match self {
            Self::Aws(environment, _)
            | Self::Memory(
                MemoryAsk::InSync(memory::InSync(environment, _))
                | MemoryAsk::Acknowledgements(memory::Acknowledgements(environment, _)),
            ) => Some(environment),
            Self::GitHub(..)
            | Self::Repo(_)
            | Self::Memory(MemoryAsk::Executions)
            | Self::Journal(_) => None,
        }
    }
}
