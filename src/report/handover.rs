//! `handover`: a watch for whoever comes next: what is open and why, what went, what was
//! changed, what was acknowledged and accepted, what was left, and what it takes to know more.
//!
//! Judges nothing. Secrets are masked in every line, and what others wrote stands between
//! backticks.

mod json;
mod markdown;
mod timeline;

use jiff::Timestamp;

pub use json::as_json;
pub use markdown::as_markdown;

use crate::{
    cause::chain::{Link, LinkKind},
    checks::watch::{Trouble, WatchReport},
    facts::{Caller, EnvironmentName, JournalLine, JournalView},
    logs::masked,
};

#[derive(Debug)]
pub struct Handover<'a> {
    pub environment: &'a EnvironmentName,
    pub caller: Option<&'a Caller>,
    pub at: Timestamp,
    /// When the watch began; None: nobody said, so changes of all times are told.
    pub since: Option<Timestamp>,
    pub report: &'a WatchReport,
    /// What went since the watch began; an error where nothing tells what was there then.
    pub closed: Result<Vec<Closed>, String>,
    /// An error where it could not be read.
    pub journal: Result<&'a JournalView, String>,
}

/// What was found before and is found no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub id: String,
    pub title: String,
    /// When that was seen; None: between two handovers.
    pub at: Option<Timestamp>,
}

impl Handover<'_> {
    /// The journal's lines of the watch, the oldest first.
    fn changes(&self) -> Vec<&JournalLine> {
        let view = self.journal.as_ref().map(|view| view.lines.as_slice());
        let lines = view.unwrap_or_default().iter().rev();
        let is_of_watch = |line: &&JournalLine| self.since.is_none_or(|since| line.at >= since);
        lines.filter(is_of_watch).collect()
    }

    fn acknowledged(&self) -> impl Iterator<Item = &Trouble> {
        let all = self.report.troubles.iter();
        all.filter(|one| one.acknowledged.is_some())
    }
}

/// What it takes to know more of it.
fn needed(trouble: &Trouble) -> impl Iterator<Item = &Link> {
    let links = trouble.chain.iter();
    links.filter(|link| link.kind == LinkKind::Needed)
}

/// Each line without its secrets.
fn without_secrets(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let line = masked(line.as_bytes());
        String::from_utf8_lossy(&line).into_owned()
    });
    lines.collect::<Vec<String>>().join("\n")
}
