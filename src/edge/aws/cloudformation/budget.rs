//! How often CloudFormation may be called: a burst and then a little apart for each
//! account and region, and for the newest events of one stack no more than every five seconds.

use std::{collections::HashMap, time::Duration};

use parking_lot::Mutex;

use crate::{
    edge::aws::pace::Pace,
    facts::{AccountId, Fault, FaultKind, Region, StackName},
};

/// Between two calls in one account and region, once the burst is spent.
const APART: Duration = Duration::from_millis(100);
/// Calls that go out at once after a while of quiet.
const BURST: u32 = 20;
/// Between two looks at the newest events of one stack.
pub(super) const FOLLOWING: Duration = Duration::from_secs(5);
/// What throttling costs at first; each further one twice as much, up to the most.
const BACK_OFF: Duration = Duration::from_secs(1);
const MOST: Duration = Duration::from_secs(32);

type Place = (AccountId, Region);

#[derive(Debug)]
pub(in crate::edge::aws) struct Budget {
    calls: Pace<Place>,
    following: Pace<(Place, StackName)>,
    /// How often in a row each place was throttled.
    strikes: Mutex<HashMap<Place, u32>>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            calls: Pace::with_burst(APART, BURST),
            following: Pace::new(FOLLOWING),
            strikes: Mutex::default(),
        }
    }
}

impl Budget {
    pub(super) async fn turn(&self, place: &Place) {
        self.calls.turn(place).await;
    }

    pub(super) async fn follow(&self, place: Place, stack: &StackName) {
        let stack = StackName::from(stack.short());
        self.following.turn(&(place, stack)).await;
    }

    /// Others in the account are calling too when we are throttled: all of us wait.
    pub(super) fn went(&self, place: &Place, fault: Option<&Fault>) {
        let throttled = fault.is_some_and(|fault| fault.kind == FaultKind::Throttled);
        let mut strikes = self.strikes.lock();
        if !throttled {
            strikes.remove(place);
            return;
        }
        let count = strikes.entry(place.clone()).or_default();
        let wait = back_off(*count);
        *count = count.saturating_add(1);
        drop(strikes);
        self.calls.hold(place, wait);
    }
}

fn back_off(strikes: u32) -> Duration {
    BACK_OFF.saturating_mul(1 << strikes.min(16)).min(MOST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::back_off;

    #[test]
    fn each_throttling_in_a_row_waits_twice_as_long_up_to_the_most() {
        let waits: Vec<u64> = (0..8).map(|strike| back_off(strike).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 32, 32]);
        assert_eq!(back_off(u32::MAX), Duration::from_secs(32));
    }
}
