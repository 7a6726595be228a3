//! One log as somebody reads it: its lines, the filters on them, what is looked for,
//! and the lines that were marked. Whatever moves the lines goes through here, so
//! that all four agree.

use super::{
    bits::Bits,
    events::{Added, Moved, NewEvent},
    filters::{Filters, Keep, Test},
    folds::Folds,
    level::{Level, Levels},
    matcher::Matcher,
    search::{Direction, Search, step},
    stamp::Millis,
    store::Store,
};

#[derive(Debug)]
pub struct Log {
    store: Store,
    filters: Filters,
    search: Option<Search>,
    bookmarks: Bookmarks,
    budget: usize,
    /// None: its lines are in no groups.
    folds: Option<Folds>,
}

/// Lines that a person marked.
#[derive(Clone, Debug, Default)]
pub struct Bookmarks(Vec<usize>);

impl Bookmarks {
    pub fn has(&self, line: usize) -> bool {
        self.0.binary_search(&line).is_ok()
    }

    pub fn lines(&self) -> &[usize] {
        &self.0
    }

    fn toggle(&mut self, line: usize) {
        match self.0.binary_search(&line) {
            Ok(at) => {
                self.0.remove(at);
            }
            Err(at) => self.0.insert(at, line),
        }
    }
}

impl Log {
    /// `budget`: how many bytes of text may be held; the oldest lines make room, counted.
    pub fn new(store: Store, budget: usize) -> Self {
        Self {
            store,
            filters: Filters::default(),
            search: None,
            bookmarks: Bookmarks::default(),
            budget,
            folds: None,
        }
    }

    /// With the groups of a job's log folded.
    #[must_use]
    pub fn folding(mut self) -> Self {
        self.folds = Some(Folds::new());
        self
    }

    /// Folds all groups, or shows all their lines.
    pub fn fold(&mut self, is_on: bool) {
        if let Some(folds) = &mut self.folds {
            folds.is_on = is_on;
        }
        self.refold();
        self.filters.refresh(&self.store);
    }

    /// How many lines are folded away behind this one.
    pub(super) fn folded_behind(&self, line: usize) -> usize {
        let folds = self.folds.as_ref().filter(|_| self.filters.is_folded());
        folds.map_or(0, |folds| folds.behind(line))
    }

    /// What is looked for is found in groups too.
    fn refold(&mut self) {
        let Some(folds) = &mut self.folds else {
            return;
        };
        folds.refresh(&self.store);
        let hidden = match self.search {
            Some(_) => None,
            None => folds.hidden(self.store.len()),
        };
        self.filters.fold(hidden);
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn filters(&self) -> &Filters {
        &self.filters
    }

    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    pub fn bookmarks(&self) -> &Bookmarks {
        &self.bookmarks
    }

    /// The next bytes of a file or a pipe.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.store.feed(bytes);
        self.settle();
    }

    /// A page of events; where lines moved to, for who keeps a place in them.
    pub fn add(&mut self, events: &[NewEvent<'_>]) -> (Added, Moved) {
        let (added, moved) = self.store.add(events, true);
        (added, self.moved(moved))
    }

    /// The same of events that are read backwards: none of them is late.
    pub fn add_earlier(&mut self, events: &[NewEvent<'_>]) -> (Added, Moved) {
        let (added, moved) = self.store.add(events, false);
        (added, self.moved(moved))
    }

    /// A hole in what was read, as a row of its own.
    pub fn gap(&mut self, time: Millis, words: &str) -> Moved {
        let moved = self.store.gap(time, words);
        self.moved(moved)
    }

    fn moved(&mut self, moved: Moved) -> Moved {
        if !moved.came.is_empty() {
            self.filters.moved(moved.from);
            if let Some(search) = &mut self.search {
                search.moved(moved.from);
            }
            for line in &mut self.bookmarks.0 {
                *line = moved.place(*line);
            }
        }
        let gone = self.settle();
        moved.without(gone)
    }

    /// Makes room, and brings filters and search up to date; how many lines had to go.
    fn settle(&mut self) -> usize {
        let gone = self.store.shrink(self.budget);
        if gone > 0 {
            self.filters.drop_front(gone);
            if let Some(folds) = &mut self.folds {
                folds.drop_front(gone);
            }
            if let Some(search) = &mut self.search {
                search.drop_front(gone);
            }
            self.bookmarks.0.retain(|line| *line >= gone);
            for line in &mut self.bookmarks.0 {
                *line -= gone;
            }
        }
        self.refold();
        self.filters.refresh(&self.store);
        if let Some(search) = &mut self.search {
            search.refresh(&self.store);
        }
        gone
    }

    /// These filters and no others.
    pub fn set_filters(&mut self, wanted: Vec<(Keep, Test, bool)>) {
        self.filters.set(wanted, &self.store);
    }

    pub fn filter(&mut self, keep: Keep, test: Test) {
        self.filters.add(keep, test, &self.store);
    }

    pub fn remove_filter(&mut self, at: usize) {
        self.filters.remove(at, &self.store);
    }

    pub fn switch_filter(&mut self, at: usize) {
        self.filters.switch(at, &self.store);
    }

    /// Looks for something; `None` ends it.
    pub fn look_for(&mut self, matcher: Option<Matcher>) {
        self.search = matcher.map(|matcher| Search::new(matcher, &self.store));
        self.refold();
        self.filters.refresh(&self.store);
    }

    pub fn bookmark(&mut self, line: usize) {
        if line < self.store.len() {
            self.bookmarks.toggle(line);
        }
    }

    /// The next line that has what is looked for.
    pub fn next_hit(&self, line: usize, direction: Direction) -> Option<usize> {
        self.search.as_ref()?.next(line, direction, &self.filters)
    }

    /// The next line of a level that is shown.
    pub fn next_of(&self, levels: Levels, line: usize, direction: Direction) -> Option<usize> {
        self.next_where(line, direction, |line| levels.has(self.store.level(line)))
    }

    pub fn next_gap(&self, line: usize, direction: Direction) -> Option<usize> {
        self.next_where(line, direction, |line| self.store.level(line) == Level::Gap)
    }

    pub fn next_bookmark(&self, line: usize, direction: Direction) -> Option<usize> {
        self.next_where(line, direction, |line| self.bookmarks.has(line))
    }

    fn next_where(
        &self,
        line: usize,
        direction: Direction,
        is: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut bits = Bits::default();
        for line in 0..self.store.len() {
            bits.push(is(line) && self.filters.is_visible(line));
        }
        step(&bits, line, direction)
    }
}
