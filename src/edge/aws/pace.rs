//! Spaces calls out where a service allows only so many a second for a whole account:
//! a token bucket for each key, a burst at once and then one token after another.

use std::{collections::HashMap, hash::Hash, time::Duration};

use parking_lot::Mutex;
use tokio::time::{Instant, sleep_until};

#[derive(Debug)]
pub(super) struct Pace<K> {
    /// The time in which one token comes back.
    apart: Duration,
    /// The time in which an empty bucket fills but for one token.
    depth: Duration,
    /// When each bucket is full again; before now it is full.
    full: Mutex<HashMap<K, Instant>>,
}

impl<K: Clone + Eq + Hash> Pace<K> {
    /// Every call this long after the one before.
    pub(super) fn new(apart: Duration) -> Self {
        Self::with_burst(apart, 1)
    }

    /// As many calls at once as the burst allows, then each this long after the last.
    pub(super) fn with_burst(apart: Duration, burst: u32) -> Self {
        Self {
            apart,
            depth: apart * burst.saturating_sub(1),
            full: Mutex::default(),
        }
    }

    /// Waits for this caller's turn. The turn is taken at once, so that those
    /// who wait do not all start together.
    pub(super) async fn turn(&self, key: &K) {
        let mine = self.take(key, Instant::now());
        sleep_until(mine).await;
    }

    /// Nobody's turn comes before this much time has passed, and no burst follows it.
    pub(super) fn hold(&self, key: &K, wait: Duration) {
        let until = Instant::now() + wait + self.depth;
        let mut full = self.full.lock();
        let known = full.entry(key.clone()).or_insert(until);
        *known = until.max(*known);
    }

    /// Takes a token, and says when it may be spent.
    fn take(&self, key: &K, now: Instant) -> Instant {
        let mut full = self.full.lock();
        let known = full.get(key).copied().unwrap_or(now).max(now);
        full.insert(key.clone(), known + self.apart);
        known.checked_sub(self.depth).map_or(now, |at| at.max(now))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Pace;

    const APART: Duration = Duration::from_millis(100);

    /// The milliseconds after `now` at which so many calls may go out.
    fn turns(pace: &Pace<&str>, now: Instant, calls: usize) -> Vec<u128> {
        let turn = |_| pace.take(&"account", now).duration_since(now).as_millis();
        (0..calls).map(turn).collect()
    }

    #[test]
    fn a_burst_goes_out_at_once_and_the_rest_at_the_pace() {
        let pace = Pace::with_burst(APART, 3);
        let now = Instant::now();
        assert_eq!(turns(&pace, now, 5), [0, 0, 0, 100, 200]);
    }

    #[test]
    fn a_bucket_fills_while_nobody_calls_and_never_beyond_the_burst() {
        let pace = Pace::with_burst(APART, 3);
        let now = Instant::now();
        turns(&pace, now, 3);
        assert_eq!(turns(&pace, now + 2 * APART, 3), [0, 0, 100]);
        assert_eq!(turns(&pace, now + 100 * APART, 4), [0, 0, 0, 100]);
    }

    #[test]
    fn without_a_burst_every_call_waits_for_the_one_before() {
        let now = Instant::now();
        assert_eq!(turns(&Pace::new(APART), now, 3), [0, 100, 200]);
    }

    #[test]
    fn what_was_held_comes_back_without_a_burst() {
        let pace = Pace::with_burst(APART, 3);
        pace.hold(&"account", Duration::from_secs(1));
        let turns = turns(&pace, Instant::now(), 2);
        assert!((900..=1_000).contains(&turns[0]), "{turns:?}");
        assert_eq!(turns[1] - turns[0], 100);
    }

    #[test]
    fn each_key_has_a_bucket_of_its_own() {
        let pace = Pace::new(APART);
        let now = Instant::now();
        assert_eq!(pace.take(&"one", now), now);
        assert_eq!(pace.take(&"other", now), now);
    }
}
