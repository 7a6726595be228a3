//! What is looked for in the lines that are shown: where it is, and how often.

use super::{bits::Bits, filters::Filters, matcher::Matcher, store::Store};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Down,
    Up,
}

#[derive(Clone, Debug)]
pub struct Search {
    matcher: Matcher,
    hits: Bits,
    judged: usize,
}

impl Search {
    pub fn new(matcher: Matcher, store: &Store) -> Self {
        let mut search = Self {
            matcher,
            hits: Bits::default(),
            judged: 0,
        };
        search.refresh(store);
        search
    }

    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Looks through the lines that came since.
    pub fn refresh(&mut self, store: &Store) {
        self.hits.truncate(self.judged);
        let (matcher, hits) = (&self.matcher, &mut self.hits);
        store.scan(hits.len(), |_, text| hits.push(matcher.matches(text)));
        self.judged = store.settled();
    }

    pub(super) fn moved(&mut self, from: usize) {
        self.judged = self.judged.min(from);
    }

    pub(super) fn drop_front(&mut self, lines: usize) {
        self.judged = self.judged.saturating_sub(lines);
        self.hits.drop_front(lines);
    }

    /// How many of the lines that are shown have it.
    pub fn count(&self, filters: &Filters) -> usize {
        filters.among(&self.hits).count()
    }

    /// Which of them the line is, counted from one; nought if it is none.
    pub(super) fn number(&self, line: usize, filters: &Filters) -> usize {
        let hits = filters.among(&self.hits);
        match line < hits.len() && hits.get(line) {
            true => hits.rank(line) + 1,
            false => 0,
        }
    }

    /// The next line that has it, after `line` or before it; round the end.
    pub fn next(&self, line: usize, direction: Direction, filters: &Filters) -> Option<usize> {
        let hits = filters.among(&self.hits);
        step(&hits, line, direction)
    }
}

/// The next set bit after or before `line`, round the end.
pub(super) fn step(bits: &Bits, line: usize, direction: Direction) -> Option<usize> {
    match direction {
        Direction::Down => bits.next(line + 1).or_else(|| bits.next(0)),
        Direction::Up => bits.previous(line).or_else(|| bits.previous(bits.len())),
    }
}
