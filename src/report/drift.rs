//! The answer of `check drift`, as text and as JSON.

mod json;
mod text;

use jiff::Timestamp;

pub use json::as_json;
pub(crate) use json::escaped;
pub use text::as_text;

use crate::{
    facts::{Caller, Fault},
    rules::drift::DriftReport,
};

/// A finished check.
#[derive(Debug)]
pub struct Checked<'a> {
    pub environment: &'a str,
    pub caller: Option<&'a Caller>,
    pub at: Timestamp,
    /// What could not be read, and of which environment.
    pub faults: Vec<(String, Fault)>,
    pub report: &'a DriftReport,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    InSync,
    Findings,
    Unknown,
}

impl Outcome {
    /// Never 0 by ignorance.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::InSync => 0,
            Self::Findings => 1,
            Self::Unknown => 2,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::InSync => "ok",
            Self::Findings => "findings",
            Self::Unknown => "unknown",
        }
    }
}

impl Checked<'_> {
    pub fn status(&self) -> Outcome {
        if !self.report.findings.is_empty() {
            Outcome::Findings
        } else if self.faults.is_empty() && self.report.unknown.is_empty() {
            Outcome::InSync
        } else {
            Outcome::Unknown
        }
    }
}
