//! How often each service may be called: a burst and then a little apart, for each account
//! and region; and all of us wait where one was throttled.

use std::{collections::HashMap, time::Duration};

use parking_lot::Mutex;

use crate::{
    edge::aws::pace::Pace,
    facts::{AccountId, Fault, FaultKind, Region},
};

/// Between two calls to one service in one account and region, once the burst is spent.
const APART: Duration = Duration::from_millis(50);
const BURST: u32 = 40;
/// What throttling costs at first; each further one twice as much, up to the most.
const BACK_OFF: Duration = Duration::from_secs(1);
const MOST: Duration = Duration::from_secs(32);

#[derive(Debug)]
pub(super) struct ServiceBudget {
    pub(super) calls: Pace<Place>,
    /// How often in a row each was throttled.
    strikes: Mutex<HashMap<Place, u32>>,
}

type Place = (AccountId, Region, &'static str);

impl Default for ServiceBudget {
    fn default() -> Self {
        Self {
            calls: Pace::with_burst(APART, BURST),
            strikes: Mutex::default(),
        }
    }
}

impl ServiceBudget {
    /// Others in the account are calling too when we are throttled: all of us wait.
    pub(super) fn went(&self, place: &Place, fault: Option<&Fault>) {
        let throttled = fault.is_some_and(|fault| fault.kind == FaultKind::Throttled);
        let mut strikes = self.strikes.lock();
        if !throttled {
            strikes.remove(place);
            return;
        }
        let count = strikes.entry(place.clone()).or_default();
        let wait = BACK_OFF.saturating_mul(1 << (*count).min(5)).min(MOST);
        *count = count.saturating_add(1);
        drop(strikes);
        self.calls.hold(place, wait);
    }
}
