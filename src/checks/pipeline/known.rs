//! Faults that are no news: what an earlier report has, and what the project accepts, why
//! and until when. They stay in sight as known, and are never well.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::PipelineReport;
use crate::{
    facts::{Acceptance, Evidence, Finding, Priority, Status, Subject},
    policy::like,
    rules::pipeline::{Mark, RULES, Row, Rule, State, rule},
};

/// An entry of `[[accept]]` of a rule of the audit that accepts nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsed {
    pub entry: Acceptance,
    /// Its last day is over; else no fault is as it says.
    pub is_over: bool,
}

impl Lapsed {
    pub fn in_words(&self) -> String {
        let Acceptance {
            rule,
            subject,
            until,
            ..
        } = &self.entry;
        match self.is_over {
            true => format!("{rule} in {subject} is accepted until {until}, and that is over"),
            false => format!("{rule} in {subject} is accepted, and no such fault is there"),
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
            remedy: "Mend the fault, or decide anew: remove the entry of [[accept]], or give it a later day.".into(),
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
    pub(super) fn accepting(mut self, entries: &[Acceptance], now: Timestamp) -> Self {
        let today = now.to_zoned(TimeZone::UTC).date();
        let is_ours = |entry: &&Acceptance| RULES.iter().any(|rule| names(entry, rule));
        for entry in entries.iter().filter(is_ours) {
            let is_over = entry.until < today;
            let (mut matches, mut rows) = (false, Vec::new());
            for row in &self.rows {
                let of = rule(&row.rule).is_some_and(|rule| names(entry, rule));
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
    pub fn since(&self, earlier: &BTreeSet<KnownFault>, before: BTreeMap<String, State>) -> Self {
        let row = |row: &Row| {
            let number = rule(&row.rule).map_or("", |rule| rule.number);
            row.without_known(|mark| earlier.contains(&KnownFault::of(number, mark)))
        };
        Self {
            rows: self.rows.iter().map(row).collect(),
            before,
            ..self.clone()
        }
    }
}

/// By its number or by its id.
fn names(entry: &Acceptance, rule: &Rule) -> bool {
    entry.rule == rule.number || entry.rule == rule.id
}

/// The subject is a glob over paths; the lack of something is in no file.
fn is_accepted(entry: &Acceptance, mark: &Mark) -> bool {
    let path = mark.at.as_ref().map_or("", |at| at.path.as_str());
    like(&entry.subject, path)
}
