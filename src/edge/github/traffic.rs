//! One queue for the host: few requests in flight, none while GitHub has us wait, and
//! what its answers say of the hour's budget.
//!
//! Nothing waits here for longer than its turn: who comes while we are paused gets a fault
//! that says until when.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::facts::{Reason, actions::Budget};

/// GitHub asks for one after another; a second one hides the way there and back.
const IN_FLIGHT: usize = 2;
/// Without a word of how long: this, and twice as long each time after that.
const SHORTEST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(960);

#[derive(Debug)]
pub(super) struct Traffic {
    queue: Semaphore,
    pub sent: Arc<AtomicU64>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    budget: Budget,
    /// Pauses in a row that nothing said the length of.
    guesses: u32,
}

impl Default for Traffic {
    fn default() -> Self {
        Self {
            queue: Semaphore::new(IN_FLIGHT),
            sent: Arc::default(),
            state: Mutex::default(),
        }
    }
}

/// Nothing is asked before then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paused {
    pub until: Timestamp,
    pub why: Reason,
}

impl Traffic {
    /// Waits for this request's turn; an error while we are paused.
    pub(super) async fn turn(&self) -> Result<Option<SemaphorePermit<'_>>, Paused> {
        self.paused(Timestamp::now())?;
        // Never closed: without a permit it would only be without a queue.
        let permit = self.queue.acquire().await.ok();
        self.paused(Timestamp::now())?;
        Ok(permit)
    }

    fn paused(&self, now: Timestamp) -> Result<(), Paused> {
        let state = self.state.lock();
        match (state.budget.paused_until, &state.budget.paused_why) {
            (Some(until), Some(why)) if now < until => Err(Paused {
                until,
                why: why.clone(),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn budget(&self) -> Budget {
        let now = Timestamp::now();
        let mut budget = self.state.lock().budget.clone();
        budget.sent = self.sent.load(Ordering::Relaxed);
        if budget.paused_until.is_some_and(|until| until <= now) {
            budget.paused_until = None;
            budget.paused_why = None;
        }
        budget
    }

    /// Takes note of an answer's head; says if it has us pause.
    pub(super) fn note(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        secondary: bool,
        now: Timestamp,
    ) -> Option<Paused> {
        let mut state = self.state.lock();
        // The budget of logs and searches is another one than that of the API.
        if text(headers, "x-ratelimit-resource").is_none_or(|of| of == "core") {
            let budget = &mut state.budget;
            budget.limit = number(headers, "x-ratelimit-limit").or(budget.limit);
            budget.remaining = number(headers, "x-ratelimit-remaining").or(budget.remaining);
            let reset = number(headers, "x-ratelimit-reset").and_then(moment);
            budget.resets_at = reset.or(budget.resets_at);
        }
        if status == StatusCode::NOT_MODIFIED {
            state.budget.unchanged += 1;
        }
        let Some((until, why)) = pause(status, headers, secondary, state.guesses, now) else {
            if status.is_success() {
                state.guesses = 0;
            }
            return None;
        };
        state.guesses += 1;
        let until = state
            .budget
            .paused_until
            .map_or(until, |known| known.max(until));
        state.budget.paused_until = Some(until);
        state.budget.paused_why = Some(why.clone());
        Some(Paused { until, why })
    }
}

/// `secondary`: the answer's words are those of a secondary limit.
fn pause(
    status: StatusCode,
    headers: &HeaderMap,
    secondary: bool,
    guesses: u32,
    now: Timestamp,
) -> Option<(Timestamp, Reason)> {
    let limited = matches!(
        status,
        StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS
    );
    if !limited {
        return None;
    }
    let after = |wait: Duration| now + SignedDuration::try_from(wait).unwrap_or_default();
    if let Some(seconds) = number(headers, "retry-after") {
        let wait = Duration::from_secs(seconds.clamp(1, 86_400));
        return Some((after(wait), "GitHub asked us to slow down".into()));
    }
    if number(headers, "x-ratelimit-remaining") == Some(0) {
        let reset = number(headers, "x-ratelimit-reset").and_then(moment);
        let until = reset.filter(|reset| *reset > now && *reset < after(LONGEST * 90));
        let why = "the requests of this hour are used up";
        return Some((until.unwrap_or_else(|| after(SHORTEST)), why.into()));
    }
    let limited = secondary || status == StatusCode::TOO_MANY_REQUESTS;
    limited.then(|| {
        let wait = SHORTEST.saturating_mul(1 << guesses.min(8)).min(LONGEST);
        (after(wait), "GitHub asked us to slow down".into())
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.trim().parse().ok()
}

fn moment(seconds: u64) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

#[cfg(test)]
mod tests;
