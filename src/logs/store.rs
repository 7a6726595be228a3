//! The lines of one log, in the order in which they are shown.
//!
//! Fed with bytes of any size (a file, a pipe, an unpacked file), or with events
//! (CloudWatch); the same text gives the same lines however it was cut.

use std::borrow::Cow;

use memchr::memchr;

use super::{
    chunks::Chunks,
    level::{self, Level},
    placed::{Origin, Placed},
    source::Source,
    spans::{Following, Span},
    stamp::{self, Millis, Stamps},
};

/// A line that is longer is broken: no event of CloudWatch and no sane line is.
pub(super) const LONGEST_LINE: usize = 1 << 20;
/// How much of a line its time and level are looked for in.
pub(super) const HEAD: usize = 2048;

pub(super) enum Text {
    File(Box<dyn Source>),
    Held(Chunks),
}

pub(super) enum Lines {
    Following(Following),
    Placed(Placed),
}

pub struct Store {
    pub(super) text: Text,
    pub(super) lines: Lines,
    pub(super) times: Vec<Millis>,
    /// The level, and in the highest bit whether the line came late.
    pub(super) levels: Vec<u8>,
    /// How many bytes were fed, of a file or a pipe.
    pub(super) fed: u64,
    open: Open,
    stamps: Stamps,
    last_time: Millis,
    dropped: u64,
}

/// The line that no newline has ended yet.
#[derive(Default)]
struct Open {
    len: usize,
    head: Vec<u8>,
    /// It is among the lines already and is taken out again when it goes on.
    listed: bool,
    time_before: Millis,
}

