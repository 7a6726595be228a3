//! What a log is asked by somebody who reads it, and what it tells: orders and news.
//!
//! A worker owns the desk. News are whole: all that a screen shows of the log, so that an
//! older one can be dropped for a newer. Lines are counted from the first that there ever
//! was, so that their numbers stay when the oldest are given back; what else moves them is
//! told with the news, and an order says up to which news its lines are meant.

mod moves;
mod news;
mod order;

use super::{
    events::NewEvent,
    histogram::Histogram,
    invocations::invocations,
    level::{Level, Levels},
    log::Log,
    matcher::Matcher,
    page::Page,
    patterns::patterns,
    search::Direction,
    stamp::Millis,
    store::Store,
};
use moves::Moves;
pub use moves::place;
pub use news::{Applied, Counts, Exported, News, Progress, Summary};
pub use order::{Form, LogSource, Order, Place, Sought, Sum, Wanted, What, Window, Wish};

/// A log with what somebody looks at in it.
#[derive(Debug)]
pub struct Desk {
    number: u64,
    log: Log,
    window: Window,
    wishes: Vec<Wish>,
    /// The newest order that was carried out.
    answers: u64,
    moves: Moves,
    sum: Option<Sum>,
    /// The last sum, and how many lines it was made of.
    summed: Option<(usize, Summary)>,
    exported: Option<Exported>,
    /// The last histogram, of how many lines and in how many columns it is.
    drawn: Option<(usize, usize, Histogram)>,
}

/// More rows than this are no help to a person who reads them.
const MOST_INVOCATIONS: usize = 5_000;
const MOST_PATTERNS: usize = 1_000;
const EIGHTH: usize = 8;
/// Sums of more lines than this are not made anew for each page that comes.
const SUMMED_LIVE: usize = 50_000;

impl Desk {
    pub fn new(number: u64, store: Store, window: Window, budget: usize) -> Self {
        Self {
            number,
            log: Log::new(store, budget),
            window,
            wishes: Vec::new(),
            answers: 0,
            moves: Moves::default(),
            sum: None,
            summed: None,
            exported: None,
            drawn: None,
        }
    }

    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Its groups fold.
    #[must_use]
    pub fn folding(mut self) -> Self {
        self.log = self.log.folding();
        self
    }

