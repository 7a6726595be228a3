//! Concurrency groups: who holds one, and who waits for it.

use serde::{Deserialize, Serialize};

use super::{JobId, RunId, RunState, lenient::nullable};
use crate::facts::Remote;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcurrencyGroup {
    /// Compared without regard to case.
    #[serde(default, rename = "group_name")]
    pub name: Option<Remote>,
    #[serde(default, rename = "group_members", deserialize_with = "nullable")]
    pub members: Vec<GroupMember>,
}

/// A run, or one of its jobs, that holds the group or waits for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMember {
    #[serde(default, deserialize_with = "nullable")]
    pub run_id: RunId,
    #[serde(default)]
    pub run_name: Option<Remote>,
    #[serde(default)]
    pub job_id: Option<JobId>,
    #[serde(default)]
    pub job_name: Option<Remote>,
    /// `in_progress` holds it, `pending` waits.
    #[serde(default)]
    pub status: Option<RunState>,
    /// 0 holds it.
    #[serde(default)]
    pub position: Option<u64>,
}

impl GroupMember {
    /// The others wait for it.
    pub fn holds(&self) -> bool {
        self.status == Some(RunState::InProgress) || self.position == Some(0)
    }
}
