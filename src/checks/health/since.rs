//! What became of the rows since an earlier answer: which got worse, which were mended, which
//! are new and which are gone. It says nothing of what is to be done.

use serde::{Deserialize, Serialize};

use super::HealthReport;
use crate::rules::health::{HealthStatus, RowReport};

/// A row as an earlier answer in JSON has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EarlierRow {
    pub kind: String,
    pub name: String,
    pub row: String,
    pub status: HealthStatus,
}

/// A row that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub kind: String,
    pub name: String,
    pub row: String,
    /// None: it was not there.
    pub was: Option<HealthStatus>,
    /// None: it is no longer there.
    pub is: Option<HealthStatus>,
}

impl Changed {
    pub fn word(&self) -> &'static str {
        match (self.was, self.is) {
            (None, _) => "new",
            (_, None) => "gone",
            (_, Some(HealthStatus::Unknown)) => "no longer known",
            (Some(HealthStatus::Unknown), _) => "known now",
            (was, is) if is < was => "worse",
            _ => "better",
        }
    }
}

impl HealthReport {
    /// With what is not as it was, the worst first.
    #[must_use]
    pub fn since(&self, earlier: &[EarlierRow]) -> Self {
        let is_of = |was: &EarlierRow, is: &RowReport| {
            was.row == is.rule && was.kind == is.kind.word() && was.name == is.name.raw()
        };
        let now = self.rows.iter().map(|row| Changed {
            kind: row.kind.word().to_owned(),
            name: row.name.raw().to_owned(),
            row: row.rule.clone(),
            was: earlier
                .iter()
                .find(|was| is_of(was, row))
                .map(|was| was.status),
            is: Some(row.judged.status),
        });
        let gone = earlier
            .iter()
            .filter(|was| !self.rows.iter().any(|row| is_of(was, row)));
        let gone = gone.map(|was| Changed {
            kind: was.kind.clone(),
            name: was.name.clone(),
            row: was.row.clone(),
            was: Some(was.status),
            is: None,
        });
        let mut changes: Vec<Changed> = now.chain(gone).filter(|one| one.was != one.is).collect();
        changes.sort_by_key(|one| (one.is.is_none(), one.is));
        Self {
            changes: Some(changes),
            ..self.clone()
        }
    }
}
