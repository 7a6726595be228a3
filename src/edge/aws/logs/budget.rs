//! How many calls a second a whole account may make to CloudWatch Logs.

use std::time::Duration;

use crate::{
    edge::aws::pace::Pace,
    facts::{AccountId, Region},
};

/// How far apart the calls of one account and region are: below AWS's own limits, since
/// others need them too.
#[derive(Debug)]
pub(in crate::edge::aws) struct Budget {
    pub(super) groups: Pace<Place>,
    pub(super) streams: Pace<Place>,
    pub(super) events: Pace<Place>,
}

type Place = (AccountId, Region);

impl Default for Budget {
    fn default() -> Self {
        let apart = |a_second: u32| Duration::from_secs(1) / a_second;
        Self {
            groups: Pace::with_burst(apart(5), 5),
            streams: Pace::with_burst(apart(5), 5),
            events: Pace::with_burst(apart(3), 3),
        }
    }
}