    /// The next bytes of a file or a pipe.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.log.feed(bytes);
    }

    /// A page of events: read backwards, or as they are written.
    pub fn add(&mut self, events: &[NewEvent<'_>], backwards: bool) {
        let (_, moved) = match backwards {
            true => self.log.add_earlier(events),
            false => self.log.add(events),
        };
        self.moves.note(&moved, self.dropped());
    }

    /// A hole in what was read.
    pub fn gap(&mut self, time: Millis, words: &str) {
        let moved = self.log.gap(time, words);
        self.moves.note(&moved, self.dropped());
    }

    fn dropped(&self) -> usize {
        usize::try_from(self.log.store().totals().dropped).unwrap_or(usize::MAX)
    }

    /// Carries out what concerns the lines; opening and following are the worker's.
    pub fn take(&mut self, order: &Order) {
        self.answers = self.answers.max(order.serial);
        match &order.what {
            What::Filter(wishes) => {
                let tests = wishes.iter().filter_map(|wish| {
                    let test = wish.wanted.test().ok()?;
                    Some((wish.keep, test, wish.on))
                });
                self.log.set_filters(tests.collect());
                self.wishes.clone_from(wishes);
                self.wishes.retain(|wish| wish.wanted.test().is_ok());
                (self.summed, self.drawn) = (None, None);
            }
            What::Search(typed) => {
                let matcher = typed.as_deref().map(Matcher::new);
                self.log.look_for(matcher.and_then(Result::ok));
            }
            What::Show(window) => {
                let at = self.moves.place_of(window.at, order.seen);
                self.window = Window { at, ..*window };
            }
            What::Mark(line) => {
                let line = self.moves.moved(*line, order.seen);
                if let Some(line) = line.checked_sub(self.dropped()) {
                    self.log.bookmark(line);
                }
            }
            What::Sum(sum) => {
                self.sum = *sum;
                self.summed = None;
            }
            What::Export(form) => self.exported = Some(Exported::of(&self.log, *form)),
            What::Fold(is_on) => self.log.fold(*is_on),
            What::Open(..) | What::Close | What::Stop | What::Follow(_) | What::Earlier(_) => {}
        }
    }

    /// All that a screen shows now.
    pub fn news(&mut self, progress: Progress) -> News {
        let at = self.found();
        self.sum_up(progress.is_reading);
        let histogram = self.histogram(progress.is_reading);
        let visible = self.log.filters().visible(self.log.store());
        let (page, shown) = self.page(at, visible, progress.is_reading);
        News {
            log: self.number,
            answers: self.answers,
            epoch: self.moves.epoch(),
            moves: self.moves.untold(),
            at: at.and(shown),
            first_row: page.from,
            rows: page.rows,
            counts: self.counts(visible),
            filters: self.applied(),
            histogram,
            hits: self
                .log
                .search()
                .map(|search| search.count(self.log.filters())),
            hit: self.hit(at),
            sum: self.summed.as_ref().map(|(_, sum)| sum.clone()),
            exported: self.exported.take(),
            progress,
        }
    }

    /// The rows around the line, counted from the first that there ever was, and which of
    /// them was meant. Where nothing was found they are those around where it was sought from.
    fn page(
        &mut self,
        at: Option<usize>,
        visible: usize,
        is_reading: bool,
    ) -> (Page, Option<usize>) {
        let dropped = self.dropped();
        let sought_from = match self.window.at {
            Place::Next { from, .. } => from,
            _ => 0,
        };
        let line = at.unwrap_or_else(|| sought_from.saturating_sub(dropped));
        let row = self.log.filters().row(line);
        let row = row
            .saturating_add_signed(self.window.by)
            .min(visible.saturating_sub(1));
        let from = row.saturating_sub(self.window.before);
        let count = row - from + self.window.after + 1;
        let mut page = self.log.page(from, count, self.window.most);
        for row in &mut page.rows {
            row.line += dropped;
        }
        let shown = page.rows.get(row - from).map(|row| row.line);
        // From now on the place is that line, wherever it goes.
        let is_open = is_reading
            && match self.window.at {
                Place::Time(_) => true,
                Place::Next { .. } => at.is_none(),
                _ => false,
            };
        if self.window.at != Place::Last && !is_open {
            self.window.at = shown.map_or(self.window.at, Place::Line);
        }
        self.window.by = 0;
        (page, shown)
    }

    /// The line that the window is meant to show; None: there is no such line.
    fn found(&self) -> Option<usize> {
        let (log, dropped) = (&self.log, self.dropped());
        let last = log.store().len().saturating_sub(1);
        match self.window.at {
            Place::First => Some(0),
            Place::Last => Some(last),
            Place::Line(line) => Some(line.saturating_sub(dropped).min(last)),
            Place::Time(time) => Some(log.store().at(time).unwrap_or(last)),
            Place::Next { sought, from, down } => {
                let from = from.saturating_sub(dropped);
                let direction = match down {
                    true => Direction::Down,
                    false => Direction::Up,
                };
                match sought {
                    Sought::Hit => log.next_hit(from, direction),
                    Sought::HitFromHere => match from.checked_sub(1) {
                        Some(before) => log.next_hit(before, direction),
                        None => log.next_hit(log.store().len(), direction),
                    },
                    Sought::Error => log.next_of(Levels::from(Level::Error), from, direction),
                    Sought::Mark => log.next_bookmark(from, direction),
                    Sought::Gap => log.next_gap(from, direction),
                }
            }
        }
    }

    /// Which of the hits the line is, counted from one; nought if it is none.
    fn hit(&self, at: Option<usize>) -> usize {
        let (Some(search), Some(line)) = (self.log.search(), at) else {
            return 0;
        };
        search.number(line, self.log.filters())
    }

    fn counts(&self, visible: usize) -> Counts {
        let totals = self.log.store().totals();
        Counts {
            lines: totals.lines,
            visible,
            bytes: totals.bytes,
            dropped: totals.dropped,
            marks: self.log.bookmarks().lines().len(),
        }
    }

    fn applied(&self) -> Vec<Applied> {
        let lines = self.log.store().len();
        let wishes = self.wishes.iter().zip(self.log.filters().list());
        wishes
            .map(|(wish, filter)| Applied {
                wish: wish.clone(),
                hides: match wish.keep {
                    super::Keep::In => lines - filter.hits(),
                    super::Keep::Out => filter.hits(),
                },
            })
            .collect()
    }

    /// Made anew where lines came; while many stream in only with every eighth of them.
    fn histogram(&mut self, is_reading: bool) -> Option<Histogram> {
        let (columns, lines) = (self.window.columns, self.log.store().len());
        if columns == 0 {
            return None;
        }
        let is_fresh =
            |of: usize| of == lines || (is_reading && lines > of && lines - of < of / EIGHTH);
        match &self.drawn {
            Some((of, wide, histogram)) if *wide == columns && is_fresh(*of) => {
                Some(histogram.clone())
            }
            _ => {
                let (store, filters) = (self.log.store(), self.log.filters());
                let histogram = Histogram::of(store, filters, None, columns);
                self.drawn = Some((lines, columns, histogram.clone()));
                Some(histogram)
            }
        }
    }

    fn sum_up(&mut self, is_reading: bool) {
        let (store, filters) = (self.log.store(), self.log.filters());
        let lines = store.len();
        let Some(sum) = self.sum else {
            self.summed = None;
            return;
        };
        let known = self.summed.as_ref().map(|(of, _)| *of);
        let waits = is_reading && lines > SUMMED_LIVE;
        if known == Some(lines) || (known.is_some() && waits) {
            return;
        }
        let dropped = self.dropped();
        let summary = match sum {
            Sum::Invocations => {
                let mut found = invocations(store, filters);
                // The newest are what somebody looks for.
                found.drain(..found.len().saturating_sub(MOST_INVOCATIONS));
                for one in &mut found {
                    (one.first, one.last) = (one.first + dropped, one.last + dropped);
                }
                Summary::Invocations(found)
            }
            Sum::Patterns => {
                let mut found = patterns(store, filters);
                found.truncate(MOST_PATTERNS);
                for one in &mut found {
                    (one.first, one.last) = (one.first + dropped, one.last + dropped);
                }
                Summary::Patterns(found)
            }
        };
        self.summed = Some((lines, summary));
    }
}
