//! A workflow run, and how a list of runs is asked for.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    RunId, RunState, WorkflowId,
    lenient::{moment, nullable},
};
use crate::facts::Remote;

/// One attempt of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub id: RunId,
    /// The workflow's, as it was at that commit.
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default)]
    pub display_title: Option<Remote>,
    /// `.github/workflows/deploy.yml`, with `@ref` where it is another repository's.
    #[serde(default)]
    pub path: Option<Remote>,
    #[serde(default)]
    pub workflow_id: Option<WorkflowId>,
    #[serde(default)]
    pub run_number: Option<u64>,
    /// From 1; None where an older server does not say.
    #[serde(default)]
    pub run_attempt: Option<u32>,
    #[serde(default)]
    pub head_branch: Option<Remote>,
    #[serde(default)]
    pub head_sha: Option<Remote>,
    #[serde(default)]
    pub event: Option<Remote>,
    #[serde(default)]
    pub status: Option<RunState>,
    /// Only once it is over.
    #[serde(default)]
    pub conclusion: Option<RunState>,
    #[serde(default)]
    pub actor: Option<Actor>,
    /// Who started this attempt.
    #[serde(default)]
    pub triggering_actor: Option<Actor>,
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub run_started_at: Option<Timestamp>,
    #[serde(default)]
    pub html_url: Option<Remote>,
    #[serde(default)]
    pub head_commit: Option<HeadCommit>,
    /// Where the commit comes from: a fork has another one than the run.
    #[serde(default)]
    pub head_repository: Option<HeadRepository>,
}

impl Run {
    /// How it ended, or else where it is; None: the server does not say.
    pub fn state(&self) -> Option<&RunState> {
        self.conclusion.as_ref().or(self.status.as_ref())
    }

    /// Nothing of this attempt changes any more.
    pub fn is_over(&self) -> bool {
        self.conclusion.is_some() || self.status == Some(RunState::Completed)
    }

    pub fn attempt(&self) -> u32 {
        self.run_attempt.unwrap_or(1)
    }

    /// It ended badly: somebody has to look.
    pub fn is_failure(&self) -> bool {
        self.state().is_some_and(RunState::is_failure)
    }

    pub fn waits_for_somebody(&self) -> bool {
        self.state().is_some_and(RunState::waits_for_somebody)
    }

    /// When this attempt began, or at least when the run was made.
    pub fn began(&self) -> Option<Timestamp> {
        self.run_started_at.or(self.created_at)
    }

    /// The workflow's file, without the ref behind it.
    pub fn file(&self) -> Option<&str> {
        let path = self.path.as_ref()?.raw();
        let path = path.split('@').next().unwrap_or(path);
        (!path.is_empty()).then_some(path)
    }

    /// The commit that the run is of, raw; empty where the server does not say.
    pub fn sha(&self) -> &str {
        self.head_sha.as_ref().map_or("", Remote::raw)
    }

    pub fn branch(&self) -> Option<&str> {
        self.head_branch.as_ref().map(Remote::raw)
    }

    /// What the workflow is called: its name, or its file's.
    pub fn workflow(&self) -> Option<&str> {
        let named = self.name.as_ref().map(Remote::raw);
        named
            .filter(|name| !name.is_empty())
            .or_else(|| self.path.as_ref()?.raw().rsplit('/').next())
    }
}

/// A person or an app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    #[serde(default)]
    pub login: Option<Remote>,
    /// `User`, `Bot`.
    #[serde(default, rename = "type")]
    pub kind: Option<Remote>,
}

impl Actor {
    pub fn is_bot(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.raw() == "Bot")
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadRepository {
    #[serde(default)]
    pub full_name: Option<Remote>,
    #[serde(default)]
    pub fork: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadCommit {
    #[serde(default)]
    pub message: Option<Remote>,
    #[serde(default, deserialize_with = "moment")]
    pub timestamp: Option<Timestamp>,
}

/// What a list of runs is narrowed down to, by the API itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunFilter {
    /// Of one workflow.
    pub workflow: Option<WorkflowId>,
    pub branch: Option<Remote>,
    pub event: Option<Remote>,
    pub actor: Option<Remote>,
    pub status: Option<RunState>,
}

/// One page of a list of runs, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunsPage {
    /// How many there are in all, as far as the API counts.
    #[serde(default)]
    pub total_count: Option<u64>,
    #[serde(default, deserialize_with = "nullable")]
    pub workflow_runs: Vec<Run>,
}
