//! When something was read from the terminal, on a clock that only goes forward.
//!
//! A message carries it, because whoever takes the message in does so later and in
//! bursts of its own. It says nothing about the time of day: wall clocks are set back.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Microseconds since a beginning that means nothing by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tick(u64);

impl Tick {
    /// So long after the beginning.
    pub fn after(beginning: Duration) -> Self {
        Self(u64::try_from(beginning.as_micros()).unwrap_or(u64::MAX))
    }

    /// How long before this the earlier one was; nothing, should it be the later one.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}
