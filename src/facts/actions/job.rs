//! The jobs of a run's attempt, their steps, and what was noted on them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CheckRunId, JobId, RunId, RunState,
    lenient::{moment, nullable},
};
use crate::facts::Remote;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    #[serde(default, deserialize_with = "nullable")]
    pub run_id: RunId,
    #[serde(default)]
    pub run_attempt: Option<u32>,
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default)]
    pub workflow_name: Option<Remote>,
    #[serde(default)]
    pub status: Option<RunState>,
    #[serde(default)]
    pub conclusion: Option<RunState>,
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub started_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub completed_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "nullable")]
    pub steps: Vec<Step>,
    #[serde(default)]
    pub runner_name: Option<Remote>,
    #[serde(default, deserialize_with = "nullable")]
    pub labels: Vec<Remote>,
    #[serde(default)]
    pub html_url: Option<Remote>,
    /// The address of its check run, whose number the annotations belong to.
    #[serde(default)]
    pub check_run_url: Option<Remote>,
}

impl Job {
    /// How it ended, or else where it is.
    pub fn state(&self) -> Option<&RunState> {
        self.conclusion.as_ref().or(self.status.as_ref())
    }

    pub fn is_over(&self) -> bool {
        self.conclusion.is_some() || self.status == Some(RunState::Completed)
    }

    /// What its annotations are asked by.
    pub fn check_run(&self) -> Option<CheckRunId> {
        let number = self.check_run_url.as_ref()?.raw().rsplit('/').next()?;
        number.parse().ok().map(CheckRunId)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// From 1.
    #[serde(default, deserialize_with = "nullable")]
    pub number: u32,
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default)]
    pub status: Option<RunState>,
    #[serde(default)]
    pub conclusion: Option<RunState>,
    #[serde(default, deserialize_with = "moment")]
    pub started_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub completed_at: Option<Timestamp>,
}

impl Step {
    pub fn state(&self) -> Option<&RunState> {
        self.conclusion.as_ref().or(self.status.as_ref())
    }
}

/// What a step, or GitHub itself, noted on a check run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    #[serde(default)]
    pub path: Option<Remote>,
    #[serde(default)]
    pub start_line: Option<u64>,
    #[serde(default)]
    pub end_line: Option<u64>,
    /// `notice`, `warning`, `failure`.
    #[serde(default)]
    pub annotation_level: Option<Remote>,
    #[serde(default)]
    pub title: Option<Remote>,
    #[serde(default)]
    pub message: Option<Remote>,
    #[serde(default)]
    pub raw_details: Option<Remote>,
}
