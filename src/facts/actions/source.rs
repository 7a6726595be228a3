//! The repository's branches and pull requests.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::lenient::nullable;
use crate::facts::Remote;

/// As the API takes the content of a file.
pub fn packed(text: &str) -> String {
    STANDARD.encode(text)
}

/// As git abbreviates a commit's name.
pub fn abbreviated(sha: &str) -> &str {
    sha.get(..7).unwrap_or(sha)
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default)]
    pub commit: Option<Tip>,
    /// A rule of whatever kind holds on it.
    #[serde(default)]
    pub protected: Option<bool>,
    #[serde(default)]
    pub protection: Option<BranchProtection>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    #[serde(default)]
    pub sha: Option<Remote>,
}

/// The protection of a branch of the older kind, as whoever may read the branch sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchProtection {
    #[serde(default)]
    pub required_status_checks: Option<ProtectedChecks>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectedChecks {
    #[serde(default, deserialize_with = "nullable")]
    pub contexts: Vec<Remote>,
}

impl Branch {
    pub fn tip(&self) -> Option<&Remote> {
        self.commit.as_ref()?.sha.as_ref()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    #[serde(default, deserialize_with = "nullable")]
    pub number: u64,
    #[serde(default)]
    pub title: Option<Remote>,
    /// `open`, `closed`.
    #[serde(default)]
    pub state: Option<Remote>,
    #[serde(default)]
    pub html_url: Option<Remote>,
}
