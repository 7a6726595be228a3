//! `logs`: the lines of log groups, of a file or of standard input, filtered as the
//! console filters them. Secrets are masked; nothing is kept longer than it is needed.

mod groups;
mod print;

use std::{io::Read, path::PathBuf, thread, time::Duration};

use clap::Args;
use jiff::Timestamp;

use super::{Stop, not_restricted, output::tell, when::When};
use crate::{
    config::Loaded,
    edge::log_file::{Followed, Grown, LogFile},
    facts::{Fault, FaultKind},
    logs::{Condition, Keep, Level, Levels, Log, Matcher, Store, Test},
};
use print::Printer;

#[derive(Debug, Args)]
pub(super) struct Logs {
    /// Log groups of the environment; their events are merged in the order of their
    /// times. Without one standard input is read.
    #[arg(value_name = "GROUP", conflicts_with = "file")]
    groups: Vec<String>,
    /// A file instead, plain or packed by gzip or zstd.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only this log stream; may be repeated.
    #[arg(long, value_name = "STREAM", requires = "groups")]
    stream: Vec<String>,
    /// Only lines from then on: `2h`, `30m`, or a time; log groups begin an hour ago.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    since: Option<When>,
    /// Only lines before then.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    until: Option<When>,
    /// CloudWatch's own filter pattern, matched by CloudWatch.
    #[arg(long, value_name = "PATTERN", requires = "groups")]
    filter: Option<String>,
    /// Only lines that match this regular expression; of several, any.
    #[arg(long, value_name = "RE", value_parser = regex)]
    grep: Vec<Matcher>,
    /// Only lines that do not match it.
    #[arg(long, value_name = "RE", value_parser = regex)]
    not: Vec<Matcher>,
    /// Only lines of these levels.
    #[arg(long, value_name = "LEVEL", value_delimiter = ',', value_parser = level)]
    level: Vec<Level>,
    /// Only JSON lines with such a field: `status>=500`, `requestId=4f1c`.
    #[arg(long, value_name = "CONDITION", value_parser = condition)]
    field: Vec<Condition>,
    /// Go on with what is still written.
    #[arg(long, conflicts_with_all = ["until", "count"])]
    follow: bool,
    /// Print how many lines there are instead of the lines.
    #[arg(long)]
    count: bool,
    /// Print one JSON object a line.
    #[arg(long, conflicts_with = "count")]
    json: bool,
}

fn regex(typed: &str) -> Result<Matcher, String> {
    Matcher::regex(typed, typed).map_err(|error| error.to_string())
}

fn level(typed: &str) -> Result<Level, String> {
    Level::named(typed.as_bytes())
        .ok_or_else(|| "write one of trace, debug, info, warn, error, fatal".to_owned())
}

fn condition(typed: &str) -> Result<Condition, String> {
    Condition::parse(typed).map_err(|error| error.to_string())
}

/// How much text is held: the lines before are printed already.
const HELD: usize = 8 << 20;
const BLOCK: usize = 1 << 20;
/// How often a file is looked at that somebody still writes to.
const BETWEEN: Duration = Duration::from_millis(250);

impl Logs {
    /// A log with the filters that were asked for.
    fn log(&self, store: Store, now: Timestamp) -> Log {
        let mut log = Log::new(store, HELD);
        for (keep, matchers) in [(Keep::In, &self.grep), (Keep::Out, &self.not)] {
            for matcher in matchers {
                log.filter(keep, Test::Text(matcher.clone()));
            }
        }
        if !self.level.is_empty() {
            log.filter(
                Keep::In,
                Test::Levels(Levels::of(self.level.iter().copied())),
            );
        }
        for condition in &self.field {
            log.filter(Keep::In, Test::Field(condition.clone()));
        }
        if self.since.is_some() || self.until.is_some() {
            let edge = |when: Option<When>, otherwise: i64| {
                when.map_or(otherwise, |when| when.at(now).as_millisecond())
            };
            let (from, to) = (edge(self.since, i64::MIN), edge(self.until, i64::MAX));
            log.filter(Keep::In, Test::Time(from, to));
        }
        log
    }
}

pub(super) fn run(loaded: Loaded, logs: &Logs) -> Result<u8, Stop> {
    let now = Timestamp::now();
    if logs.groups.is_empty() || logs.groups == ["-"] {
        not_restricted(&loaded, "logs --file")?;
        return of_file(logs, now);
    }
    groups::run(loaded, logs, now)
}

fn of_file(logs: &Logs, now: Timestamp) -> Result<u8, Stop> {
    let opened = match &logs.file {
        Some(path) => LogFile::open(path).map_err(|fault| Stop::Fault(super::USAGE, fault))?,
        None => LogFile::standard_input(),
    };
    let mut bytes = opened.bytes;
    // Held, not read a second time: what was read is printed at once.
    let mut log = logs.log(Store::piped(), now);
    let mut printer = Printer::new(logs.json, logs.count);
    let mut block = vec![0; BLOCK];
    loop {
        let read = bytes.read(&mut block).map_err(broken)?;
        if read == 0 {
            break;
        }
        log.feed(&block[..read]);
        printer.print(&log, log.store().settled())?;
    }
    if logs.follow
        && let Some(path) = &logs.file
        && opened.size.is_some()
    {
        let read = log.store().totals().bytes;
        let followed = Followed::new(path.clone(), read).map_err(broken)?;
        follow(&mut log, &mut printer, followed, block)?;
    }
    printer.print(&log, log.store().len())?;
    printer.end()?;
    Ok(0)
}

fn follow(
    log: &mut Log,
    printer: &mut Printer,
    mut followed: Followed,
    mut block: Vec<u8>,
) -> Result<(), Stop> {
    loop {
        block.clear();
        match followed.grown(&mut block, BLOCK).map_err(broken)? {
            Grown::By(0) => thread::sleep(BETWEEN),
            Grown::By(_) => {
                log.feed(&block);
                printer.print(log, log.store().settled())?;
            }
            Grown::Cut => tell("the file was cut; reading goes on at its beginning"),
            Grown::Replaced => tell("another file has the name now; reading goes on in that one"),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "an argument of map_err")]
fn broken(error: std::io::Error) -> Stop {
    Stop::Fault(
        2,
        Fault::new(
            FaultKind::Malformed,
            "The log cannot be read to its end; what was read is above.",
            "If it is packed, look whether it is whole (`gzip -t`, `zstd -t`).",
        )
        .caused_by(error.to_string()),
    )
}
