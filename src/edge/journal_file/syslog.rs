//! The head's hash for the system's log: who owns the journal could compute it
//! again, but not what the log already has.
//!
//! Never in the way: a log that is absent or full is told of once, in ours.

use std::{
    os::unix::net::UnixDatagram,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use jiff::{Timestamp, tz::TimeZone};

use crate::gate::record::{Note, Record, Says, Stage};

/// Facility authpriv (10), severity notice (5).
const PRIORITY: u8 = 10 * 8 + 5;

#[derive(Debug)]
pub(super) struct Syslog {
    socket: Option<PathBuf>,
    complained: AtomicBool,
}

impl Syslog {
    pub(super) fn off() -> Self {
        Self {
            socket: None,
            complained: AtomicBool::new(false),
        }
    }

    pub(super) fn system() -> Self {
        Self::at(PathBuf::from("/dev/log"))
    }

    pub(super) fn at(socket: PathBuf) -> Self {
        Self {
            socket: Some(socket),
            ..Self::off()
        }
    }

    pub(super) fn tell(&self, record: &Record) {
        self.send(&line(record));
    }

    pub(super) fn tell_note(&self, note: &Note) {
        let word = match note.note.says {
            Says::Renewed(_) => "renewed",
            Says::Looked { .. } => "looked",
        };
        let (seq, hash) = (note.seq, &note.hash);
        let said = format!("journal record {seq} {word} sha256 {hash}");
        self.send(&addressed(note.at, &said));
    }

    fn send(&self, line: &str) {
        let Some(socket) = &self.socket else {
            return;
        };
        let sent = UnixDatagram::unbound().and_then(|from| {
            from.set_nonblocking(true)?;
            from.send_to(line.as_bytes(), socket)
        });
        if let Err(error) = sent
            && !self.complained.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(?socket, %error, "the journal's head is not sent to syslog");
        }
    }
}

/// Nothing in it comes from outside but the change's number, of which only letters,
/// digits and dashes are passed on.
fn line(record: &Record) -> String {
    let change = record.entry.change.chars();
    let change: String = change
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(64)
        .collect();
    let said = format!(
        "journal record {} {} change {change} sha256 {}",
        record.seq,
        word(&record.entry.stage),
        record.hash,
    );
    addressed(record.at, &said)
}

/// As RFC 3164 has it, and without the host, as local daemons expect it.
fn addressed(at: Timestamp, said: &str) -> String {
    let at = at.to_zoned(TimeZone::system());
    format!(
        "<{PRIORITY}>{} watchkeeper[{}]: {said}",
        at.strftime("%b %e %H:%M:%S"),
        std::process::id(),
    )
}

fn word(stage: &Stage) -> &'static str {
    match stage {
        Stage::Proposed => "proposed",
        Stage::Left => "left",
        Stage::Refused { .. } => "refused",
        Stage::Intent => "intent",
        Stage::Done { .. } => "done",
        Stage::Verified(_) => "verified",
        Stage::Settled { .. } => "settled",
    }
}
