//! A moment on the command line: a time, or how long ago.

use jiff::{SignedDuration, Timestamp};

#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    At(Timestamp),
    Ago(SignedDuration),
}

impl When {
    pub(super) fn parse(typed: &str) -> Result<Self, String> {
        if let Ok(ago) = typed.parse::<SignedDuration>() {
            return Ok(Self::Ago(ago));
        }
        typed.parse().map(Self::At).map_err(|_| {
            "write how long ago (2h, 30m, 1h30m) or a time (2026-11-21T14:00:00Z)".to_owned()
        })
    }

    pub(super) fn at(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::Ago(ago) => now.checked_sub(ago).unwrap_or(Timestamp::MIN),
        }
    }
}
