//! Which lines of a preview have been on the screen, at its present size.
//!
//! A line counts once it stood there for a moment: a burst of keys that scrolls
//! past between two frames has shown nothing. It knows no text, only numbers.

use jiff::{SignedDuration, Timestamp};

/// Longer than a frame takes; shorter than a person can look.
const MOMENT: SignedDuration = SignedDuration::from_millis(100);

#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    lines: Vec<Line>,
    top: usize,
    height: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// On the screen since then, without a break.
    since: Option<Timestamp>,
    read: bool,
    /// It must have been on the screen before anything is typed.
    required: bool,
}

impl Line {
    fn is_read(self, now: Timestamp) -> bool {
        let long_enough = |since: Timestamp| now.duration_since(since) >= MOMENT;
        self.read || self.since.is_some_and(long_enough)
    }
}

impl Reading {
    /// Nothing has been read, and nothing is on the screen before a frame was drawn.
    /// Lines that are not `required` count as read.
    pub(super) fn new(required: &[bool], height: usize) -> Self {
        let line = |required: &bool| Line {
            since: None,
            read: !required,
            required: *required,
        };
        Self {
            lines: required.iter().map(line).collect(),
            top: 0,
            height: height.max(1),
        }
    }

    /// Lines that nobody has to read came or went; the others are the same, in their order.
    pub(super) fn relaid(&self, required: &[bool], height: usize, now: Timestamp) -> Self {
        let mut next = Self::new(required, height);
        let was = self.lines.iter().filter(|line| line.required);
        let is = next.lines.iter_mut().filter(|line| line.required);
        for (was, is) in was.zip(is) {
            is.read = was.is_read(now);
        }
        next.top = self.top.min(next.last_top());
        next
    }

    fn last_top(&self) -> usize {
        self.lines.len().saturating_sub(self.height)
    }

    /// A frame was drawn: what is in sight is on the screen from now on.
    pub(super) fn drawn(&mut self, now: Timestamp) {
        let (top, bottom) = (self.top, self.bottom());
        for line in self.lines.get_mut(top..bottom).into_iter().flatten() {
            line.since.get_or_insert(now);
        }
    }

    pub(super) fn scroll(&mut self, by: isize, now: Timestamp) {
        let top = self.top.saturating_add_signed(by).min(self.last_top());
        let (before, after) = (self.top..self.bottom(), top..self.bottom_of(top));
        for at in before {
            if let Some(line) = self.lines.get_mut(at).filter(|_| !after.contains(&at)) {
                line.read = line.is_read(now);
                line.since = None;
            }
        }
        self.top = top;
    }

    pub(super) fn top(&self) -> usize {
        self.top
    }

    /// Behind the last line in sight.
    pub(super) fn bottom(&self) -> usize {
        self.bottom_of(self.top)
    }

    fn bottom_of(&self, top: usize) -> usize {
        (top + self.height).min(self.lines.len())
    }

    pub(super) fn height(&self) -> usize {
        self.height
    }

    pub(super) fn all_read(&self, now: Timestamp) -> bool {
        self.lines.iter().all(|line| line.is_read(now))
    }

    /// Lines that were never in sight, counted before and behind what is.
    pub(super) fn unread(&self) -> (usize, usize) {
        let count = |lines: &[Line]| lines.iter().filter(|line| !line.read).count();
        let (above, rest) = self.lines.split_at(self.top.min(self.lines.len()));
        let below = rest.get(self.bottom() - self.top..).unwrap_or_default();
        (count(above), count(below))
    }
}
