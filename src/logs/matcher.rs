//! Text that is looked for: plain by default, a regular expression between slashes,
//! case only where the person typed a capital.

use std::fmt;

use memchr::memmem;
use regex::bytes::{Regex, RegexBuilder};

/// What decides whether a line has the text.
#[derive(Clone, Debug)]
pub struct Matcher {
    typed: String,
    how: How,
}

#[derive(Clone, Debug)]
enum How {
    Exactly(Box<memmem::Finder<'static>>),
    Regex(Regex),
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

/// Why what was typed is no regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatcherError(String);

impl fmt::Display for MatcherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How large a compiled expression may be: the text comes from a person, not from a program.
const LARGEST: usize = 4 << 20;

impl Matcher {
    /// `text` as it is, or `/regex/`; a closing slash may still be missing.
    ///
    /// # Errors
    /// The regular expression is none.
    pub fn new(typed: &str) -> Result<Self, MatcherError> {
        match typed.strip_prefix('/') {
            Some(rest) if !rest.is_empty() => {
                Self::regex(rest.strip_suffix('/').unwrap_or(rest), typed)
            }
            _ => Self::plain(typed),
        }
    }

    /// The text exactly as it is, but for its case if it has no capital.
    fn plain(typed: &str) -> Result<Self, MatcherError> {
        if typed.is_ascii() && !typed.bytes().any(|byte| byte.is_ascii_lowercase())
            || has_capital(typed)
        {
            return Ok(Self {
                typed: typed.to_owned(),
                how: How::Exactly(Box::new(memmem::Finder::new(typed).into_owned())),
            });
        }
        Self::regex(&regex::escape(typed), typed)
    }

    /// # Errors
    /// The regular expression is none.
    pub fn regex(expression: &str, typed: &str) -> Result<Self, MatcherError> {
        let regex = RegexBuilder::new(expression)
            .case_insensitive(!has_capital(expression))
            .size_limit(LARGEST)
            .build()
            .map_err(|error| MatcherError(error.to_string()))?;
        Ok(Self {
            typed: typed.to_owned(),
            how: How::Regex(regex),
        })
    }

    /// What the person typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    pub fn matches(&self, line: &[u8]) -> bool {
        match &self.how {
            How::Exactly(finder) => finder.find(line).is_some(),
            How::Regex(regex) => regex.is_match(line),
        }
    }

    /// Where in the line the text is, for marks.
    pub fn places<'m>(
        &'m self,
        line: &'m [u8],
    ) -> Box<dyn Iterator<Item = std::ops::Range<usize>> + 'm> {
        match &self.how {
            How::Exactly(finder) => {
                let len = finder.needle().len();
                Box::new(finder.find_iter(line).map(move |at| at..at + len))
            }
            How::Regex(regex) => Box::new(regex.find_iter(line).map(|found| found.range())),
        }
    }
}

/// Whether the person means case; what a backslash takes with it (`\S`) does not count.
fn has_capital(text: &str) -> bool {
    let mut escaped = false;
    text.chars().any(|c| {
        let counts = !escaped && c.is_uppercase();
        escaped = c == '\\' && !escaped;
        counts
    })
}
