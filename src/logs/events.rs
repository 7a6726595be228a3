//! Events of CloudWatch as lines: kept in the order of their times whenever they come,
//! each once, with the stream and the delay it came with.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{
    level::{self, Level},
    placed::{self, NO_ORIGIN, Origin},
    stamp::Millis,
    store::{HEAD, LATE, Lines, Store, Text},
};

/// An event as it was answered.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    pub time: Millis,
    pub ingested: Millis,
    pub origin: &'a Origin,
    /// What FilterLogEvents calls `eventId`; the other calls answer none.
    pub id: Option<&'a str>,
    pub text: &'a [u8],
}

/// What came of a page of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    pub lines: usize,
    /// Events that were here already.
    pub repeated: usize,
    /// Events that were written before what was here already.
    pub late: usize,
}

impl Store {
    /// Adds events in the order of their times, each once. `late`: what is older than the
    /// newest line is marked as late; not so where older events are what was asked for.
    pub fn add(&mut self, events: &[NewEvent<'_>], late: bool) -> (Added, Moved) {
        let mut sorted: Vec<&NewEvent<'_>> = events.iter().collect();
        sorted.sort_by_key(|event| event.time);
        let mut added = Added::default();
        let before = self.len();
        let newest = self.times.last().copied();
        for event in sorted {
            if self.has(event, before) {
                added.repeated += 1;
                continue;
            }
            let late = late && newest.is_some_and(|newest| event.time < newest);
            added.late += usize::from(late);
            added.lines += 1;
            let level = level::of(&event.text[..event.text.len().min(HEAD)]) as u8;
            self.place(event, level | if late { LATE } else { 0 });
        }
        (added, self.merge(before))
    }

    /// A hole in what was read, as a row at its time.
    pub fn gap(&mut self, time: Millis, words: &str) -> Moved {
        let before = self.len();
        let nowhere = Origin {
            group: String::new(),
            stream: String::new(),
        };
        let gap = NewEvent {
            time,
            ingested: time,
            origin: &nowhere,
            id: None,
            text: words.as_bytes(),
        };
        self.place(&gap, Level::Gap as u8);
        self.merge(before)
    }

    /// An event is known by its id; where one of the two has none, by everything else.
    fn has(&self, event: &NewEvent<'_>, before: usize) -> bool {
        let (Lines::Placed(columns), Text::Held(chunks)) = (&self.lines, &self.text) else {
            return false;
        };
        let id = event.id.map(number_of);
        // What this call added lies behind the rest; both are in the order of time.
        [0..before, before..self.len()].into_iter().any(|part| {
            let from =
                part.start + self.times[part.clone()].partition_point(|time| *time < event.time);
            (from..part.end)
                .take_while(|line| self.times[*line] == event.time)
                .any(|line| match id {
                    Some(id) if columns.ids[line] != 0 => columns.ids[line] == id,
                    _ => {
                        columns.delays[line] == delay(event)
                            && columns.origin(line) == Some(event.origin)
                            && chunks.get(columns.starts[line], columns.lens[line] as usize)
                                == event.text
                    }
                })
        })
    }

    fn place(&mut self, event: &NewEvent<'_>, level: u8) {
        let (Lines::Placed(columns), Text::Held(chunks)) = (&mut self.lines, &mut self.text) else {
            return;
        };
        columns.starts.push(chunks.end());
        columns
            .lens
            .push(u32::try_from(event.text.len()).unwrap_or(u32::MAX));
        chunks.extend(0, event.text);
        columns.delays.push(delay(event));
        let number = if level == Level::Gap as u8 {
            NO_ORIGIN
        } else {
            columns.number(event.origin)
        };
        columns.origins.push(number);
        columns.ids.push(event.id.map_or(0, number_of));
        self.times.push(event.time);
        self.levels.push(level);
    }

    /// Brings what was placed behind `before` among the lines that were there.
    fn merge(&mut self, before: usize) -> Moved {
        let Some(earliest) = self.times.get(before).copied() else {
            return Moved::behind(before);
        };
        let from = self.times[..before].partition_point(|time| *time <= earliest);
        if from == before {
            return Moved::behind(before);
        }
        let mut order: Vec<usize> = (from..self.len()).collect();
        // Stable: of two lines of one time the one that was here stays first.
        order.sort_by_key(|line| self.times[*line]);
        let came = (from..)
            .zip(&order)
            .filter(|(_, was)| **was >= before)
            .map(|(at, _)| at)
            .collect();
        placed::rearrange(&mut self.times, from, &order);
        placed::rearrange(&mut self.levels, from, &order);
        if let Lines::Placed(columns) = &mut self.lines {
            columns.reorder(from, &order);
        }
        Moved {
            from,
            came,
            lost: 0,
        }
    }
}

/// What a page of events did to the lines that were here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Lines before this are what and where they were.
    pub from: usize,
    /// Where all that came is, in order; empty if it came behind everything.
    pub came: Vec<usize>,
    /// Of what came before other lines, how many had to make room at once.
    pub lost: usize,
}

impl Moved {
    fn behind(lines: usize) -> Self {
        Self {
            from: lines,
            ..Self::default()
        }
    }

    /// The same after the first lines were dropped.
    pub(super) fn without(mut self, dropped: usize) -> Self {
        self.from = self.from.saturating_sub(dropped);
        let all = self.came.len();
        self.came.retain(|came| *came >= dropped);
        self.lost = all - self.came.len();
        for came in &mut self.came {
            *came -= dropped;
        }
        self
    }

    /// Where the line went that was at `line`.
    pub fn place(&self, line: usize) -> usize {
        let mut place = line;
        for came in &self.came {
            if *came > place {
                break;
            }
            place += 1;
        }
        place
    }
}

fn delay(event: &NewEvent<'_>) -> i32 {
    let delay = event.ingested.saturating_sub(event.time);
    i32::try_from(delay).unwrap_or(if delay < 0 { i32::MIN } else { i32::MAX })
}

/// An event's id as a number; nought is kept for "none".
fn number_of(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish().max(1)
}
