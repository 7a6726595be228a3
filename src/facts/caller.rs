//! Who we are, as STS says.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AccountId, Arn, Region, Through};

/// The answer of `sts:GetCallerIdentity` with where and when it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    pub account: AccountId,
    pub arn: Arn,
    pub region: Region,
    /// Every endpoint that requests go to in place of the one they would go to by default.
    pub endpoints: Vec<EndpointOverride>,
    /// Proxies between here and there, and what certificates are believed by.
    #[serde(default)]
    pub through: Vec<Through>,
    pub checked_at: Timestamp,
}

/// One `AWS_ENDPOINT_URL` in force: for every service, or the one named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointOverride {
    pub service: Option<String>,
    pub url: String,
}

impl Caller {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub fn partition(&self) -> &str {
        self.arn.raw().split(':').nth(1).unwrap_or("aws")
    }

    /// The role (or user) behind the ARN: `assumed-role/oncall/anna` is `oncall`.
    pub fn role(&self) -> &str {
        let tail = self.arn.raw().splitn(6, ':').nth(5).unwrap_or_default();
        let mut parts = tail.split('/');
        match parts.next() {
            Some("assumed-role") => parts.next().unwrap_or(tail),
            Some("root") => "root",
            _ => tail.rsplit('/').next().unwrap_or(tail),
        }
    }
}
