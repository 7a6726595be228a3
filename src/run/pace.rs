//! When the next frame may be drawn: at once after rest, else 30 times a second.
//!
//! Keys and the world have a pace of their own each: an echo never waits for a
//! frame that a busy world just took. Reads no clock.

use std::time::{Duration, Instant};

const INTERVAL: Duration = Duration::from_millis(33);

/// The first answers come close together, and the first complete frame should
/// not wait for the incomplete one before it.
const START: Duration = Duration::from_millis(150);
const START_INTERVAL: Duration = Duration::from_millis(5);

/// What made the screen out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    World,
    Person,
}

#[derive(Debug)]
pub(super) struct Pace {
    started: Instant,
    last_frame: Option<Instant>,
    last_echo: Option<Instant>,
    dirty: Option<Cause>,
}

impl Pace {
    pub(super) fn new(started: Instant) -> Self {
        Self {
            started,
            last_frame: None,
            last_echo: None,
            dirty: None,
        }
    }

    pub(super) fn changed(&mut self, cause: Cause) {
        self.dirty = self.dirty.max(Some(cause));
    }

    /// When the next frame is due; None while nothing changed.
    pub(super) fn due(&self) -> Option<Instant> {
        let before = match self.dirty? {
            Cause::World => self.last_frame,
            Cause::Person => self.last_echo,
        };
        let Some(before) = before else {
            return Some(self.started);
        };
        let interval = if before < self.started + START {
            START_INTERVAL
        } else {
            INTERVAL
        };
        Some(before + interval)
    }

    /// A frame was drawn. One that wrote nothing cost the terminal nothing and is not counted.
    pub(super) fn drawn(&mut self, now: Instant, bytes: usize) {
        let cause = self.dirty.take();
        if bytes > 0 {
            self.last_frame = Some(now);
            if cause == Some(Cause::Person) {
                self.last_echo = Some(now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled() -> (Pace, Instant) {
        let start = Instant::now();
        let now = start + Duration::from_secs(1);
        (Pace::new(start), now)
    }

    #[test]
    fn nothing_is_due_while_nothing_changed() {
        let (mut pace, now) = settled();
        assert_eq!(pace.due(), None);
        pace.changed(Cause::World);
        pace.drawn(now, 10);
        assert_eq!(pace.due(), None);
    }

    #[test]
    fn the_first_change_after_rest_is_due_at_once_and_the_next_waits() {
        let (mut pace, now) = settled();
        pace.changed(Cause::World);
        assert!(pace.due() <= Some(now));
        pace.drawn(now, 10);
        pace.changed(Cause::World);
        assert_eq!(pace.due(), Some(now + INTERVAL));
    }

    #[test]
    fn a_key_waits_for_its_own_last_frame_but_not_for_the_worlds() {
        let (mut pace, now) = settled();
        pace.changed(Cause::World);
        pace.drawn(now, 10);
        pace.changed(Cause::World);
        pace.changed(Cause::Person);
        assert!(pace.due() <= Some(now));
        pace.drawn(now, 10);
        pace.changed(Cause::Person);
        assert_eq!(pace.due(), Some(now + INTERVAL));
    }

    #[test]
    fn a_frame_without_bytes_holds_nothing_up() {
        let (mut pace, now) = settled();
        pace.changed(Cause::World);
        pace.drawn(now, 0);
        pace.changed(Cause::World);
        assert!(pace.due() <= Some(now));
    }

    #[test]
    fn frames_follow_closely_while_the_console_starts() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.changed(Cause::World);
        pace.drawn(start, 10);
        pace.changed(Cause::World);
        assert_eq!(pace.due(), Some(start + START_INTERVAL));
    }
}
