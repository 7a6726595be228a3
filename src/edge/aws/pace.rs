//! Spaces calls out where a service allows only so many a second for a whole account.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

/// The earliest moment of the next call, for each account.
#[derive(Debug)]
pub(super) struct Pace<K> {
    apart: Duration,
    next: Mutex<HashMap<K, Instant>>,
}

impl<K: Clone + Eq + Hash> Pace<K> {
    pub(super) fn new(apart: Duration) -> Self {
        Self {
            apart,
            next: Mutex::default(),
        }
    }

    /// Waits for this caller's turn. The turn is taken at once, so that those
    /// who wait do not all start together.
    pub(super) async fn turn(&self, key: &K) {
        let now = Instant::now();
        let mine = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let mine = next.get(key).copied().unwrap_or(now).max(now);
            next.insert(key.clone(), mine + self.apart);
            mine
        };
        sleep_until(mine).await;
    }

    /// Nobody's turn comes before this much time has passed.
    pub(super) fn hold(&self, key: &K, wait: Duration) {
        let until = Instant::now() + wait;
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = next.entry(key.clone()).or_insert(until);
        *earliest = until.max(*earliest);
    }
}
