//! A text that is read: where it is scrolled to, what a search found in it, and which
//! of the things that it names a person could go to.
//!
//! Down and up move between those as long as the next is in sight, and scroll else. It
//! knows no key and no pane.

mod drawn;
mod found;

use super::{Destination, Line, Movement, width, wrap_all};
use found::{Place, find};

/// The screen lines of a text at one width, and what stands where in them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    /// The places of each hit: more than one where it goes over the end of a line.
    hits: Vec<Vec<Place>>,
    stops: Vec<Stop>,
}

/// What a person could go to, and where the text names it.
#[derive(Clone, Debug)]
struct Stop {
    to: Destination,
    places: Vec<Place>,
}

impl Stop {
    fn lines(&self) -> (usize, usize) {
        let line = |place: Option<&Place>| place.map_or(0, |place| place.line);
        (line(self.places.first()), line(self.places.last()))
    }
}

impl Page {
    /// The text wrapped at this width. Nothing is marked where nothing is searched.
    pub fn of(text: &[Line], columns: u16, search: &str) -> Self {
        let mut page = Self::default();
        for line in text {
            let wrapped = wrap_all(std::slice::from_ref(line), columns);
            let above = page.lines.len();
            let found = find(&wrapped, above, search);
            page.hits.extend(found);
            page.stops.extend(stop(line, &wrapped, above));
            page.lines.extend(wrapped);
        }
        page
    }

    fn is_in_sight(&self, stop: usize, top: usize, height: usize) -> bool {
        let lines = self.stops.get(stop).map(Stop::lines);
        lines.is_some_and(|(first, last)| first >= top && last < top + height)
    }

    fn stops_in_sight(&self, top: usize, height: usize) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.stops.len()).filter(move |stop| self.is_in_sight(*stop, top, height))
    }

    fn last_top(&self, height: usize) -> usize {
        self.lines.len().saturating_sub(height)
    }
}

/// Where the line names its destination.
fn stop(line: &Line, wrapped: &[Line], above: usize) -> Option<Stop> {
    let (run, to) = line.leads_to.as_deref()?;
    let is_last = run + 1 == line.runs.len();
    let mut places = Vec::new();
    for (at, screen) in wrapped.iter().enumerate() {
        // A line goes on behind the blanks it is indented by.
        let named = match at {
            0 => *run,
            _ if is_last => 1,
            _ => break,
        };
        let before = screen.runs.iter().take(named);
        let from: usize = before.map(|(_, text)| width(text)).sum();
        let Some((_, text)) = screen.runs.get(named) else {
            break;
        };
        let (line, columns) = (above + at, width(text));
        places.push(Place {
            line,
            from,
            columns,
        });
    }
    let to = to.clone();
    (!places.is_empty()).then_some(Stop { to, places })
}

/// Where a person is in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    top: usize,
    /// The thing that was gone on to; None: the first in sight.
    stop: Option<usize>,
    /// The hit that was gone on to.
    hit: Option<usize>,
}

impl Reading {
    /// The first line on screen; a resize can leave fewer lines than were scrolled over.
    pub fn top(&self, page: &Page, height: usize) -> usize {
        self.top.min(page.last_top(height))
    }

    pub fn step(&mut self, movement: Movement, page: &Page, height: usize) {
        self.top = self.top(page, height);
        let forward = match movement {
            Movement::Down => true,
            Movement::Up => false,
            _ => return self.scroll(movement.by(height), page, height),
        };
        if self.next_stop(forward, page, height) {
            return;
        }
        self.scroll(movement.by(height), page, height);
        self.next_stop(forward, page, height);
    }

    fn scroll(&mut self, by: isize, page: &Page, height: usize) {
        self.top = self
            .top
            .saturating_add_signed(by)
            .min(page.last_top(height));
        let in_sight = |stop: &usize| page.is_in_sight(*stop, self.top, height);
        self.stop = self.stop.filter(in_sight);
    }

    /// The one after this, or before it, if it is in sight.
    fn next_stop(&mut self, forward: bool, page: &Page, height: usize) -> bool {
        let Some(at) = self.stop(page, height) else {
            return false;
        };
        let next = match forward {
            true => Some(at + 1),
            false => at.checked_sub(1),
        };
        let next = next.filter(|next| page.is_in_sight(*next, self.top, height));
        self.stop = next.or(Some(at));
        next.is_some()
    }

    /// The thing that the cursor is on: what mends comes first, where nothing was chosen.
    fn stop(&self, page: &Page, height: usize) -> Option<usize> {
        let top = self.top(page, height);
        let chosen = self
            .stop
            .filter(|stop| page.is_in_sight(*stop, top, height));
        chosen.or_else(|| {
            let mut in_sight = page.stops_in_sight(top, height);
            let first = page.stops_in_sight(top, height).next();
            let mends = |stop: &usize| {
                let stop = page.stops.get(*stop);
                stop.is_some_and(|stop| matches!(stop.to, Destination::Proposal(..)))
            };
            in_sight.find(mends).or(first)
        })
    }

    /// Where the text leads from here.
    pub fn leads_to<'a>(&self, page: &'a Page, height: usize) -> Option<&'a Destination> {
        let stop = page.stops.get(self.stop(page, height)?)?;
        Some(&stop.to)
    }

    /// Goes to the first hit from here on: while a search is typed.
    pub fn to_hit_from_here(&mut self, page: &Page, height: usize) {
        let from = self.top(page, height);
        let line = |hit: &[Place]| hit.first().map_or(0, |place| place.line);
        let behind = page.hits.iter().position(|hit| line(hit) >= from);
        self.show(
            behind.or((!page.hits.is_empty()).then_some(0)),
            page,
            height,
        );
    }

    /// Goes to the next hit, or to the one before, around the end.
    pub fn to_hit(&mut self, forward: bool, page: &Page, height: usize) {
        let count = page.hits.len();
        if count == 0 {
            return;
        }
        let next = match (self.hit.filter(|at| *at < count), forward) {
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
            (None, _) => return self.to_hit_from_here(page, height),
        };
        self.show(Some(next), page, height);
    }

    /// The hit comes into sight, and not on the last line.
    fn show(&mut self, hit: Option<usize>, page: &Page, height: usize) {
        self.hit = hit;
        let place = hit.and_then(|hit| page.hits.get(hit)?.first());
        let Some(line) = place.map(|place| place.line) else {
            return;
        };
        let top = self.top(page, height);
        if line < top || line + 1 >= top + height {
            self.top = line.saturating_sub(height / 3).min(page.last_top(height));
            self.stop = None;
        }
    }

    /// Which of how many hits: `3 of 12`.
    pub fn found(&self, page: &Page) -> (usize, usize) {
        let count = page.hits.len();
        let at = self.hit.filter(|at| *at < count);
        (at.map_or(0, |at| at + 1), count)
    }
}

#[cfg(test)]
mod tests;
