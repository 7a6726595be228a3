//! How a key came: what no person pressed here is dropped, and said.

use jiff::Timestamp;

use super::{Input, Preview, Shut, UNREAD, UNREAD_YES};
use crate::shell::confirm::rhythm::{Beat, Pace};

const BURST: &str = "More came at once than a person types, and was dropped. Wait a moment.";
const UNQUIET: &str = "Dropped: it came right after a paste or what is not a key. Wait a moment.";
const STARTLED: &str = "Too soon after this came up, and dropped. Wait half a second.";
const HASTY: &str = "Too fast behind the key before it: press it once more, by itself.";

impl Preview {
    /// Enter, while it meant nothing yet: what is missing is said.
    pub(in crate::shell::confirm) fn yes_too_soon(&mut self, now: Timestamp) {
        if self.is_startled(now) {
            return self.dropped(now);
        }
        self.said = match self.shut(Some(now)) {
            Some(Shut::Unread) if self.takes_yes => Some(UNREAD_YES.to_owned()),
            Some(Shut::Unread) => Some(UNREAD.to_owned()),
            None if !self.takes_yes => self.plan.phrase().missing(&self.typed),
            Some(Shut::Stopped | Shut::Expired | Shut::TooSmall) | None => None,
        };
    }

    pub(super) fn pressed_too_soon(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Typed(_) => self.dropped(now),
            _ => drop(self.said.get_or_insert_with(|| STARTLED.to_owned())),
        }
    }

    fn dropped(&mut self, now: Timestamp) {
        self.wait(now);
        self.said.get_or_insert_with(|| STARTLED.to_owned());
    }

    /// A key that does something here, and how it came.
    pub(in crate::shell::confirm) fn pressed(&mut self, input: Input, pace: Pace, now: Timestamp) {
        if self.counts(pace, now) {
            self.input(input, now);
        }
    }

    /// Whether the key of the yes is heard at all; if not, it says why.
    pub(in crate::shell::confirm) fn hears_yes(&mut self, pace: Pace, now: Timestamp) -> bool {
        if !self.counts(pace, now) {
            return false;
        }
        if !pace.is_deliberate() {
            self.wait(now);
            let compares = !self.stopped && !self.expired;
            self.said = compares.then(|| HASTY.to_owned());
        }
        pace.is_deliberate()
    }

    /// Whether a key that came so is one that a person pressed here.
    fn counts(&mut self, pace: Pace, now: Timestamp) -> bool {
        match pace.beat {
            Beat::Steady if self.before_run.0 != pace.run => {
                self.before_run = (pace.run, self.typed.clone());
            }
            Beat::Steady => {}
            Beat::Burst => self.burst(now),
            Beat::Unquiet => self.unquiet(now),
        }
        pace.beat == Beat::Steady
    }

    /// What came of it goes; what was typed before it stays.
    fn burst(&mut self, now: Timestamp) {
        self.typed.clone_from(&self.before_run.1);
        self.wait(now);
        self.said = Some(BURST.to_owned());
    }

    fn unquiet(&mut self, now: Timestamp) {
        self.wait(now);
        // What was said of the paste says more.
        self.said.get_or_insert_with(|| UNQUIET.to_owned());
    }
}
