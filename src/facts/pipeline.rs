//! The files that a pipeline is made of, as they stand in the tree: what a rule reads with
//! its text, the rest by its path. Says nothing of what they mean.

use serde::{Deserialize, Serialize};

use super::{BrokenFile, Remote, SearchBound};

/// What a search of the repository for the pipeline's files found, and how far it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineFiles {
    /// Those that a rule reads, by their paths.
    pub files: Vec<PipelineFile>,
    /// Others of which a rule only wants to know that they are there: lock files, manifests.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Those that would be read, and could not.
    #[serde(default)]
    pub broken: Vec<BrokenFile>,
    /// Where the search stopped early: there may be more.
    #[serde(default)]
    pub reached: Option<SearchBound>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineFile {
    pub kind: PipelineKind,
    /// Relative to the repository's root.
    pub path: String,
    pub text: Remote,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PipelineKind {
    Workflow,
    /// A composite or other action: `action.yml`.
    Action,
    /// `.github/workflows/actions.lock`.
    ActionsLock,
    /// Of SAM or CloudFormation.
    Template,
    Dependabot,
    PreCommit,
    Runbook,
    /// A Makefile or a justfile.
    Tasks,
}
