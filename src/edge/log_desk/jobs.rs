//! What a job printed as the source of a log: piece by piece, as it comes from GitHub.

use super::{Reading, Step};
use crate::{
    ask::{Answer, Ask, Question, github::actions},
    facts::{Fault, FaultKind},
    logs::{Desk, LogSource},
};

/// Some logs begin with one; it is no part of the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

#[derive(Debug)]
pub(super) struct Job {
    reading: Reading,
    ask: Ask,
    is_reading: bool,
    /// Bytes that came so far, and how many there will be.
    came: u64,
    size: Option<u64>,
    pub(super) fault: Option<Fault>,
}

impl Job {
    /// None: the sources are no job.
    pub(super) fn of(log: u64, sources: &[LogSource]) -> Option<Self> {
        sources.iter().find_map(|source| match source {
            LogSource::Job(repository, job) => Some(Self {
                reading: Reading {
                    log,
                    group: 0,
                    round: 0,
                },
                ask: actions::JobLog(*job).in_repository(repository).into(),
                is_reading: true,
                came: 0,
                size: None,
                fault: None,
            }),
            LogSource::Group { .. } | LogSource::File(_) => None,
        })
    }

    pub(super) fn begin(&self) -> Step {
        Step::Stream(self.reading, self.ask.clone())
    }

    pub(super) fn is_reading(&self) -> bool {
        self.is_reading
    }

    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    pub(super) fn piece(&mut self, piece: &[u8], size: Option<u64>, desk: &mut Desk) {
        if !self.is_reading {
            return;
        }
        let text = match self.came {
            0 => piece.strip_prefix(BYTE_ORDER_MARK).unwrap_or(piece),
            _ => piece,
        };
        self.came += piece.len() as u64;
        self.size = size;
        desk.feed(text);
    }

    /// All has come; or no more will, and what came stays.
    pub(super) fn answered(&mut self, result: Result<&Answer, Fault>, desk: &mut Desk) {
        if !self.is_reading {
            return;
        }
        let log = result.and_then(|answer| actions::JobLog::typed(answer).ok_or_else(not_a_log));
        match log {
            Ok(log) if self.came == 0 => {
                self.piece(log.text.raw().as_bytes(), log.length, desk);
                self.fault = log.cut_at.map(cut);
            }
            Ok(_) => {}
            Err(fault) => self.fault = Some(fault),
        }
        self.is_reading = false;
        // A last line without its end is a line too.
        desk.feed(b"");
    }

    pub(super) fn stop(&mut self) {
        if std::mem::take(&mut self.is_reading) {
            self.fault = Some(Fault::new(
                FaultKind::Offline,
                "Reading was stopped: the end of the log is missing.",
                "Open it again to read it whole.",
            ));
        }
    }
}

fn cut(bytes: u64) -> Fault {
    Fault::new(
        FaultKind::Offline,
        format!("The log is longer: only its first {bytes} bytes were kept."),
        "Its whole text is on the run's page.",
    )
}

fn not_a_log() -> Fault {
    Fault::new(
        FaultKind::Bug,
        "GitHub's answer was not taken for the log of a job.",
        "Report this with the log of the run.",
    )
}
