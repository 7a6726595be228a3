//! What runs: instances and network interfaces of EC2, tasks of ECS, groups of Auto
//! Scaling, as far as an entry of a registry is joined with them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Reading, Remote, ids::ids};

ids! {
    /// `i-0d81ba92e56c19946`.
    Ec2Id: String,
    /// The name of an Auto Scaling group.
    GroupName: String,
}

impl Ec2Id {
    /// `i-` and 8 to 17 hexadecimal digits.
    pub fn is_one(text: &str) -> bool {
        let digits = text.strip_prefix("i-").unwrap_or_default();
        (8..=17).contains(&digits.len())
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ec2Instance {
    pub id: Ec2Id,
    /// `pending`, `running`, `shutting-down`, `terminated`, `stopping`, `stopped`.
    pub state: String,
    /// Every address of every interface, public ones too.
    pub ips: Vec<String>,
    pub launched: Option<Timestamp>,
    /// Why it changed its state last: `User initiated (2026-04-26 21:14:02 GMT)`.
    pub why: Option<Remote>,
    pub name: Option<Remote>,
    /// The Auto Scaling group that made it.
    pub group: Option<GroupName>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkInterface {
    pub id: String,
    pub ips: Vec<String>,
    /// `available`, `in-use`, ...
    pub status: String,
    pub instance: Option<Ec2Id>,
    pub description: Option<Remote>,
}

/// Tasks that were asked for by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EcsTasks {
    pub tasks: Vec<EcsTask>,
    /// ECS does not know these, or no longer.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EcsTask {
    /// Without its cluster.
    pub id: String,
    pub last_status: String,
    pub desired_status: String,
    pub ips: Vec<String>,
    pub stopped_reason: Option<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutoScalingGroup {
    pub name: GroupName,
    pub min: i64,
    pub max: i64,
    pub desired: i64,
    /// Instances that are in service.
    pub in_service: usize,
    pub hooks: Reading<Vec<LifecycleHook>>,
    /// The stack that made it, and what it is called there: by its tags.
    pub stack: Option<Remote>,
    pub logical_id: Option<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifecycleHook {
    pub name: Remote,
    /// `autoscaling:EC2_INSTANCE_TERMINATING`.
    pub transition: String,
}

impl LifecycleHook {
    pub fn is_of_termination(&self) -> bool {
        self.transition == "autoscaling:EC2_INSTANCE_TERMINATING"
    }
}
