//! What a repository or a run keeps: workflows, artifacts, caches; and a list of anything.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ArtifactId, RunId, WorkflowId,
    lenient::{moment, nullable},
};
use crate::facts::Remote;

/// All of a list, or as much of it as is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// How many there are, as far as the API counts.
    pub total: Option<u64>,
    /// Every page was read.
    pub whole: bool,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            total: None,
            whole: true,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    pub id: WorkflowId,
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default)]
    pub path: Option<Remote>,
    /// `active`, `disabled_manually`, `disabled_inactivity` and more.
    #[serde(default)]
    pub state: Option<Remote>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    pub id: ArtifactId,
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default)]
    pub size_in_bytes: Option<u64>,
    /// `sha256:...`.
    #[serde(default)]
    pub digest: Option<Remote>,
    #[serde(default)]
    pub expired: Option<bool>,
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub expires_at: Option<Timestamp>,
    #[serde(default)]
    pub workflow_run: Option<ArtifactRun>,
}

/// The run that an artifact came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtifactRun {
    #[serde(default, deserialize_with = "nullable")]
    pub id: RunId,
    #[serde(default)]
    pub head_branch: Option<Remote>,
    #[serde(default)]
    pub head_sha: Option<Remote>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheEntry {
    #[serde(default)]
    pub key: Option<Remote>,
    #[serde(default, rename = "ref")]
    pub reference: Option<Remote>,
    #[serde(default)]
    pub size_in_bytes: Option<u64>,
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub last_accessed_at: Option<Timestamp>,
}
