//! Questions to the world and their answers, as data.
//!
//! Rank 1. An [`Ask`] says what to read and for which environment; `edge`
//! performs it and returns an [`Answer`] or a `Fault`. Nothing here knows how.
//! There is no ask that writes, and there must never be one: writes go through
//! the gate. A query ([`Ask::is_query`]) writes nothing either, but sets work
//! going at AWS's: only a person may ask it, never a refresh.

mod answer;
mod load;
mod needs;

pub use answer::Answer;
pub use load::Load;
pub use needs::{actions_needed, actions_passed_on};

use serde::{Deserialize, Serialize};

use crate::facts::{
    AccountId, ChangeSetId, DriftDetectionId, EnvironmentName, EventExtent, RoleName, StackName,
    Use,
};

/// The IAM policy that allows every ask and nothing else.
pub const READ_ONLY_POLICY: &str = include_str!("ask/read-only-policy.json");

/// Numbers a request: of two for the same ask the higher is the newer.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Ticket(pub u64);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Of AWS, with the credentials and region of this environment.
    Aws(EnvironmentName, AwsAsk),
    /// Of the working tree.
    Repo(RepoAsk),
    /// Of what this machine remembers from earlier checks.
    Memory(MemoryAsk),
    /// Of the journal of writes.
    Journal(JournalAsk),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AwsAsk {
    Sts(StsAsk),
    Iam(IamAsk),
    CloudTrail(CloudTrailAsk),
    CloudFormation(CfnAsk),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StsAsk {
    CallerIdentity,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IamAsk {
    /// Every role and customer managed policy of the account, in pages.
    Authorization,
    /// The named roles one by one: what is left when the account may not be listed.
    Roles(Vec<RoleName>),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloudTrailAsk {
    /// Who last wrote this role's policies.
    LastWrites(RoleName),
}

/// Stacks are named by their name or their ARN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CfnAsk {
    /// Every stack of the account and region that is not deleted.
    Stacks,
    Stack(StackName),
    Events {
        stack: StackName,
        extent: EventExtent,
    },
    Resources(StackName),
    /// The template as it was last deployed.
    Template {
        stack: StackName,
    },
    ChangeSets(StackName),
    /// All pages of one change set, with the values of properties.
    ChangeSet(ChangeSetId),
    /// The template that a change set would put in force.
    Proposed(ChangeSetId),
    /// What was found wrong with a change set that failed: validations and hooks.
    ChangeSetFailures(ChangeSetId),
    /// How far a drift detection has come.
    DriftStatus {
        detection: DriftDetectionId,
    },
    /// What the last drift detection found.
    ResourceDrifts(StackName),
    /// A query: sets a drift detection going, which takes minutes.
    DetectDrift(StackName),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepoAsk {
    /// All codified policies.
    Codified,
    /// The template files that declare roles.
    Templates,
    /// Lines that make these requests.
    Uses(Vec<Use>),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemoryAsk {
    /// When each drift item of this environment was last seen in sync, in the
    /// account that STS named: another account's memory is never shown.
    InSync(EnvironmentName, AccountId),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JournalAsk {
    /// The newest entries, and whether the chain holds.
    Entries,
    /// The same, after writes that an earlier run left in doubt were looked at again.
    Settled,
}

impl Ask {
    /// What is read, for a person who waits for it.
    pub fn in_words(&self) -> String {
        match self {
            Self::Aws(environment, ask) => {
                let what = match ask {
                    AwsAsk::Sts(StsAsk::CallerIdentity) => "who we are (sts:GetCallerIdentity)",
                    AwsAsk::Iam(IamAsk::Authorization) => {
                        "all roles (iam:GetAccountAuthorizationDetails)"
                    }
                    AwsAsk::Iam(IamAsk::Roles(_)) => "roles by name (iam:GetRole and others)",
                    AwsAsk::CloudTrail(CloudTrailAsk::LastWrites(_)) => {
                        "who wrote it last (cloudtrail:LookupEvents)"
                    }
                    AwsAsk::CloudFormation(ask) => ask.in_words(),
                };
                format!("in {}: {what}", environment.raw())
            }
            Self::Repo(RepoAsk::Codified) => "the repository's policies".to_owned(),
            Self::Repo(RepoAsk::Templates) => "the repository's templates".to_owned(),
            Self::Repo(RepoAsk::Uses(_)) => "the repository for uses".to_owned(),
            Self::Memory(_) => "what earlier checks saw".to_owned(),
            Self::Journal(JournalAsk::Entries) => "the journal of writes".to_owned(),
            Self::Journal(JournalAsk::Settled) => "writes that were left in doubt".to_owned(),
        }
    }

    /// Changes nothing, but costs time or money at AWS's: asked once, by a person,
    /// and never again by itself.
    pub fn is_query(&self) -> bool {
        matches!(
            self,
            Self::Aws(_, AwsAsk::CloudFormation(CfnAsk::DetectDrift(_)))
        )
    }

    /// Lists a whole account's roles: what reading roles by name can make up for.
    pub fn is_listing(&self) -> bool {
        matches!(self, Self::Aws(_, AwsAsk::Iam(IamAsk::Authorization)))
    }

    /// The environment whose facts it brings; None for the working tree, which is everyone's.
    pub fn environment(&self) -> Option<&EnvironmentName> {
        match self {
            Self::Aws(environment, _) | Self::Memory(MemoryAsk::InSync(environment, _)) => {
                Some(environment)
            }
            Self::Repo(_) | Self::Journal(_) => None,
        }
    }
}

impl AwsAsk {
    fn of(self, environment: &EnvironmentName) -> Ask {
        Ask::Aws(environment.clone(), self)
    }
}

impl StsAsk {
    pub fn of(self, environment: &EnvironmentName) -> Ask {
        AwsAsk::Sts(self).of(environment)
    }
}

impl IamAsk {
    pub fn of(self, environment: &EnvironmentName) -> Ask {
        AwsAsk::Iam(self).of(environment)
    }
}

impl CfnAsk {
    pub fn of(self, environment: &EnvironmentName) -> Ask {
        AwsAsk::CloudFormation(self).of(environment)
    }

    fn in_words(&self) -> &'static str {
        match self {
            Self::Stacks => "all stacks (cloudformation:DescribeStacks)",
            Self::Stack(_) => "the stack (cloudformation:DescribeStacks)",
            Self::Events { extent, .. } => match extent {
                EventExtent::FirstPage => {
                    "the stack's newest events (cloudformation:DescribeStackEvents)"
                }
                EventExtent::Failures => "what failed in the stack (cloudformation:DescribeEvents)",
                EventExtent::Operation => {
                    "the stack's last operation (cloudformation:DescribeStackEvents)"
                }
            },
            Self::Resources(_) => "the stack's resources (cloudformation:ListStackResources)",
            Self::Template { .. } => "the deployed template (cloudformation:GetTemplate)",
            Self::ChangeSets(_) => "the stack's change sets (cloudformation:ListChangeSets)",
            Self::ChangeSet(_) => "the change set (cloudformation:DescribeChangeSet)",
            Self::Proposed(_) => "the change set's template (cloudformation:GetTemplate)",
            Self::ChangeSetFailures(_) => {
                "what is wrong with the change set (cloudformation:DescribeEvents)"
            }
            Self::DriftStatus { .. } => {
                "how the drift detection goes (cloudformation:DescribeStackDriftDetectionStatus)"
            }
            Self::ResourceDrifts(_) => {
                "what drift detection found (cloudformation:DescribeStackResourceDrifts)"
            }
            Self::DetectDrift(_) => "for a drift detection (cloudformation:DetectStackDrift)",
        }
    }
}
