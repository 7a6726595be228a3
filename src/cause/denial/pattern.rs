//! A regular expression that is compiled when first used.
//!
//! The patterns are constants of this room; one that would not compile finds
//! nothing, and a test says so.

use std::{ops::Range, sync::OnceLock};

use regex::{Captures, Regex};

use super::{MOST, found::Found};

pub(super) struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    pub(super) fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| Regex::new(self.source).ok())
            .as_ref()
    }

    #[cfg(test)]
    pub(super) fn source(&self) -> &'static str {
        self.source
    }

    pub(super) fn all<'t>(&'static self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let matches = self.regex().map(|regex| regex.find_iter(text));
        matches.into_iter().flatten().map(|hit| hit.range())
    }

    pub(super) fn captures<'t>(
        &'static self,
        text: &'t str,
    ) -> impl Iterator<Item = Captures<'t>> + 't {
        let matches = self.regex().map(|regex| regex.captures_iter(text));
        matches.into_iter().flatten()
    }

    /// What is read out of each match, at most so much as one text may give.
    pub(super) fn found(
        &'static self,
        text: &str,
        read: impl Fn(Captures<'_>) -> Option<Found>,
    ) -> Vec<Found> {
        self.captures(text).filter_map(read).take(MOST).collect()
    }
}
