//! `journal`: what was proposed, refused, applied or left in doubt, and whether
//! the record of it is whole. Writes only what a person settles, and a new journal
//! in the place of a broken one.

mod renew;
mod settle;

use std::collections::HashSet;

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::{
    Stop, not_restricted,
    output::{json, report, tell},
    when::When,
};
use crate::{
    config::Loaded,
    edge::{journal_file::JournalFile, terminal},
    facts::{Fault, JournalLine, JournalStage, JournalView},
    gate::{Typed, record::ToldAs},
    report::journal::{Checked, Shown, export::as_markdown, settle::mistyped},
};

#[derive(Debug, Subcommand)]
pub(super) enum Journal {
    /// Show the newest entries, newest first.
    Show {
        /// Print JSON instead of text.
        #[arg(long)]
        json: bool,
        /// At most so many entries; the journal's view ends at 2000.
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
        #[command(flatten)]
        only: Only,
    },
    /// Print the changes as Markdown for an incident's report, the oldest first.
    Export {
        #[command(flatten)]
        only: Only,
    },
    /// Check the chain; exits 0 whole, 1 with the first broken link, 2 if it could not be read.
    Verify {
        /// Print JSON instead of text.
        #[arg(long)]
        json: bool,
        /// A hash noted elsewhere (syslog, a handover) that the chain must have.
        #[arg(long, value_name = "HASH", value_parser = hash)]
        head: Option<String>,
    },
    /// Settle a change in doubt by what you saw; asks for its target's name in a terminal.
    /// Exits 0 settled, 1 left as it is, 2 if the journal could not be read or is taken.
    Settle {
        /// The change's number, as `journal show` has it; or the name of a stretch that
        /// could not be read, as `journal verify` has it.
        #[arg(value_name = "CHANGE")]
        change: String,
        /// What became of it; of a stretch: `looked`.
        #[arg(value_enum)]
        told: Settlement,
    },
    /// Move a broken journal aside and open a new one with its head and its doubts; asks
    /// in a terminal. Exits 0 renewed, 1 left as it is, 2 if it is taken, 64 if it holds.
    Renew,
}

/// Which changes are meant: all that is given holds.
#[derive(Debug, Args)]
pub(super) struct Only {
    /// Only the entries of this change.
    #[arg(long, value_name = "ID")]
    change: Option<String>,
    /// Only changes that were applied, if only half the way.
    #[arg(long)]
    applied: bool,
    /// Only of people whose name has this in it, or the AWS caller's.
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Only in this environment.
    #[arg(long = "in", value_name = "ENVIRONMENT")]
    written_in: Option<String>,
    /// Only from then on: `2h`, `30m`, or a time.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    since: Option<When>,
    /// Only before then.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    until: Option<When>,
}

impl Only {
    /// The lines of these changes, newest first as they come.
    fn of<'a>(&self, view: &'a JournalView, now: Timestamp) -> Vec<&'a JournalLine> {
        let applied: HashSet<&str> = view
            .lines
            .iter()
            .filter(|line| matches!(line.stage, JournalStage::Applied | JournalStage::HalfDone))
            .map(|line| line.change.as_str())
            .collect();
        let has = |text: &str, part: &String| text.to_lowercase().contains(&part.to_lowercase());
        let is_meant = |line: &&JournalLine| {
            let caller = line.caller.as_ref().map_or("", |caller| caller.raw());
            self.change
                .as_ref()
                .is_none_or(|change| line.change == *change)
                && (!self.applied || applied.contains(line.change.as_str()))
                && self
                    .person
                    .as_ref()
                    .is_none_or(|person| has(line.who.raw(), person) || has(caller, person))
                && self
                    .written_in
                    .as_ref()
                    .is_none_or(|name| line.environment.raw() == name)
                && self.since.is_none_or(|since| line.at >= since.at(now))
                && self.until.is_none_or(|until| line.at < until.at(now))
        };
        view.lines.iter().filter(is_meant).collect()
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Settlement {
    Applied,
    NotApplied,
    /// Of a stretch that could not be read: you looked what it may have written.
    Looked,
}

/// At the least what a handover quotes of it.
fn hash(text: &str) -> Result<String, String> {
    let text = text.trim().to_ascii_lowercase();
    if (12..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(text)
    } else {
        Err("write 12 to 64 hexadecimal digits".to_owned())
    }
}

const UNREAD: u8 = 2;
/// Nothing was done: left, or the wrong thing was typed.
const LEFT: u8 = 1;

pub(super) fn run(loaded: &Loaded, command: &Journal) -> Result<u8, Stop> {
    not_restricted(loaded, "journal")?;
    let journal = JournalFile::ambient();
    match command {
        Journal::Show { json, limit, only } => show(&journal, *json, *limit, only),
        Journal::Export { only } => export(&journal, only),
        Journal::Verify { json, head } => verify(&journal, *json, head.as_deref()),
        Journal::Settle { change, told } => match told {
            Settlement::Applied => settle::run(loaded, &journal, change, ToldAs::Applied),
            Settlement::NotApplied => settle::run(loaded, &journal, change, ToldAs::NotApplied),
            Settlement::Looked => settle::looked(&journal, change),
        },
        Journal::Renew => renew::run(&journal),
    }
}

fn only_in_a_terminal(command: &str) -> Result<(), Stop> {
    if terminal::is_terminal() {
        return Ok(());
    }
    Err(Stop::Usage(format!(
        "`watchkeeper journal {command}` asks a person, and standard input or output is not a terminal. Start it in one, without a pipe."
    )))
}

/// What was typed, confirmed; None: nothing was, and why is said.
fn confirmed<T>(confirm: impl FnOnce(&str) -> Result<T, Typed>) -> Option<T> {
    let typed = terminal::asked().unwrap_or_default()?;
    match confirm(&typed) {
        Ok(confirmed) => Some(confirmed),
        Err(wrong) => {
            tell(&format!(
                "What was typed does not match: {}.",
                mistyped(wrong)
            ));
            None
        }
    }
}

fn unread(fault: Fault) -> Stop {
    Stop::Fault(UNREAD, fault)
}

fn show(journal: &JournalFile, as_json: bool, limit: usize, only: &Only) -> Result<u8, Stop> {
    let view = whole_or_said(journal)?;
    let mut lines = only.of(&view, Timestamp::now());
    lines.truncate(limit);
    let shown = Shown { lines, view: &view };
    match as_json {
        true => json(&shown.as_json())?,
        false => report(&shown.as_text())?,
    }
    Ok(0)
}

fn export(journal: &JournalFile, only: &Only) -> Result<u8, Stop> {
    let view = whole_or_said(journal)?;
    let lines = only.of(&view, Timestamp::now());
    report(&as_markdown(&view, &lines)).map(|()| 0)
}

/// The journal as it is, and beside the answer where it is broken.
fn whole_or_said(journal: &JournalFile) -> Result<JournalView, Stop> {
    let view = journal.view().map_err(unread)?;
    if let Some(broken) = &view.broken {
        tell(&format!("{broken} Nothing after that is vouched for."));
    }
    Ok(view)
}

fn verify(journal: &JournalFile, as_json: bool, head: Option<&str>) -> Result<u8, Stop> {
    let view = journal.view().map_err(unread)?;
    let found = match head {
        Some(head) => journal.with_hash(head).map_err(unread)?,
        None => None,
    };
    let checked = Checked {
        view: &view,
        wanted: head.map(|head| (head, found)),
    };
    match as_json {
        true => json(&checked.as_json())?,
        false => report(&checked.as_text())?,
    }
    Ok(u8::from(!checked.holds()))
}
