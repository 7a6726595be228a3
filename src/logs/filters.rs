//! Which lines are shown: a stack of filters, each one bit a line.
//!
//! Texts that are kept in are alternatives, as in lnav: a line needs one of them.
//! Everything else narrows: no text that is kept out, one of the levels, every
//! condition on a field, the range of time. A gap is always shown.

use serde::{Deserialize, Serialize};

use super::{
    bits::Bits,
    fields::Condition,
    level::{Level, Levels},
    matcher::Matcher,
    stamp::Millis,
    store::Store,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    In,
    Out,
}

/// What a filter asks of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Text(Matcher),
    Field(Condition),
    Levels(Levels),
    /// Written at the first or later, and before the second.
    Time(Millis, Millis),
    /// From this stream, or from any whose name has the text.
    Stream(String),
}

impl Test {
    fn passes(&self, store: &Store, line: usize, text: &[u8]) -> bool {
        match self {
            Self::Text(matcher) => matcher.matches(text),
            Self::Field(condition) => condition.holds(text),
            Self::Levels(levels) => levels.has(store.level(line)),
            Self::Time(from, to) => store
                .time(line)
                .is_some_and(|time| (*from..*to).contains(&time)),
            Self::Stream(name) => store
                .origin(line)
                .is_some_and(|origin| origin.stream.contains(name.as_str())),
        }
    }

    fn reads_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Field(_))
    }

    /// Alternatives are those that a person collects; the others narrow.
    fn is_alternative(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

#[derive(Clone, Debug)]
pub struct Filter {
    pub test: Test,
    pub keep: Keep,
    pub on: bool,
    hits: Bits,
}

impl Filter {
    /// How many lines it applies to.
    pub fn hits(&self) -> usize {
        self.hits.count()
    }
}

#[derive(Clone, Debug, Default)]
pub struct Filters {
    list: Vec<Filter>,
    gaps: Bits,
    /// The lines to show; `None` while no filter is on and nothing is folded.
    visible: Option<Bits>,
    /// Lines that are folded away while no filter is on.
    folded: Option<Bits>,
    judged: usize,
}

impl Filters {
    pub fn list(&self) -> &[Filter] {
        &self.list
    }

    /// Adds a filter; one that is there already is put on again.
    pub fn add(&mut self, keep: Keep, test: Test, store: &Store) {
        self.list
            .retain(|filter| filter.keep != keep || filter.test != test);
        let mut filter = Filter {
            test,
            keep,
            on: true,
            hits: Bits::default(),
        };
        filter.catch_up(store);
        self.list.push(filter);
        self.refresh(store);
    }

    /// Exactly these, in this order; what is here already is not judged again.
    pub(super) fn set(&mut self, wanted: Vec<(Keep, Test, bool)>, store: &Store) {
        let mut known = std::mem::take(&mut self.list);
        for (keep, test, on) in wanted {
            let at = known
                .iter()
                .position(|filter| filter.keep == keep && filter.test == test);
            let mut filter = match at {
                Some(at) => known.remove(at),
                None => Filter {
                    test,
                    keep,
                    on,
                    hits: Bits::default(),
                },
            };
            filter.on = on;
            filter.catch_up(store);
            self.list.push(filter);
        }
        self.refresh(store);
    }

    pub fn remove(&mut self, at: usize, store: &Store) {
        if at < self.list.len() {
            self.list.remove(at);
            self.refresh(store);
        }
    }

    pub fn switch(&mut self, at: usize, store: &Store) {
        if let Some(filter) = self.list.get_mut(at) {
            filter.on = !filter.on;
            self.refresh(store);
        }
    }

    /// Judges the lines that came since.
    pub fn refresh(&mut self, store: &Store) {
        self.gaps.truncate(self.judged);
        for line in self.gaps.len()..store.len() {
            self.gaps.push(store.level(line) == Level::Gap);
        }
        for filter in &mut self.list {
            filter.hits.truncate(self.judged);
            filter.catch_up(store);
        }
        // A line that may still grow is judged again.
        self.judged = store.settled();
        self.visible = self.combine(store.len());
    }

    /// As many as there are lines now; who says so refreshes next.
    pub(super) fn fold(&mut self, folded: Option<Bits>) {
        self.folded = folded;
    }

    /// Nothing is filtered, and some lines may be folded away.
    pub(super) fn is_folded(&self) -> bool {
        self.folded.is_some() && !self.list.iter().any(|filter| filter.on)
    }

    /// The lines from `from` on are not what they were.
    pub(super) fn moved(&mut self, from: usize) {
        self.judged = self.judged.min(from);
    }

    pub(super) fn drop_front(&mut self, lines: usize) {
        self.judged = self.judged.saturating_sub(lines);
        self.gaps.drop_front(lines);
        for filter in &mut self.list {
            filter.hits.drop_front(lines);
        }
    }

    fn combine(&self, lines: usize) -> Option<Bits> {
        let on = || self.list.iter().filter(|filter| filter.on);
        let mut visible = Bits::all(lines);
        if on().next().is_none() {
            let folded = self.folded.as_ref()?;
            visible.and_not(folded);
            visible.or(&self.gaps);
            return Some(visible);
        }
        if on().any(Filter::offers) {
            let mut offered = Bits::none(lines);
            for filter in on().filter(|filter| filter.offers()) {
                offered.or(&filter.hits);
            }
            visible.and(&offered);
        }
        for filter in on().filter(|filter| !filter.offers()) {
            match filter.keep {
                Keep::In => visible.and(&filter.hits),
                Keep::Out => visible.and_not(&filter.hits),
            }
        }
        visible.or(&self.gaps);
        Some(visible)
    }

    pub fn is_visible(&self, line: usize) -> bool {
        self.visible
            .as_ref()
            .is_none_or(|visible| visible.get(line))
    }

    pub fn visible(&self, store: &Store) -> usize {
        self.visible.as_ref().map_or(store.len(), Bits::count)
    }

    /// The line that is shown as row number `row`.
    pub fn line(&self, row: usize, store: &Store) -> Option<usize> {
        match &self.visible {
            Some(visible) => visible.select(row),
            None => (row < store.len()).then_some(row),
        }
    }

    /// The row of a line, or of the next one that is shown.
    pub fn row(&self, line: usize) -> usize {
        self.visible
            .as_ref()
            .map_or(line, |visible| visible.rank(line))
    }

    /// Of these lines, those that are shown.
    pub(super) fn among(&self, hits: &Bits) -> Bits {
        let mut among = hits.clone();
        if let Some(visible) = &self.visible {
            among.and(visible);
        }
        among
    }
}

impl Filter {
    fn offers(&self) -> bool {
        self.keep == Keep::In && self.test.is_alternative()
    }

    fn catch_up(&mut self, store: &Store) {
        let from = self.hits.len();
        if self.test.reads_text() {
            let (test, hits) = (&self.test, &mut self.hits);
            store.scan(from, |line, text| hits.push(test.passes(store, line, text)));
        } else {
            for line in from..store.len() {
                self.hits.push(self.test.passes(store, line, &[]));
            }
        }
    }
}
