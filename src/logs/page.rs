//! The lines that a screen shows, cut out of a log with what belongs to them.

use serde::{Deserialize, Serialize};

use super::{level::Level, log::Log, placed::Origin, stamp::Millis};

/// One line as a screen needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number in the log, counted from nought.
    pub line: usize,
    /// Raw, and at most as long as was asked for.
    pub text: Vec<u8>,
    /// How long the whole line is.
    pub len: usize,
    pub time: Option<Millis>,
    pub level: Level,
    /// How long after it was written it arrived, where it came behind later lines.
    pub late: Option<Millis>,
    pub origin: Option<Origin>,
    pub bookmarked: bool,
    /// How many lines are folded away behind it.
    #[serde(default)]
    pub folded: usize,
    /// Where in the text the thing is that is looked for.
    pub marks: Vec<std::ops::Range<usize>>,
}

/// Some rows, and where they are among all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The number of the first row among the lines that are shown.
    pub from: usize,
    pub rows: Vec<Row>,
    /// How many lines are shown, and how many there are.
    pub visible: usize,
    pub lines: usize,
}

/// A line with more places than this is marked at its first ones.
const MOST_MARKS: usize = 64;

impl Log {
    /// `count` rows from row number `from` on, each with at most `most` bytes of its text.
    pub fn page(&self, from: usize, count: usize, most: usize) -> Page {
        let visible = self.filters().visible(self.store());
        let from = from.min(visible);
        let rows = (from..visible.min(from + count))
            .filter_map(|row| self.filters().line(row, self.store()))
            .map(|line| self.row(line, most))
            .collect();
        Page {
            from,
            rows,
            visible,
            lines: self.store().len(),
        }
    }

    /// One line, whether it is shown or not.
    pub fn row(&self, line: usize, most: usize) -> Row {
        let store = self.store();
        let (text, len) = store.text(line, most);
        let marks = self.search().map_or_else(Vec::new, |search| {
            search
                .matcher()
                .places(&text)
                .filter(|place| !place.is_empty())
                .take(MOST_MARKS)
                .collect()
        });
        Row {
            line,
            len,
            time: store.time(line),
            level: store.level(line),
            late: store.delay(line).filter(|_| store.is_late(line)),
            origin: store.origin(line).cloned(),
            bookmarked: self.bookmarks().has(line),
            folded: self.folded_behind(line),
            marks,
            text,
        }
    }
}
