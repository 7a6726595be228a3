//! What a log tells: all that a screen shows of it, in one piece.

use serde::{Deserialize, Serialize};

use super::order::{Form, Wish};
use crate::{
    facts::Fault,
    logs::{Histogram, Invocation, Log, Pattern, Row, export},
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// The opening that they are of, and the newest order that they follow.
    pub log: u64,
    pub answers: u64,
    /// Counts what moved lines; `moves` are those since the news before, in order: the
    /// places of what came among the lines.
    pub epoch: u64,
    pub moves: Vec<Vec<usize>>,
    /// The line that the window was meant for; None: there is none.
    pub at: Option<usize>,
    /// The number of the first row among all that are shown.
    pub first_row: usize,
    pub rows: Vec<Row>,
    pub counts: Counts,
    /// The filters that every row passes.
    pub filters: Vec<Applied>,
    pub histogram: Option<Histogram>,
    /// How many of the shown lines have what is searched for; None: nothing is.
    pub hits: Option<usize>,
    /// Which of them the window's line is, from one on.
    pub hit: usize,
    pub sum: Option<Summary>,
    pub exported: Option<Exported>,
    pub progress: Progress,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub lines: usize,
    pub visible: usize,
    pub bytes: u64,
    /// Lines that made room for newer ones.
    pub dropped: u64,
    pub marks: usize,
}

/// A filter, and how many lines it hides by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    pub wish: Wish,
    pub hides: usize,
}

/// How far reading has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub is_reading: bool,
    /// What is still written is looked for.
    pub is_following: bool,
    /// Pages of events, or bytes of a file, that were read.
    pub pages: u64,
    /// How many bytes there will be, where that is known.
    pub size: Option<u64>,
    /// Why reading stopped.
    pub fault: Option<Fault>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Summary {
    Invocations(Vec<Invocation>),
    Patterns(Vec<Pattern>),
}

/// Lines on their way out, masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    pub form: Form,
    pub lines: usize,
    /// Lines that are not in it because there are too many.
    pub left_out: usize,
    /// They are the marked ones.
    pub is_marked: bool,
    pub text: String,
}

/// More lines than anybody pastes.
const MOST_LINES: usize = 2_000;

impl Exported {
    /// The marked lines; where none is marked, those that are shown, the last ones first
    /// to stay.
    pub(super) fn of(log: &Log, form: Form) -> Self {
        let marked = log.bookmarks().lines();
        let visible = log.filters().visible(log.store());
        let all = match marked.len() {
            0 => visible,
            marked => marked,
        };
        let left_out = all.saturating_sub(MOST_LINES);
        let line = |at: usize| match marked.is_empty() {
            true => log.filters().line(at, log.store()),
            false => marked.get(at).copied(),
        };
        let rows: Vec<Row> = (left_out..all)
            .filter_map(line)
            .map(|line| log.row(line, export::MOST_BYTES))
            .collect();
        Self {
            form,
            lines: rows.len(),
            left_out,
            is_marked: !marked.is_empty(),
            text: match form {
                Form::JsonLines => export::json_lines(&rows),
                Form::Markdown => export::markdown(&rows),
            },
        }
    }
}
