//! Faults that are no news: what an earlier report has, and what the project accepts, why
//! and until when. They stay in sight as known, and are never well.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::PipelineReport;
use crate::{
    facts::{AcceptedFault, Evidence, Finding, Priority, Status, Subject},
    rules::pipeline::{Mark, Row, rule},
};

/// An entry of `[[pipeline.accept]]` that accepts nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsed {
    pub entry: AcceptedFault,
    /// Its last day is over; else no fault is as it says.
    pub is_over: bool,
}

impl Lapsed {
    pub fn in_words(&self) -> String {
        let AcceptedFault {
            rule, path, until, ..
        } = &self.entry;
        let place = path
            .as_ref()
            .map_or(String::new(), |path| format!(" in {path}"));
        match self.is_over {
            true => format!("{rule}{place} is accepted until {until}, and that is over"),
            false => format!("{rule}{place} is accepted, and no such fault is there"),
        }
    }

    pub(super) fn finding(&self) -> Finding {
        Finding {
            id: format!("pipeline/accept/{}", self.entry.rule),
            rule: "acceptance".into(),
            priority: Priority::P2,
            status: Status::Amber,
            subject: Subject {
                kind: "pipeline".into(),
                name: self.entry.rule.clone(),
                parent: None,
            },
            title: self.in_words(),
            evidence: vec![Evidence {
                what: self.entry.why.clone(),
                source: "watchkeeper.toml".into(),
                at: None,
            }],
            remedy: "Mend the fault, or decide anew: remove the entry of [[pipeline.accept]], or give it a later day.".into(),
        }
    }
}

/// A fault by what stays the same when lines move.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownFault {
    /// Of its rule: `CP-101`.
    pub number: String,
    /// None: it is the lack of something.
    pub path: Option<String>,
    pub what: String,
}

impl KnownFault {
    fn of(number: &str, mark: &Mark) -> Self {
        Self {
            number: number.to_owned(),
            path: mark.at.as_ref().map(|at| at.path.clone()),
            what: mark.what.clone(),
        }
    }
}

impl PipelineReport {
    /// With what the project accepts as known, for as long as it does.
    pub(super) fn accepting(mut self, entries: &[AcceptedFault], now: Timestamp) -> Self {
        for entry in entries {
            let is_over = entry.is_over(now);
            let (mut matches, mut rows) = (false, Vec::new());
            for row in &self.rows {
                let of = rule(&row.rule).is_some_and(|rule| rule.number == entry.rule);
                let is_meant = |mark: &Mark| of && !is_over && is_accepted(entry, mark);
                let mut faults = row.marks.iter().filter(|mark| mark.state.is_a_fault());
                matches |= faults.any(is_meant);
                rows.push(row.without_known(is_meant));
            }
            self.rows = rows;
            if !matches {
                let entry = entry.clone();
                self.lapsed.push(Lapsed { entry, is_over });
            }
        }
        self
    }

    /// With the faults of an earlier report as known: what is new is left.
    #[must_use]
    pub fn since(&self, earlier: &BTreeSet<KnownFault>) -> Self {
        let row = |row: &Row| {
            let number = rule(&row.rule).map_or("", |rule| rule.number);
            row.without_known(|mark| earlier.contains(&KnownFault::of(number, mark)))
        };
        Self {
            rows: self.rows.iter().map(row).collect(),
            ..self.clone()
        }
    }
}

fn is_accepted(entry: &AcceptedFault, mark: &Mark) -> bool {
    let path = mark.at.as_ref().map(|at| &at.path);
    entry.path.is_none() || entry.path.as_ref() == path
}
