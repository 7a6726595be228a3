//! The delays that were asked for, soonest first. Reads no clock.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use crate::flow::Later;

/// Keyed by time and then by order of asking.
#[derive(Debug, Default)]
pub(super) struct Timers {
    waiting: BTreeMap<(Instant, u64), Later>,
    asked: u64,
}

/// A day; a mistaken delay must not overflow the clock.
const LONGEST_MS: u64 = 86_400_000;

impl Timers {
    pub(super) fn set(&mut self, now: Instant, after_ms: u64, later: Later) {
        let at = now + Duration::from_millis(after_ms.min(LONGEST_MS));
        self.asked += 1;
        self.waiting.insert((at, self.asked), later);
    }

    pub(super) fn next(&self) -> Option<Instant> {
        self.waiting.keys().next().map(|(at, _)| *at)
    }

    /// Takes one that is over.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<Later> {
        let first = self.waiting.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}