/// What a log holds, for a status line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    pub lines: usize,
    pub bytes: u64,
    /// Lines that were given back to stay within the budget.
    pub dropped: u64,
    /// What the log takes in memory.
    pub memory: usize,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("totals", &self.totals())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// A file: its text is read from it again whenever it is needed.
    pub fn file(source: Box<dyn Source>) -> Self {
        Self::with(Text::File(source), Lines::Following(Following::default()))
    }

    /// A pipe or an unpacked file: its text is kept.
    pub fn piped() -> Self {
        Self::with(
            Text::Held(Chunks::default()),
            Lines::Following(Following::default()),
        )
    }

    /// Placed, in the order of their times.
    pub fn events() -> Self {
        Self::with(
            Text::Held(Chunks::default()),
            Lines::Placed(Placed::default()),
        )
    }

    fn with(text: Text, lines: Lines) -> Self {
        Self {
            text,
            lines,
            times: Vec::new(),
            levels: Vec::new(),
            fed: 0,
            open: Open::default(),
            stamps: Stamps::default(),
            last_time: stamp::NONE,
            dropped: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.levels.len()
    }

    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// How many lines will not change any more, whatever is still fed.
    pub fn settled(&self) -> usize {
        self.len() - usize::from(self.open.listed)
    }

    pub fn totals(&self) -> Totals {
        let places = match &self.lines {
            Lines::Following(_) => 4,
            Lines::Placed(_) => Placed::PER_LINE,
        };
        Totals {
            lines: self.len(),
            bytes: match &self.text {
                Text::File(_) => self.fed,
                Text::Held(chunks) => chunks.end(),
            },
            dropped: self.dropped,
            memory: self.held() + self.levels.capacity() * (9 + places),
        }
    }

    /// The next bytes of the text. Of a file's they are only looked at.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.unlist();
        let mut rest = bytes;
        while !rest.is_empty() {
            let room = LONGEST_LINE - self.open.len;
            let ended = memchr(b'\n', &rest[..rest.len().min(room)]);
            let taken = match ended {
                Some(at) => at + 1,
                None => rest.len().min(room),
            };
            let piece = &rest[..taken];
            if let Text::Held(chunks) = &mut self.text {
                chunks.extend(self.open.len, piece);
            }
            self.fed += taken as u64;
            if ended.is_some() || self.open.len + taken == LONGEST_LINE {
                self.end_line(piece);
            } else {
                self.open.len += taken;
                let wanted = HEAD.saturating_sub(self.open.head.len()).min(taken);
                self.open.head.extend_from_slice(&piece[..wanted]);
            }
            rest = &rest[taken..];
        }
        self.list_open();
    }

    fn end_line(&mut self, piece: &[u8]) {
        let start = self.fed - (self.open.len + piece.len()) as u64;
        if self.open.len == 0 {
            let head = &piece[..piece.len().min(HEAD)];
            let (time, level) = (self.stamps.of(head), level::of(head));
            self.push(start, time, level);
        } else {
            let mut head = std::mem::take(&mut self.open.head);
            let wanted = HEAD.saturating_sub(head.len()).min(piece.len());
            head.extend_from_slice(&piece[..wanted]);
            let (time, level) = (self.stamps.of(&head), level::of(&head));
            self.push(start, time, level);
            head.clear();
            self.open.head = head;
            self.open.len = 0;
        }
    }

    /// Shows the unfinished line as far as it goes.
    fn list_open(&mut self) {
        if self.open.len == 0 {
            return;
        }
        self.open.time_before = self.last_time;
        let start = self.fed - self.open.len as u64;
        let (time, level) = (self.stamps.of(&self.open.head), level::of(&self.open.head));
        self.push(start, time, level);
        self.open.listed = true;
    }

    fn unlist(&mut self) {
        if std::mem::take(&mut self.open.listed) {
            if let Lines::Following(spans) = &mut self.lines {
                spans.pop();
            }
            self.times.pop();
            self.levels.pop();
            self.last_time = self.open.time_before;
        }
    }

    /// A line without a time has that of the line before: it belongs to it.
    fn push(&mut self, start: u64, time: Option<Millis>, level: Level) {
        if let Some(time) = time {
            self.last_time = time;
        }
        if let Lines::Following(spans) = &mut self.lines {
            spans.push(start);
        }
        self.times.push(self.last_time);
        self.levels.push(level as u8);
    }

    pub fn level(&self, line: usize) -> Level {
        Level::from_bits(self.levels.get(line).copied().unwrap_or_default() & !LATE)
    }

    /// When the line was written, by itself or by its event.
    pub fn time(&self, line: usize) -> Option<Millis> {
        self.times
            .get(line)
            .copied()
            .filter(|time| *time != stamp::NONE)
    }

    pub fn is_late(&self, line: usize) -> bool {
        self.levels.get(line).is_some_and(|bits| bits & LATE != 0)
    }

    /// How long after it was written the event arrived at CloudWatch.
    pub fn delay(&self, line: usize) -> Option<Millis> {
        match &self.lines {
            Lines::Placed(events) => events.delay(line),
            Lines::Following(_) => None,
        }
    }

    pub fn origin(&self, line: usize) -> Option<&Origin> {
        match &self.lines {
            Lines::Placed(events) => events.origin(line),
            Lines::Following(_) => None,
        }
    }

    /// The line that was written at `time` or first after it, in the order of the log.
    pub fn at(&self, time: Millis) -> Option<usize> {
        self.times.iter().position(|line| *line >= time)
    }

    pub(super) fn span(&self, line: usize) -> Option<Span> {
        match &self.lines {
            Lines::Placed(events) => events.span(line),
            Lines::Following(spans) => {
                let start = spans.start(line)?;
                let end = spans.start(line + 1).unwrap_or(self.fed);
                Some(Span {
                    start,
                    len: u32::try_from(end - start).ok()?,
                })
            }
        }
    }

    /// The line's text, at most `most` bytes of it, and how many it has. A file that
    /// was cut short meanwhile gives less.
    pub fn text(&self, line: usize, most: usize) -> (Vec<u8>, usize) {
        let Some(Span { start, len }) = self.span(line) else {
            return (Vec::new(), 0);
        };
        let whole = len as usize;
        let len = match &self.lines {
            Lines::Placed(_) => whole,
            Lines::Following(_) => {
                let tail = self.read(start + whole.saturating_sub(2) as u64, whole.min(2));
                whole - (tail.len() - ended(&tail).len())
            }
        };
        (self.read(start, len.min(most)).into_owned(), len)
    }

    fn read(&self, start: u64, len: usize) -> Cow<'_, [u8]> {
        match &self.text {
            Text::Held(chunks) => chunks.get(start, len).into(),
            Text::File(source) => {
                let mut text = vec![0; len];
                let read = source.read_at(start, &mut text).unwrap_or_default();
                text.truncate(read);
                text.into()
            }
        }
    }

    /// Forgets the oldest lines of a text in memory until it fits the budget; how many.
    pub(super) fn shrink(&mut self, budget: usize) -> usize {
        let mut gone = 0;
        // An eighth more than needed, so that not every page pays for it.
        let wanted = budget - budget / 8;
        if self.held() > budget {
            while self.held() > wanted && gone < self.settled() {
                let span = self.span(gone);
                if let (Text::Held(chunks), Some(span)) = (&mut self.text, span) {
                    chunks.release(span);
                }
                gone += 1;
            }
        }
        match &mut self.lines {
            Lines::Following(spans) => spans.drop_front(gone),
            Lines::Placed(events) => events.drop_front(gone),
        }
        self.times.drain(..gone);
        self.levels.drain(..gone);
        self.dropped += gone as u64;
        gone
    }

    fn held(&self) -> usize {
        match &self.text {
            Text::File(_) => 0,
            Text::Held(chunks) => chunks.held(),
        }
    }
}

pub(super) const LATE: u8 = 0x80;

/// The line without what ends it.
pub(super) fn ended(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
