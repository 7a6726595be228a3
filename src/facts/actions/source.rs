//! What the repository itself has: a file at a commit, how two commits differ, its
//! branches and pull requests.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{Actor, HeadCommit, lenient::nullable};
use crate::facts::{Reason, Remote};

/// A file as the API gives it: in Base64, where it has at most a megabyte.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Of its content, as git has it.
    #[serde(default)]
    pub sha: Option<Remote>,
    #[serde(default)]
    pub encoding: Option<Remote>,
    #[serde(default)]
    pub content: Option<Remote>,
}

impl SourceFile {
    /// Its text; an error says why there is none to be had.
    pub fn text(&self) -> Result<Remote, Reason> {
        let encoding = self.encoding.as_ref().map_or("", Remote::raw);
        let content = self.content.as_ref().map(Remote::raw);
        let (Some(content), "base64") = (content, encoding) else {
            return Err("GitHub gives the content of no file of that size".into());
        };
        let packed: String = content.split_ascii_whitespace().collect();
        let bytes = STANDARD.decode(packed).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        Ok(Remote::new(text.ok_or("its content is no text")?))
    }

    /// As the API would give this text.
    pub fn of(text: &str) -> Self {
        Self {
            sha: None,
            encoding: Some("base64".into()),
            content: Some(Remote::new(packed(text))),
        }
    }
}

/// As the API takes the content of a file.
pub fn packed(text: &str) -> String {
    STANDARD.encode(text)
}

/// What one commit has that another has not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// `ahead`, `behind`, `diverged`, `identical`: the head, seen from the base.
    #[serde(default)]
    pub status: Option<Remote>,
    #[serde(default, deserialize_with = "nullable")]
    pub ahead_by: u64,
    #[serde(default, deserialize_with = "nullable")]
    pub behind_by: u64,
    /// Those that the head is ahead by, the oldest first; the first 250 of them.
    #[serde(default, deserialize_with = "nullable")]
    pub commits: Vec<ComparedCommit>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedCommit {
    #[serde(default)]
    pub sha: Option<Remote>,
    #[serde(default)]
    pub commit: Option<HeadCommit>,
    #[serde(default)]
    pub author: Option<Actor>,
}

impl ComparedCommit {
    /// `4f1c2ab Run the work engine daily`, raw.
    pub fn words(&self) -> String {
        let sha = self.sha.as_ref().map_or("?", |sha| abbreviated(sha.raw()));
        let message = self.commit.as_ref().and_then(|one| one.message.as_ref());
        let first = message.and_then(|text| text.raw().lines().next());
        format!("{sha} {}", first.unwrap_or_default())
    }
}

/// As git abbreviates a commit's name.
pub fn abbreviated(sha: &str) -> &str {
    sha.get(..7).unwrap_or(sha)
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    #[serde(default)]
    pub default_branch: Option<Remote>,
    #[serde(default)]
    pub archived: Option<bool>,
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
