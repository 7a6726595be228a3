//! What is asked of CloudTrail.

use super::define::asks;
use crate::facts::{LastWrite, ResourceName, RoleName, TrailState};

asks! {
    CloudTrailAsk => CloudTrailAnswer of "CloudTrail" as "cloudtrail";

    /// Who last wrote this role's policies. Newest first.
    LastWrites(RoleName) -> Vec<LastWrite> {
        words: "who wrote it last (cloudtrail:LookupEvents)",
        calls: [LookupEvents],
    }

    Trail(ResourceName) -> TrailState {
        words: "whether the trail logs (cloudtrail:GetTrailStatus)",
        calls: [GetTrailStatus],
    }
}
