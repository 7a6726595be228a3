//! Lines as they leave the program: JSON Lines or Markdown, each with where it was
//! written, so that somebody else finds it. Secrets are masked, always.

use jiff::Timestamp;
use serde_json::json;

use super::{Level, Millis, Row, masked};

/// Longer lines are cut, and say so.
pub(super) const MOST_BYTES: usize = 64 << 10;

/// One object a line.
pub(super) fn json_lines(rows: &[Row]) -> String {
    rows.iter().map(|row| as_json(row) + "\n").collect()
}

/// A line with its place as one JSON object.
pub fn as_json(row: &Row) -> String {
    let text = masked(&row.text);
    let mut line = json!({ "text": String::from_utf8_lossy(&text) });
    if let Some(at) = row.time.and_then(moment) {
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

fn moment(time: Millis) -> Option<Timestamp> {
    Timestamp::from_millisecond(time).ok()
}

/// A block of lines for each stretch of one stream, under its group and stream.
pub(super) fn markdown(rows: &[Row]) -> String {
    let mut out = String::new();
    for stretch in rows.chunk_by(|a, b| a.origin == b.origin) {
        if let Some(origin) = stretch.first().and_then(|row| row.origin.as_ref()) {
            let (group, stream) = (code(&origin.group), code(&origin.stream));
            out.push_str(&format!("Log group {group}, stream {stream}:\n\n"));
        }
        let lines: Vec<String> = stretch.iter().map(as_line).collect();
        let fence = fence(&lines);
        out.push_str(&format!("{fence}text\n{}\n{fence}\n\n", lines.join("\n")));
    }
    out
}

fn as_line(row: &Row) -> String {
    let text = masked(&row.text);
    let text = String::from_utf8_lossy(&text);
    match row.time.and_then(moment) {
        Some(at) => format!("{at:.3} {text}"),
        None => text.into_owned(),
    }
}

/// A name with a backtick in it would end the code that it stands in.
fn code(name: &str) -> String {
    format!("`{}`", name.replace(['`', '\n', '\r'], "'"))
}

/// Longer than any run of backticks in the lines.
fn fence(lines: &[String]) -> String {
    let runs = lines.iter().flat_map(|line| line.split(|c| c != '`'));
    "`".repeat(runs.map(str::len).max().unwrap_or(0).max(2) + 1)
}
