//! What one line says of an invocation, in Lambda's own words.

use memchr::memmem;

use super::{Invocation, Outcome};
use crate::logs::fields::{Value, field};

#[derive(Debug)]
pub(super) enum Said {
    Start(String),
    /// The line is this request's.
    Of(String),
    Report(String, Report),
    /// The line is about an environment that serves many requests.
    Environment,
    Nothing,
}

#[derive(Debug, Default)]
pub(super) struct Report {
    duration_ms: Option<f64>,
    cold_start_ms: Option<f64>,
    memory_used_mb: Option<u32>,
    memory_size_mb: Option<u32>,
    outcome: Option<Outcome>,
}

impl Report {
    pub(super) fn onto(self, invocation: &mut Invocation) {
        invocation.duration_ms = self.duration_ms;
        invocation.cold_start_ms = self.cold_start_ms;
        invocation.memory_used_mb = self.memory_used_mb;
        invocation.memory_size_mb = self.memory_size_mb;
        invocation.outcome = match (self.outcome, invocation.outcome) {
            (Some(said), _) => said,
            (None, Outcome::Open) if invocation.errors > 0 => Outcome::Error,
            (None, Outcome::Open) => Outcome::Ok,
            (None, known) => known,
        };
    }
}

pub(super) fn said(line: &[u8]) -> Said {
    if let Some(rest) = line.strip_prefix(b"START RequestId: ") {
        return Said::Start(word(rest));
    }
    if let Some(rest) = line.strip_prefix(b"END RequestId: ") {
        return Said::Of(word(rest));
    }
    if let Some(rest) = line.strip_prefix(b"REPORT RequestId: ") {
        return Said::Report(word(rest), of_text(rest));
    }
    if line.trim_ascii_start().first() == Some(&b'{') {
        return of_json(line);
    }
    Said::Nothing
}

pub(super) fn timed_out(line: &[u8]) -> bool {
    memmem::find(line, b"Task timed out after").is_some()
}

fn word(rest: &[u8]) -> String {
    let len = rest
        .iter()
        .position(u8::is_ascii_whitespace)
        .unwrap_or(rest.len());
    String::from_utf8_lossy(&rest[..len]).into_owned()
}

/// `Duration: 102.25 ms`, `Max Memory Used: 70 MB`, between tabs.
fn of_text(report: &[u8]) -> Report {
    let mut found = Report::default();
    for part in report.split(|byte| *byte == b'\t') {
        let part = String::from_utf8_lossy(part);
        let Some((name, value)) = part.trim().split_once(": ") else {
            continue;
        };
        let number = value
            .split(' ')
            .next()
            .and_then(|number| number.parse::<f64>().ok());
        match name {
            "Duration" => found.duration_ms = number,
            "Init Duration" | "Restore Duration" => found.cold_start_ms = number,
            "Memory Size" => found.memory_size_mb = number.map(whole),
            "Max Memory Used" => found.memory_used_mb = number.map(whole),
            "Status" => found.outcome = outcome(value.as_bytes()),
            _ => {}
        }
    }
    found
}

fn outcome(status: &[u8]) -> Option<Outcome> {
    match status {
        b"success" => Some(Outcome::Ok),
        b"timeout" => Some(Outcome::TimedOut),
        b"error" | b"failure" => Some(Outcome::Error),
        _ => None,
    }
}

/// Megabytes are small numbers; what is not becomes nought.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked"
)]
fn whole(number: f64) -> u32 {
    if (0.0..1e9).contains(&number) {
        number as u32
    } else {
        0
    }
}

fn of_json(line: &[u8]) -> Said {
    const IDS: [&str; 4] = [
        "requestId",
        "record.requestId",
        "aws_request_id",
        "AWSRequestId",
    ];
    let kind = field(line, "type").map(|kind| kind.text());
    let kind = kind.as_deref().unwrap_or_default();
    if kind.starts_with(b"platform.invoke") || kind.starts_with(b"platform.spinDown") {
        return Said::Environment;
    }
    let id = IDS
        .iter()
        .find_map(|path| field(line, path))
        .and_then(|id| match id {
            Value::Text(_) => Some(String::from_utf8_lossy(&id.text()).into_owned()),
            Value::Other(_) => None,
        });
    match (id, kind) {
        (Some(id), b"platform.start") => Said::Of(id),
        (Some(id), b"platform.report") => {
            let number = |name: &str| {
                field(line, &format!("record.metrics.{name}")).and_then(|value| value.number())
            };
            let report = Report {
                duration_ms: number("durationMs"),
                cold_start_ms: number("initDurationMs").or_else(|| number("restoreDurationMs")),
                memory_used_mb: number("maxMemoryUsedMB").map(whole),
                memory_size_mb: number("memorySizeMB").map(whole),
                outcome: field(line, "record.status").and_then(|status| outcome(&status.text())),
            };
            Said::Report(id, report)
        }
        (Some(id), _) => Said::Of(id),
        (None, _) => Said::Nothing,
    }
}
