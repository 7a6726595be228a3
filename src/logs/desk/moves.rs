//! What moved lines lately, so that a place that somebody named before is still the same
//! line.

use std::collections::VecDeque;

use super::order::Place;
use crate::logs::Moved;

/// Moves of which somebody may not have heard yet; who is further behind is off by a few lines.
const KEPT: usize = 512;

#[derive(Debug, Default)]
pub(super) struct Moves {
    /// How many there ever were.
    epoch: u64,
    kept: VecDeque<Vec<usize>>,
    /// How many of them went out with news.
    told: u64,
}

impl Moves {
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Lines that came before others; places are counted from the first line there ever was.
    pub(super) fn note(&mut self, moved: &Moved, dropped: usize) {
        let came = moved.came.iter().map(|line| line + dropped);
        // What had to go at once came before everything that is still there.
        let lost = std::iter::repeat_n(0, moved.lost);
        let came: Vec<usize> = lost.chain(came).collect();
        if came.is_empty() {
            return;
        }
        self.epoch += 1;
        self.kept.push_back(came);
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
    }

    fn since(&self, epoch: u64) -> impl Iterator<Item = &Vec<usize>> {
        let missed = usize::try_from(self.epoch.saturating_sub(epoch)).unwrap_or(usize::MAX);
        self.kept
            .iter()
            .skip(self.kept.len().saturating_sub(missed))
    }

    /// Those that no news told yet; from now on they are told.
    pub(super) fn untold(&mut self) -> Vec<Vec<usize>> {
        let untold = self.since(self.told).cloned().collect();
        self.told = self.epoch;
        untold
    }

    /// Where the line is now that was there when so many moves were known.
    pub(super) fn moved(&self, line: usize, seen: u64) -> usize {
        self.since(seen).fold(line, |line, came| place(line, came))
    }

    pub(super) fn place_of(&self, at: Place, seen: u64) -> Place {
        match at {
            Place::Line(line) => Place::Line(self.moved(line, seen)),
            Place::Next { sought, from, down } => Place::Next {
                sought,
                from: self.moved(from, seen),
                down,
            },
            Place::First | Place::Last | Place::Time(_) => at,
        }
    }
}

/// Where a line went when lines came to these places, given in order.
pub fn place(line: usize, came: &[usize]) -> usize {
    came.iter().fold(line, |line, came| match *came <= line {
        true => line + 1,
        false => line,
    })
}
