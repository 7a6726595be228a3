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
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tip {
    #[serde(default)]
    pub sha: Option<Remote>,
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
