//! What a repository lets its workflows do, and how its tokens name it.

use serde::{Deserialize, Serialize};

use super::lenient::nullable;
use crate::facts::Remote;

/// Which actions may run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionsPermissions {
    #[serde(default)]
    pub enabled: Option<bool>,
    /// `all`, `local_only`, `selected`.
    #[serde(default)]
    pub allowed_actions: Option<Remote>,
    /// Actions must be named by a commit's SHA.
    #[serde(default)]
    pub sha_pinning_required: Option<bool>,
}

/// Which of them, where `selected` ones may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectedActions {
    #[serde(default)]
    pub github_owned_allowed: Option<bool>,
    /// Those of creators that GitHub verified: which these are, the API does not say.
    #[serde(default)]
    pub verified_allowed: Option<bool>,
    #[serde(default, deserialize_with = "nullable")]
    pub patterns_allowed: Vec<Remote>,
}

/// How the subject of a job's OIDC token is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectTemplate {
    #[serde(default)]
    pub use_default: Option<bool>,
    /// What it is made of, where it is not the default.
    #[serde(default, deserialize_with = "nullable")]
    pub include_claim_keys: Vec<Remote>,
    #[serde(default)]
    pub use_immutable_subject: Option<bool>,
    /// What it begins with. It decides: the switch above may say otherwise beside it.
    #[serde(default)]
    pub sub_claim_prefix: Option<Remote>,
}

/// How long logs and artifacts are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    #[serde(default)]
    pub days: Option<u32>,
}
