//! Things that an inventory expects, as their services describe them: no more of each than
//! says whether it is well.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Remote, ResourceName};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableState {
    /// `ACTIVE`, `UPDATING`, ...
    pub status: String,
    /// About six hours old.
    pub items: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseState {
    pub status: String,
    pub engine: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueState {
    pub visible: u64,
    pub in_flight: u64,
    pub has_redrive: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicState {
    pub confirmed: u64,
    pub pending: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetHealth {
    pub id: String,
    /// `healthy`, `unhealthy`, `initial`, `draining`, ...
    pub state: String,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EcsServiceState {
    pub status: String,
    pub desired: u64,
    pub running: u64,
    pub pending: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionState {
    /// `Active`, `Pending`, `Inactive`, `Failed`.
    pub state: Option<String>,
    /// `Successful`, `InProgress`, `Failed`.
    pub last_update: Option<String>,
    pub reason: Option<Remote>,
    /// Seconds.
    pub timeout: Option<u64>,
    /// It runs on instances that it shares: another state and other metrics apply.
    #[serde(default)]
    pub is_managed: bool,
    /// When its code or its configuration was changed last.
    #[serde(default)]
    pub modified: Option<Timestamp>,
}

/// What CloudWatch counted of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionRuns {
    /// Invocations of the last 455 days, as far back as CloudWatch counts.
    pub ever: u64,
    /// Of the last 24 hours.
    pub invocations: u64,
    pub errors: u64,
    pub throttles: u64,
    /// The longest and the average, in milliseconds; None: it did not run.
    pub longest: Option<u64>,
    pub average: Option<u64>,
}

impl FunctionRuns {
    /// The timeout, in seconds, that ended a run. Such a run takes a little less or more
    /// than that.
    pub fn ended_by(&self, state: &FunctionState) -> Option<u64> {
        let (longest, seconds) = (self.longest?, state.timeout?);
        let is_ended = longest.saturating_mul(100) >= seconds.saturating_mul(98_000);
        (is_ended && !state.is_managed).then_some(seconds)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventSource {
    /// The ARN of what it reads.
    pub source: Option<Remote>,
    /// `Enabled`, `Disabled`, ...
    pub state: String,
    pub last_result: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleState {
    /// `ENABLED`, `DISABLED`.
    pub state: String,
    pub schedule: Option<String>,
    pub targets: usize,
}

/// The newest executions of a state machine, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExecutionState {
    pub status: String,
    pub started: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebAclState {
    pub arn: String,
    /// What it protects: load balancers and stages of REST APIs.
    pub resources: Vec<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmState {
    /// `OK`, `ALARM`, `INSUFFICIENT_DATA`.
    pub state: String,
    pub since: Option<Timestamp>,
    pub actions_enabled: bool,
    pub actions: usize,
    /// The function of Lambda that it measures; None: something else, or several things.
    #[serde(default)]
    pub function: Option<ResourceName>,
}
