//! What a network consists of, as EC2 describes it: no more of each than says whether it is well.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VpcState {
    pub id: String,
    /// `available`, `pending`.
    pub state: String,
    pub cidr: String,
    pub subnets: Vec<SubnetState>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubnetState {
    pub id: String,
    pub state: String,
    pub cidr: String,
    /// Addresses that nobody has.
    pub free: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstanceChecks {
    pub id: String,
    /// `t3.small`.
    pub size: String,
    /// `running`, `stopped`, ...
    pub state: String,
    /// Of an instance that forwards what is not its own, it is false.
    pub checks_destination: bool,
    /// What the two checks of a running instance say: `ok`, `impaired`, `initializing`, ...
    pub system: Option<String>,
    pub instance: Option<String>,
}

/// Instances of one name, and the routes that lead to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NatState {
    pub instances: Vec<InstanceChecks>,
    pub routes: Vec<RouteState>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteState {
    pub table: String,
    /// `0.0.0.0/0`.
    pub destination: String,
    /// `active`, `blackhole`.
    pub state: String,
}
