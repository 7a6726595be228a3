//! The lines of a log as they come, each once.

use serde_json::json;

use crate::{
    cli::{Stop, output},
    logs::{Level, Log, Moved, Row, masked},
};

/// Longer lines are cut in text, where they say so, and whole in JSON.
const MOST: usize = 64 << 10;

pub(super) struct Printer {
    json: bool,
    count: bool,
    /// Lines since the log's beginning that were seen.
    seen: u64,
    counted: u64,
}

impl Printer {
    pub(super) fn new(json: bool, count: bool) -> Self {
        Self {
            json,
            count,
            seen: 0,
            counted: 0,
        }
    }

    /// Prints what is shown of the lines before `until` that were not seen yet.
    pub(super) fn print(&mut self, log: &Log, until: usize) -> Result<(), Stop> {
        let dropped = log.store().totals().dropped;
        let from = usize::try_from(self.seen.saturating_sub(dropped)).unwrap_or(usize::MAX);
        self.seen = dropped + until as u64;
        self.give(log, from..until)
    }

    fn give(&mut self, log: &Log, lines: impl Iterator<Item = usize>) -> Result<(), Stop> {
        let shown = lines.filter(|line| log.filters().is_visible(*line));
        if self.count {
            self.counted += shown
                .filter(|line| log.store().level(*line) != Level::Gap)
                .count() as u64;
            return Ok(());
        }
        let most = if self.json { usize::MAX / 2 } else { MOST };
        let rows = shown.map(|line| log.row(line, most));
        match self.json {
            true => output::json_lines(rows.map(|row| as_json(&row))),
            false => output::lines(rows.map(|row| as_text(&row))),
        }
    }

    /// Prints what a page of events brought, late ones too.
    pub(super) fn print_came(&mut self, log: &Log, moved: &Moved) -> Result<(), Stop> {
        match moved.came.as_slice() {
            [] => self.give(log, moved.from..log.store().len()),
            came => self.give(log, came.iter().copied()),
        }
    }

    pub(super) fn end(&self) -> Result<(), Stop> {
        if self.count {
            output::say(&self.counted.to_string())?;
        }
        Ok(())
    }
}

fn as_json(row: &Row) -> String {
    let text = masked(&row.text);
    let mut line = json!({ "text": String::from_utf8_lossy(&text) });
    if let Some(at) = row
        .time
        .and_then(|time| jiff::Timestamp::from_millisecond(time).ok())
    {
        line["at"] = json!(at.to_string());
    }
    if row.level != Level::Plain {
        line["level"] = json!(row.level.word());
    }
    if let Some(origin) = &row.origin {
        line["group"] = json!(origin.group);
        line["stream"] = json!(origin.stream);
    }
    if let Some(late) = row.late {
        line["late_ms"] = json!(late);
    }
    line.to_string()
}

/// A line of a file is itself; an event has its time and stream before it.
fn as_text(row: &Row) -> String {
    let masked = masked(&row.text);
    let text = String::from_utf8_lossy(&masked);
    let text = match row.len.checked_sub(row.text.len()) {
        Some(more @ 1..) => format!("{text} ... +{more} bytes"),
        _ => text.into_owned(),
    };
    match (
        &row.origin,
        row.time
            .and_then(|time| jiff::Timestamp::from_millisecond(time).ok()),
    ) {
        (Some(origin), Some(at)) => format!("{at:.3} {} {text}", origin.stream),
        _ => text,
    }
}
