//! Drift as the pane, the headless check and its JSON show it.

use serde::{Deserialize, Serialize};

use super::{Arn, EnvironmentName, Finding, PolicyName, Remote, RoleName, Unknown, Use};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriftKind {
    Trust,
    Inline,
    Managed,
    Boundary,
    Attachments,
    /// The role as a whole: it is missing, uncodified or unreadable.
    Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriftState {
    Drifted,
    MissingLive,
    RoleMissing,
    Uncodified,
    Unknown,
    Cosmetic,
    InSync,
}

/// Live against codified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Equal,
    Broader,
    Narrower,
    Different,
    Undecided,
}

/// One policy of one role, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftItem {
    pub role: RoleName,
    /// None for trust, boundary, attachments and the role itself.
    pub policy: Option<PolicyName>,
    pub kind: DriftKind,
    pub state: DriftState,
    pub verdict: Verdict,
    /// The codified text, and its file relative to the repository's root.
    pub codified: Option<(Remote, String)>,
    pub live: Option<Remote>,
    /// One sentence on why the state is what it is.
    pub why: String,
    /// What to look for in the repository to see who relies on the difference.
    pub uses: Vec<Use>,
}

impl DriftItem {
    /// The item's key within its role: `inline/name`, `trust`.
    pub fn key(&self) -> String {
        let kind = match self.kind {
            DriftKind::Trust => "trust",
            DriftKind::Inline => "inline",
            DriftKind::Managed => "managed",
            DriftKind::Boundary => "boundary",
            DriftKind::Attachments => "attachments",
            DriftKind::Role => "role",
        };
        match &self.policy {
            Some(policy) => format!("{kind}/{}", policy.raw()),
            None => kind.to_owned(),
        }
    }
}

/// Everything the drift check concluded for one environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftReport {
    /// By role, then by kind and name.
    pub items: Vec<DriftItem>,
    pub siblings: Vec<SiblingReport>,
    pub findings: Vec<Finding>,
    pub unknown: Vec<Unknown>,
}

/// Two roles in two environments that should be alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingReport {
    pub left: (EnvironmentName, RoleName),
    pub right: (EnvironmentName, RoleName),
    /// None: one side could not be read, `why` says.
    pub items: Vec<SiblingItem>,
    pub why: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiblingState {
    OnlyLeft,
    OnlyRight,
    Differs,
    Unknown,
    Same,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiblingItem {
    pub kind: DriftKind,
    pub policy: Option<PolicyName>,
    pub managed: Option<Arn>,
    pub state: SiblingState,
    pub left: Option<Remote>,
    pub right: Option<Remote>,
    pub why: String,
    /// Actions that one side lacks, with what each is for where the table knows.
    pub actions: Vec<(String, Option<String>)>,
    /// Something that the facts do not settle, to be shown as a question.
    pub question: Option<String>,
}
