//! The answer of `check drift`, as text and as JSON.

mod json;
mod text;

use jiff::Timestamp;

pub use json::as_json;
pub use text::as_text;

use crate::{
    facts::{Caller, Fault, RoleName, UseHit},
    rules::drift::{DriftItem, DriftReport},
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
    /// Lines of the repository that make requests which only live allows.
    pub used: &'a [Used],
}

/// Who relies on one item's difference.
#[derive(Clone, Debug)]
pub struct Used {
    pub role: RoleName,
    /// `DriftItem::key`.
    pub item: String,
    pub hits: Vec<UseHit>,
}

impl Used {
    fn places(&self) -> Vec<String> {
        let hits = self.hits.iter();
        hits.map(|hit| format!("{}:{}", hit.path, hit.line))
            .collect()
    }
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
    fn used_by(&self, item: &DriftItem) -> Vec<String> {
        let key = item.key();
        let of_item = |used: &&Used| used.role == item.role && used.item == key;
        let used = self.used.iter().find(of_item);
        used.map(Used::places).unwrap_or_default()
    }

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
