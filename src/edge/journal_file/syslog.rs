//! The head's hash for the system's log: who owns the journal could compute it
//! anew, but not what the log already has.
//!
//! Never in the way: a log that is absent or full is told of once, in ours.

use std::{
    os::unix::net::UnixDatagram,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use jiff::tz::TimeZone;

use crate::gate::record::{Record, Stage};

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
        let Some(socket) = &self.socket else {
            return;
        };
        let sent = UnixDatagram::unbound().and_then(|from| {
            from.set_nonblocking(true)?;
            from.send_to(line(record).as_bytes(), socket)
        });
        if let Err(error) = sent
            && !self.complained.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(?socket, %error, "the journal's head is not told to syslog");
        }
    }
}

/// As RFC 3164 has it, and without the host, as local daemons expect it. Nothing
/// in it comes from outside but the change's number, of which only letters,
/// digits and dashes are passed on.
fn line(record: &Record) -> String {
    let at = record.at.to_zoned(TimeZone::system());
    let change = record.entry.change.chars();
    let change: String = change
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(64)
        .collect();
    format!(
        "<{PRIORITY}>{} watchkeeper[{}]: journal record {} {} change {change} sha256 {}",
        at.strftime("%b %e %H:%M:%S"),
        std::process::id(),
        record.seq,
        word(&record.entry.stage),
        record.hash,
    )
}

fn word(stage: &Stage) -> &'static str {
    match stage {
        Stage::Proposed => "proposed",
        Stage::Refused { .. } => "refused",
        Stage::Intent => "intent",
        Stage::Done { .. } => "done",
        Stage::Verified(_) => "verified",
        Stage::Settled { .. } => "settled",
    }
}
