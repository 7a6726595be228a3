//! What a row of the audit is, and what is found by it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{HealthStatus, Judged, RULES, Seen};
use crate::{
    ask::AwsAsk,
    facts::{self, Evidence, Expected, Finding, Priority, ResourceKind, ResourceName, Status},
};

/// The parts of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    Persistent,
    Foundation,
    Compute,
    Edge,
}

impl Area {
    pub const ALL: [Self; 4] = [
        Self::Persistent,
        Self::Foundation,
        Self::Compute,
        Self::Edge,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Persistent => "Persistent",
            Self::Foundation => "Foundation",
            Self::Compute => "Compute",
            Self::Edge => "Edge and monitoring",
        }
    }
}

#[derive(Debug)]
pub struct Rule {
    /// The name of its file.
    pub id: &'static str,
    /// What the row says of a thing: `runs`.
    pub title: &'static str,
    /// What it means where it is not well.
    pub why: &'static str,
    pub fix: &'static str,
    pub kind: ResourceKind,
    pub area: Area,
    pub priority: Priority,
    /// Whether there is such a row for this thing.
    pub(super) applies: fn(&Expected) -> bool,
    pub asks: fn(&Expected) -> Vec<AwsAsk>,
    /// An error is what it comes to without an answer.
    pub(super) judge: fn(&Expected, &Seen<'_>) -> Result<Judged, Judged>,
}

/// One row of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowReport {
    pub rule: String,
    pub kind: ResourceKind,
    pub name: ResourceName,
    pub area: Area,
    pub judged: Judged,
    /// The actions that were called for it.
    pub calls: Vec<String>,
    /// When the oldest of its answers came.
    pub at: Option<Timestamp>,
}

/// The rows of one thing.
pub fn rows(expected: &Expected) -> impl Iterator<Item = &'static Rule> {
    let of_kind = RULES.iter().copied();
    of_kind.filter(move |rule| rule.kind == expected.kind && (rule.applies)(expected))
}

impl Rule {
    pub fn judge(&self, expected: &Expected, seen: &Seen<'_>) -> Judged {
        let judged = (self.judge)(expected, seen);
        judged.unwrap_or_else(|without| without)
    }
}

/// What is to be done about a row; None: nothing.
pub fn finding(row: &RowReport) -> Option<Finding> {
    let rule = RULES.iter().find(|rule| rule.id == row.rule)?;
    let status = row.judged.status;
    status.is_ill().then_some(())?;
    let name = row.name.raw();
    let red = matches!(status, HealthStatus::Issue | HealthStatus::Missing);
    let mut evidence = vec![Evidence {
        what: format!("{} {name}: {}", row.kind.word(), row.judged.value),
        source: row.calls.join(", "),
        at: row.at,
    }];
    evidence.extend(row.judged.why.iter().map(|why| Evidence {
        what: why.clone(),
        source: row.calls.join(", "),
        at: None,
    }));
    evidence.push(Evidence {
        what: rule.why.to_owned(),
        source: rule.id.to_owned(),
        at: None,
    });
    Some(Finding {
        id: format!("health/{}/{name}", rule.id),
        rule: rule.id.into(),
        priority: rule.priority,
        status: if red { Status::Red } else { Status::Amber },
        subject: facts::Subject {
            kind: row.kind.word().into(),
            name: name.to_owned(),
            parent: None,
        },
        title: format!(
            "{} {name} is {}: {}",
            row.kind.word(),
            status.word(),
            row.judged.value
        ),
        evidence,
        remedy: rule.fix.into(),
    })
}

/// For rows that every thing of their kind has.
pub(super) fn always(_: &Expected) -> bool {
    true
}
