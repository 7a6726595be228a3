//! How serious a line is, by what it says of itself.
//!
//! A word of prose decides nothing ("0 errors"): only a level in capitals near the
//! line's beginning, in brackets, after `level=`, or under a JSON line's own key.

use memchr::memmem;
use serde::{Deserialize, Serialize};

/// Ordered: what is higher is more serious.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Level {
    /// The line names no level.
    #[default]
    Plain,
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
    /// A hole in what was read: a row of our own, which no filter hides.
    Gap,
}

impl Level {
    pub const NAMED: [Self; 6] = [
        Self::Trace,
        Self::Debug,
        Self::Info,
        Self::Warn,
        Self::Error,
        Self::Fatal,
    ];

    /// What the level is called in a filter and a histogram's legend.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "none",
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Fatal => "fatal",
            Self::Gap => "gap",
        }
    }

    pub(super) fn from_bits(bits: u8) -> Self {
        match bits {
            1 => Self::Trace,
            2 => Self::Debug,
            3 => Self::Info,
            4 => Self::Warn,
            5 => Self::Error,
            6 => Self::Fatal,
            7 => Self::Gap,
            _ => Self::Plain,
        }
    }

    /// The level that a word means, in any case; `None` where it is no level's word.
    pub fn named(word: &[u8]) -> Option<Self> {
        const WORDS: &[(&[u8], Level)] = &[
            (b"trace", Level::Trace),
            (b"verbose", Level::Trace),
            (b"debug", Level::Debug),
            (b"dbg", Level::Debug),
            (b"info", Level::Info),
            (b"notice", Level::Info),
            (b"information", Level::Info),
            (b"warn", Level::Warn),
            (b"warning", Level::Warn),
            (b"error", Level::Error),
            (b"err", Level::Error),
            (b"severe", Level::Error),
            (b"fatal", Level::Fatal),
            (b"critical", Level::Fatal),
            (b"crit", Level::Fatal),
            (b"alert", Level::Fatal),
            (b"emergency", Level::Fatal),
            (b"emerg", Level::Fatal),
            (b"panic", Level::Fatal),
        ];
        WORDS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(word))
            .map(|(_, level)| *level)
    }
}

/// A choice of levels; a line of any of them is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Levels(u8);

impl Levels {
    pub fn of(levels: impl IntoIterator<Item = Level>) -> Self {
        levels.into_iter().fold(Self::default(), |mut all, level| {
            all.0 |= 1 << level as u8;
            all
        })
    }

    /// The level and all above it.
    pub fn from(lowest: Level) -> Self {
        Self::of(Level::NAMED.into_iter().filter(|level| *level >= lowest))
    }

    pub fn toggle(&mut self, level: Level) {
        self.0 ^= 1 << level as u8;
    }

    pub fn has(self, level: Level) -> bool {
        self.0 & (1 << level as u8) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// How far into a line a level in plain words is looked for.
const NEAR: usize = 160;

/// The level that the beginning of a line names.
pub(super) fn of(head: &[u8]) -> Level {
    match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => of_json(head),
        Some(_) => of_words(&head[..head.len().min(NEAR)]),
        None => Level::Plain,
    }
}

fn of_json(head: &[u8]) -> Level {
    const KEYS: [&[u8]; 4] = [
        b"\"level\"",
        b"\"severity\"",
        b"\"levelname\"",
        b"\"log.level\"",
    ];
    KEYS.iter()
        .find_map(|key| memmem::find(head, key).and_then(|at| json_value(&head[at + key.len()..])))
        .unwrap_or_default()
}

fn json_value(after_key: &[u8]) -> Option<Level> {
    let value = after_key
        .trim_ascii_start()
        .strip_prefix(b":")?
        .trim_ascii_start();
    if let Some(text) = value.strip_prefix(b"\"") {
        return Level::named(&text[..memchr::memchr(b'"', text)?]);
    }
    // Numbers as bunyan and pino write them.
    let digits = value
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    match std::str::from_utf8(&value[..digits]).ok()?.parse().ok()? {
        10_u32..20 => Some(Level::Trace),
        20..30 => Some(Level::Debug),
        30..40 => Some(Level::Info),
        40..50 => Some(Level::Warn),
        50..60 => Some(Level::Error),
        60..70 => Some(Level::Fatal),
        _ => None,
    }
}

fn of_words(head: &[u8]) -> Level {
    let mut at = 0;
    while at < head.len() {
        if !head[at].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let len = head[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
            .count();
        let word = &head[at..at + len];
        if let Some(level) = of_word(head, at, word) {
            return level;
        }
        at += len;
    }
    of_runtime(head)
}

/// A word counts in capitals, in brackets, or after `level=`.
fn of_word(head: &[u8], at: usize, word: &[u8]) -> Option<Level> {
    if !(3..=11).contains(&word.len()) {
        return None;
    }
    let capitals = word.iter().all(u8::is_ascii_uppercase);
    let before = &head[..at];
    let said = capitals
        || (before.ends_with(b"[") && head.get(at + word.len()) == Some(&b']'))
        || before.ends_with(b"##[")
        || [&b"level="[..], b"level=\"", b"lvl=", b"severity="]
            .iter()
            .any(|key| before.ends_with(key));
    if said { Level::named(word) } else { None }
}

/// What runtimes write that name no level: a Lambda's time-out, a Python traceback, an uncaught error.
fn of_runtime(head: &[u8]) -> Level {
    const ERRORS: [&[u8]; 4] = [
        b"Task timed out after",
        b"Traceback (most recent call last)",
        b"Runtime exited with error",
        b"Uncaught Exception",
    ];
    if ERRORS
        .iter()
        .any(|words| memmem::find(head, words).is_some())
    {
        Level::Error
    } else {
        Level::Plain
    }
}
