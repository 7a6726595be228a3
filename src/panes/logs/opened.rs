//! A log that is open: where a person is in it, and what was told of it last.

use jiff::Timestamp;

use super::text::readable;
use crate::{
    facts::{Clip, LogGroupName, LogStreamName, Reason},
    logs::{Millis, News, Order, Row, Sum, What, Wish, masked},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::panes) enum View {
    #[default]
    Lines,
    Streams,
    Invocations,
    Patterns,
}

impl View {
    pub(super) const ALL: [Self; 4] = [
        Self::Lines,
        Self::Streams,
        Self::Invocations,
        Self::Patterns,
    ];
    pub(super) const TITLES: [&'static str; 4] = ["lines", "streams", "invocations", "patterns"];

    pub(super) fn place(self) -> usize {
        Self::ALL.iter().position(|view| *view == self).unwrap_or(0)
    }

    pub(super) fn next(self, forward: bool) -> Self {
        let count = Self::ALL.len();
        let by = if forward { 1 } else { count - 1 };
        Self::ALL[(self.place() + by) % count]
    }

    pub(super) fn sum(self) -> Option<Sum> {
        match self {
            Self::Lines | Self::Streams => None,
            Self::Invocations => Some(Sum::Invocations),
            Self::Patterns => Some(Sum::Patterns),
        }
    }
}

/// What is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Group(LogGroupName, Option<LogStreamName>),
    /// By its name.
    Job(String),
    File(String),
}

/// How times are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Clock {
    /// In the zone of the console.
    #[default]
    Zone,
    Utc,
    /// From the line on that was selected then.
    Since(Millis),
}

/// What was ordered last: only what differs is ordered again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sent {
    pub(super) filters: Vec<Wish>,
    pub(super) search: String,
    pub(super) sum: Option<Sum>,
    /// The room of the lines, and whether they wrap.
    pub(super) room: (u16, u16, bool),
    /// The order of the last window.
    pub(super) window: u64,
}

/// The first screen line: which line of the log it is of, and which of its screen lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Top {
    pub(super) line: usize,
    pub(super) sub: usize,
}

/// A jump that was ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Jump {
    /// The order.
    pub(super) serial: u64,
    /// Where it leads is not certain before all is read.
    pub(super) until_read: bool,
    /// There may be no such place: then this is said.
    pub(super) otherwise: Option<&'static str>,
}

#[derive(Debug)]
pub(super) struct Opened {
    pub(super) number: u64,
    pub(super) subject: Subject,
    pub(super) view: View,
    /// The line that is read alone.
    pub(super) alone: Option<usize>,
    /// How far back is read.
    pub(super) from: Option<Timestamp>,
    pub(super) news: News,
    /// How many screen lines each row takes, at the present width.
    pub(super) heights: Vec<usize>,
    pub(super) cursor: usize,
    pub(super) top: Top,
    /// The last line stays in sight.
    pub(super) at_end: bool,
    /// Rows that the cursor has still to go once they are there.
    pub(super) ahead: isize,
    pub(super) jump: Option<Jump>,
    /// Filters besides those that are typed.
    pub(super) own: Vec<Wish>,
    /// What is wrong with those that are typed.
    pub(super) wrong: Option<Reason>,
    /// All lines are shown for now, whatever the filters.
    pub(super) unfiltered: bool,
    /// The groups of a job's log show all their lines.
    pub(super) unfolded: bool,
    pub(super) wraps: bool,
    pub(super) clock: Clock,
    pub(super) is_following: bool,
    /// How many lines there were when the end was left.
    pub(super) held_from: u64,
    /// Lines come from more than one stream.
    pub(super) many_streams: bool,
    pub(super) sent: Sent,
    serial: u64,
    /// Something to tell until the next key.
    pub(super) note: Option<&'static str>,
}

impl Opened {
    pub(super) fn new(number: u64, subject: Subject, at_end: bool) -> Self {
        Self {
            number,
            subject,
            view: View::Lines,
            alone: None,
            from: None,
            news: News::default(),
            heights: Vec::new(),
            cursor: 0,
            top: Top::default(),
            at_end,
            ahead: 0,
            jump: None,
            own: Vec::new(),
            wrong: None,
            unfiltered: false,
            unfolded: false,
            wraps: false,
            clock: Clock::default(),
            is_following: false,
            held_from: 0,
            many_streams: false,
            sent: Sent::default(),
            serial: 0,
            note: None,
        }
    }

    /// The next order about it.
    pub(super) fn order(&mut self, what: What) -> Order {
        self.serial += 1;
        Order {
            log: self.number,
            serial: self.serial,
            seen: self.news.epoch,
            what,
        }
    }

    pub(super) fn group(&self) -> Option<&LogGroupName> {
        match &self.subject {
            Subject::Group(group, _) => Some(group),
            Subject::File(_) | Subject::Job(_) => None,
        }
    }

    /// Its lines are shown, and none alone.
    pub(super) fn is_lines(&self) -> bool {
        self.view == View::Lines && self.alone.is_none()
    }

    /// The place among the rows of a line, or of the next one that is there.
    pub(super) fn index(&self, line: usize) -> usize {
        let rows = &self.news.rows;
        let at = rows.partition_point(|row| row.line < line);
        at.min(rows.len().saturating_sub(1))
    }

    pub(super) fn row(&self) -> Option<&Row> {
        self.news.rows.get(self.index(self.cursor))
    }

    /// Lines that there ever were.
    pub(super) fn ever(&self) -> u64 {
        self.news.counts.dropped + self.news.counts.lines as u64
    }

    /// Lines that came since the end was left, while more are looked for.
    pub(super) fn held(&self) -> u64 {
        match self.is_following && !self.at_end {
            true => self.ever().saturating_sub(self.held_from),
            false => 0,
        }
    }

    /// The line under the cursor, without its secrets.
    pub(super) fn copied_line(&self) -> Option<Clip> {
        let row = self.row()?;
        Some(Clip::name(&readable(&masked(&row.text))))
    }
}
