//! What stands beside a difference: who uses it, who wrote it, when it last agreed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PolicyName, Remote, RoleName};

/// What to look for in the repository: a request that live and codified decide
/// differently, as the words its users would write.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Use {
    /// `cloudwatch:PutMetricData`.
    pub action: String,
    /// Values that narrow it down: `AlphaEngine`.
    pub values: Vec<String>,
}

/// A line of the repository where such a request is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseHit {
    pub path: String,
    pub line: u32,
    pub text: Remote,
}

/// What a search of the repository found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsesFound {
    pub hits: Vec<UseHit>,
    /// The search stopped at its bound: there may be more.
    pub cut: bool,
}

/// The last write of a live policy, as CloudTrail has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastWrite {
    pub role: RoleName,
    pub policy: Option<PolicyName>,
    pub event: String,
    pub by: Remote,
    pub at: Timestamp,
}

/// Another write of the session that wrote something, as CloudTrail has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherWrite {
    /// `PutRolePolicy`.
    pub event: String,
    /// `iam.amazonaws.com`.
    pub service: String,
    pub role: Option<RoleName>,
    pub policy: Option<PolicyName>,
    /// What else it names; None: CloudTrail names nothing.
    pub of: Option<Remote>,
    pub at: Timestamp,
}

/// When a check on this machine last found a policy in sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InSync {
    pub role: RoleName,
    /// The drift item's key within the role: `inline/name`, `trust`.
    pub item: String,
    pub at: Timestamp,
}
