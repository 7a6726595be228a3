//! The columns of events beside time and level: where each is, whence, and how late.

use serde::{Deserialize, Serialize};

use super::{spans::Span, stamp::Millis};

/// Where an event was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    pub group: String,
    pub stream: String,
}

/// The columns of events beside time and level.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) starts: Vec<u64>,
    pub(super) lens: Vec<u32>,
    /// Milliseconds from an event's time to its arrival.
    pub(super) delays: Vec<i32>,
    pub(super) origins: Vec<u32>,
    pub(super) ids: Vec<u64>,
    known: Vec<Origin>,
}

/// A gap's line has no origin.
pub(super) const NO_ORIGIN: u32 = u32::MAX;

impl Placed {
    pub(super) const PER_LINE: usize = 28;

    pub(super) fn span(&self, line: usize) -> Option<Span> {
        Some(Span {
            start: *self.starts.get(line)?,
            len: self.lens[line],
        })
    }

    pub(super) fn delay(&self, line: usize) -> Option<Millis> {
        self.delays.get(line).map(|delay| Millis::from(*delay))
    }

    pub(super) fn origin(&self, line: usize) -> Option<&Origin> {
        self.known.get(*self.origins.get(line)? as usize)
    }

    /// The number of an origin, which is the last one's nearly always.
    pub(super) fn number(&mut self, origin: &Origin) -> u32 {
        let last = self.origins.last().copied().unwrap_or_default();
        if self.known.get(last as usize) == Some(origin) {
            return last;
        }
        let at = self
            .known
            .iter()
            .position(|known| known == origin)
            .unwrap_or_else(|| {
                self.known.push(origin.clone());
                self.known.len() - 1
            });
        u32::try_from(at).unwrap_or(NO_ORIGIN)
    }

    pub(super) fn drop_front(&mut self, lines: usize) {
        self.starts.drain(..lines);
        self.lens.drain(..lines);
        self.delays.drain(..lines);
        self.origins.drain(..lines);
        self.ids.drain(..lines);
    }

    pub(super) fn reorder(&mut self, from: usize, order: &[usize]) {
        rearrange(&mut self.starts, from, order);
        rearrange(&mut self.lens, from, order);
        rearrange(&mut self.delays, from, order);
        rearrange(&mut self.origins, from, order);
        rearrange(&mut self.ids, from, order);
    }
}

pub(super) fn rearrange<T: Copy>(column: &mut [T], from: usize, order: &[usize]) {
    let sorted: Vec<T> = order.iter().map(|line| column[*line]).collect();
    column[from..].copy_from_slice(&sorted);
}
