//! Questions to the world and their answers, as data.
//!
//! Rank 1. An [`Ask`] says what to read and for which environment; `edge`
//! performs it and returns an [`Answer`] or a `Fault`. Nothing here knows how.
//! There is no ask that writes, and there must never be one: writes go through
//! the gate.

mod answer;
mod load;
mod needs;

pub use answer::Answer;
pub use load::Load;
pub use needs::actions_needed;

use serde::{Deserialize, Serialize};

use crate::facts::{AccountId, EnvironmentName, RoleName, Use};

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

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepoAsk {
    /// All codified policies.
    Codified,
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
                };
                format!("in {}: {what}", environment.raw())
            }
            Self::Repo(RepoAsk::Codified) => "the repository's policies".to_owned(),
            Self::Repo(RepoAsk::Uses(_)) => "the repository for uses".to_owned(),
            Self::Memory(_) => "what earlier checks saw".to_owned(),
            Self::Journal(JournalAsk::Entries) => "the journal of writes".to_owned(),
            Self::Journal(JournalAsk::Settled) => "writes that were left in doubt".to_owned(),
        }
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
