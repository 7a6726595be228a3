//! What keeps things, and what tells of them, as their services describe them: buckets, images,
//! packages, users, trails, dashboards, deliveries.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Remote;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketState {
    /// Where it is, and where it was looked for.
    pub region: Option<String>,
    pub asked_in: String,
}

/// What CloudWatch counted, once a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BucketContents {
    pub objects: Option<u64>,
    pub bytes: Option<u64>,
    pub counted: Option<Timestamp>,
}

/// One attribute of the first items of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeState {
    pub items: usize,
    /// Items that lack it, or that have NULL for it.
    pub without: usize,
    /// How many items have each value, the most frequent first, and few of them.
    pub values: Vec<(Remote, usize)>,
    /// There are more items than were read.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImagesState {
    pub tags: Vec<Remote>,
    pub images: usize,
    pub pushed: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserPoolState {
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageRepositoryState {
    pub arn: String,
    pub upstreams: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrailState {
    pub logging: bool,
    pub delivered: Option<Timestamp>,
    /// How long ago that was when it was read.
    pub minutes_ago: Option<u64>,
    pub error: Option<Remote>,
}

/// What containers wrote lately into the group that they log to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContainerLogs {
    pub streams: usize,
    /// How long ago the newest line was written when it was read.
    pub minutes_ago: Option<u64>,
    /// Lines of the last hour that say ERROR, as far as one page of them goes.
    pub errors: usize,
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadBalancerState {
    /// `active`, `provisioning`, `active_impaired`, `failed`.
    pub state: String,
    pub reason: Option<Remote>,
    pub dns: Option<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpApiState {
    pub protocol: String,
    /// Each route, with what authorizes its calls: `JWT`, `AWS_IAM`, `CUSTOM`, `NONE`.
    pub routes: BTreeMap<String, String>,
    pub stages: Vec<StageState>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageState {
    pub name: String,
    pub auto_deploy: bool,
    /// What came of the last deployment, where the stage deploys by itself.
    pub deployed: Option<Remote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DashboardState {
    pub bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliverySourceState {
    pub service: Option<Remote>,
    pub log_type: Option<Remote>,
    pub deliveries: usize,
}
