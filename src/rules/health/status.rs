//! What a row comes to, and what the rows of an area do together.

use serde::{Deserialize, Serialize};

use crate::facts::{Fault, FaultKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum HealthStatus {
    Issue,
    Missing,
    Degraded,
    /// It is there, and nothing shows that it ever worked.
    NotTested,
    /// It could not be told.
    Unknown,
    /// It is as the inventory says that it is meant to be.
    ByDesign,
    Ok,
}

/// What the rows of an area come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Category {
    Issues,
    Degraded,
    NotTested,
    Unknown,
    Partial,
    Ok,
}

/// What the answers come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub status: HealthStatus,
    /// What was read, in a few words.
    pub value: String,
    /// Why it is not well, in a sentence.
    pub why: Option<String>,
}

impl HealthStatus {
    pub const ALL: [Self; 7] = [
        Self::Issue,
        Self::Missing,
        Self::Degraded,
        Self::NotTested,
        Self::Unknown,
        Self::ByDesign,
        Self::Ok,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Issue => "ISSUE",
            Self::Missing => "MISSING",
            Self::Degraded => "DEGRADED",
            Self::NotTested => "NOT-TESTED",
            Self::Unknown => "UNKNOWN",
            Self::ByDesign => "BY-DESIGN",
            Self::Ok => "OK",
        }
    }

    /// Something is to be done about it.
    pub fn is_ill(self) -> bool {
        matches!(
            self,
            Self::Issue | Self::Missing | Self::Degraded | Self::NotTested
        )
    }
}

impl Category {
    /// UNKNOWN never comes to OK.
    pub fn of(rows: impl IntoIterator<Item = HealthStatus>) -> Self {
        let rows: Vec<HealthStatus> = rows.into_iter().collect();
        let any = |wanted: HealthStatus| rows.contains(&wanted);
        let all = |wanted: HealthStatus| rows.iter().all(|one| *one == wanted);
        match () {
            () if any(HealthStatus::Issue) || any(HealthStatus::Missing) => Self::Issues,
            () if any(HealthStatus::Degraded) => Self::Degraded,
            () if rows.is_empty() || all(HealthStatus::Unknown) => Self::Unknown,
            () if all(HealthStatus::NotTested) => Self::NotTested,
            () if any(HealthStatus::NotTested) || any(HealthStatus::Unknown) => Self::Partial,
            () => Self::Ok,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Issues => "ISSUES",
            Self::Degraded => "DEGRADED",
            Self::NotTested => "NOT TESTED",
            Self::Unknown => "UNKNOWN",
            Self::Partial => "PARTIAL",
            Self::Ok => "OK",
        }
    }
}

impl Judged {
    fn of(status: HealthStatus, value: impl Into<String>, why: Option<String>) -> Self {
        Self {
            status,
            value: value.into(),
            why,
        }
    }

    pub(super) fn ok(value: impl Into<String>) -> Self {
        Self::of(HealthStatus::Ok, value, None)
    }

    pub(super) fn by_design(value: impl Into<String>, why: &str) -> Self {
        Self::of(HealthStatus::ByDesign, value, Some(why.to_owned()))
    }

    pub(super) fn degraded(value: impl Into<String>, why: impl Into<String>) -> Self {
        Self::of(HealthStatus::Degraded, value, Some(why.into()))
    }

    pub(super) fn issue(value: impl Into<String>, why: impl Into<String>) -> Self {
        Self::of(HealthStatus::Issue, value, Some(why.into()))
    }

    pub(super) fn not_tested(value: impl Into<String>, why: impl Into<String>) -> Self {
        Self::of(HealthStatus::NotTested, value, Some(why.into()))
    }

    /// The service answered, and has no such thing.
    pub(super) fn missing() -> Self {
        let why = "There is none of this name in the account and region.";
        Self::of(HealthStatus::Missing, "not found", Some(why.to_owned()))
    }

    pub(super) fn unknown(value: impl Into<String>, why: impl Into<String>) -> Self {
        Self::of(HealthStatus::Unknown, value, Some(why.into()))
    }

    /// What a fault comes to: only what the service says is not there is missing.
    pub(super) fn of_fault(fault: &Fault) -> Self {
        let status = match fault.kind {
            FaultKind::Missing => HealthStatus::Missing,
            _ => HealthStatus::Unknown,
        };
        Self::of(
            status,
            fault.in_short(),
            Some(format!("{} {}", fault.what, fault.hint)),
        )
    }
}
