//! What somebody who reads a log wants of it, as data.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    facts::{EnvironmentName, LogGroupName, LogStreamName, Reason, Repository, actions::JobId},
    logs::{Condition, Keep, Level, Levels, Matcher, Millis, Test},
};

/// One wish, about one opening of a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Counts openings: what belongs to an older one is dropped.
    pub log: u64,
    /// Counts orders: news say which one they follow.
    pub serial: u64,
    /// Up to which news the numbers of lines in it are meant.
    pub seen: u64,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Reads these from now on, and nothing else.
    Open(Vec<LogSource>, Window),
    Close,
    /// All filters that there shall be.
    Filter(Vec<Wish>),
    Search(Option<String>),
    Show(Window),
    /// Marks a line, or takes its mark away.
    Mark(usize),
    /// Adds up the lines that are shown, in news, until something else is wanted.
    Sum(Option<Sum>),
    /// Goes on with what is still written, or no longer.
    Follow(bool),
    /// Reads on backwards to this moment.
    Earlier(Timestamp),
    Export(Form),
    /// Folds the groups of a job's log, or shows all their lines.
    Fold(bool),
    /// Reads no further; what was read stays.
    Stop,
}

/// Where lines come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogSource {
    Group {
        environment: EnvironmentName,
        group: LogGroupName,
        /// None of them: all.
        streams: Vec<LogStreamName>,
        from: Timestamp,
        to: Option<Timestamp>,
    },
    /// What a job of a workflow run printed.
    Job(Repository, JobId),
    /// By its path; a pipe too.
    File(String),
}

/// The rows that a screen holds ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub at: Place,
    /// So many rows further down from there, or up.
    pub by: isize,
    pub before: usize,
    pub after: usize,
    /// Bytes of a line's text at most.
    pub most: usize,
    /// Columns of the histogram; nought for none.
    pub columns: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    First,
    /// The last line, and with each news the last one then.
    Last,
    Line(usize),
    Time(Millis),
    /// The next of its kind after a line, or before it; round the end.
    Next {
        sought: Sought,
        from: usize,
        down: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sought {
    Hit,
    /// The line itself counts.
    HitFromHere,
    Error,
    Mark,
    Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sum {
    Invocations,
    Patterns,
}

/// How lines leave the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    JsonLines,
    Markdown,
}

/// A filter that somebody wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    pub keep: Keep,
    pub wanted: Wanted,
    pub on: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    Text(String),
    Field(String),
    Levels(Levels),
    /// From the first moment on, and before the second.
    Time(Millis, Millis),
    Stream(String),
}

impl Wish {
    pub fn of(keep: Keep, wanted: Wanted) -> Self {
        Self {
            keep,
            wanted,
            on: true,
        }
    }
}

impl Wanted {
    /// # Errors
    /// The text is no regular expression, or no condition.
    pub fn test(&self) -> Result<Test, Reason> {
        Ok(match self {
            Self::Text(typed) => Test::Text(Matcher::new(typed).map_err(reason)?),
            Self::Field(typed) => Test::Field(Condition::parse(typed).map_err(reason)?),
            Self::Levels(levels) => Test::Levels(*levels),
            Self::Time(from, to) => Test::Time(*from, *to),
            Self::Stream(name) => Test::Stream(name.clone()),
        })
    }

    /// The levels that it lets through, the most serious first: `fatal, error`.
    pub fn levels_in_words(levels: Levels) -> String {
        let named = [Level::Plain].into_iter().chain(Level::NAMED).rev();
        let words = named
            .filter(|level| levels.has(*level))
            .map(Level::word)
            .collect::<Vec<_>>();
        words.join(", ")
    }
}

fn reason(error: impl std::fmt::Display) -> Reason {
    error.to_string().into()
}
