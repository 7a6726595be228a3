//! What is wrong with a configuration: place and sentence, all of them at once.
//!
//! A line of a problem is fit to be shown: what it quotes is sanitised here.

use std::{error, fmt, path::Path};

use crate::facts::shown;

/// Why there is no configuration. One line for each problem, no newline at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A file's path, a flag or a variable; raw.
    pub place: String,
    /// Line and column, from one.
    pub at: Option<(u32, u32)>,
    /// A sentence; it may quote the file, raw.
    pub what: String,
}

impl Problem {
    pub(super) fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            at: None,
            what: what.into(),
        }
    }

    pub(super) fn of_file(path: &Path, what: impl Into<String>) -> Self {
        Self::new(path.to_string_lossy(), what)
    }

    pub(super) fn unreadable(path: &Path, error: impl fmt::Display) -> Self {
        Self::of_file(path, format!("it can't be read: {error}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", shown(&self.place))?;
        if let Some((line, column)) = self.at {
            write!(f, "{line}:{column}:")?;
        }
        write!(f, " {}", shown(&self.what))
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl error::Error for ConfigError {}

impl From<Problem> for ConfigError {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

/// The line and column of a byte, both from one, columns in characters.
pub(super) fn position(text: &[u8], byte: usize) -> (u32, u32) {
    let before = &text[..byte.min(text.len())];
    let start = before
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |i| i + 1);
    let lines = before.iter().filter(|b| **b == b'\n').count();
    let column = String::from_utf8_lossy(&before[start..]).chars().count();
    let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    (number(lines), number(column))
}
