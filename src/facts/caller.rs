//! Who we are, as STS says.

use jiff::{SignedDuration, Timestamp};
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
    /// Seconds that this machine's clock is ahead of the one that answered; None: no
    /// time came with the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_ahead: Option<i64>,
}

/// Seconds that clocks may differ by before it is worth saying.
const CLOCKS_DIFFER: u64 = 60;

/// One `AWS_ENDPOINT_URL` in force: for every service, or the one named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointOverride {
    pub service: Option<String>,
    pub url: String,
}

impl Caller {
    /// A moment of this machine's clock, by AWS's.
    pub fn by_their_clock(&self, at: Timestamp) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.clock_ahead.unwrap_or(0));
        at.checked_sub(ahead).unwrap_or(at)
    }

    /// Seconds that this machine's clock is wrong by, where that is worth saying.
    pub fn clock_wrong(&self) -> Option<i64> {
        self.clock_ahead
            .filter(|ahead| ahead.unsigned_abs() > CLOCKS_DIFFER)
    }

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
