//! What is asked of CloudTrail.

use jiff::Timestamp;

use super::define::asks;
use crate::facts::{LastWrite, OtherWrite, Remote, ResourceName, RoleName, TrailState};

asks! {
    CloudTrailAsk => CloudTrailAnswer of "CloudTrail" as "cloudtrail";

    /// Who last wrote this role's policies. Newest first.
    LastWrites(RoleName) -> Vec<LastWrite> {
        words: "who wrote it last (cloudtrail:LookupEvents)",
        calls: [LookupEvents],
    }

    /// What else this principal, by its ARN, wrote between two moments. Newest first.
    WrittenBy { by: Remote, from: Timestamp, to: Timestamp } -> Vec<OtherWrite> {
        words: "what else that session wrote (cloudtrail:LookupEvents)",
        calls: [LookupEvents],
    }

    Trail(ResourceName) -> TrailState {
        words: "whether the trail logs (cloudtrail:GetTrailStatus)",
        calls: [GetTrailStatus],
    }
}
