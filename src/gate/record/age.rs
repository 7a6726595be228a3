//! How old a record is, by a clock that nobody sets: one that was put forward must
//! not make a minute out of a second.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Record;

/// How long the machine had been running, and which of its runs that was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uptime {
    /// A number that the kernel draws when it starts.
    pub boot: String,
    pub ms: u64,
}

impl Record {
    /// Of the same run of the machine, the kernel's count; of an earlier one, no more than
    /// this one's length. Only where neither is known the time of day must do.
    pub fn age(&self, now: Timestamp, uptime: Option<&Uptime>) -> SignedDuration {
        let by_clock = now.duration_since(self.at);
        let (Some(then), Some(now)) = (&self.entry.uptime, uptime) else {
            return by_clock;
        };
        let ms = match then.boot == now.boot {
            true => return of_ms(now.ms.saturating_sub(then.ms)),
            false => now.ms,
        };
        by_clock.min(of_ms(ms))
    }
}

fn of_ms(ms: u64) -> SignedDuration {
    i64::try_from(ms).map_or(SignedDuration::MAX, SignedDuration::from_millis)
}
