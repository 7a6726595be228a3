//! What is wrong with a runbook's file, and where.

use std::fmt;

/// A place in the file and a sentence, which may quote the file: it is shown sanitised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line and column, from one.
    pub at: (usize, usize),
    pub what: String,
}

impl Problem {
    pub(super) fn at(text: &str, byte: usize, what: impl Into<String>) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[start..].chars().count() + 1;
        Self {
            at: (line, column),
            what: what.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.at;
        write!(f, "{line}:{column}: {}", self.what)
    }
}
