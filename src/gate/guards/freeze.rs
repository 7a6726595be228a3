//! Nothing is written in a time that the settings freeze.
//!
//! Two ways lead through: the number of an incident, where the system's file opens that,
//! and what takes back exactly what was applied here shortly before the freeze began.
//! An entry that cannot be read freezes too: this never fails open.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Case, Guard, Ruling};
use crate::{
    facts::{Freeze, INCIDENT_FORM, Incident},
    gate::{
        Undoes,
        writes::{StackPart, Subject, same},
    },
};

pub(super) const GUARD: Guard = Guard::new("freeze", "no freeze is in force", check);

/// What was applied longer ago stays until the freeze is over.
const SHORTLY: SignedDuration = SignedDuration::from_hours(2);

/// More than clocks are corrected by meanwhile.
const SLACK: SignedDuration = SignedDuration::from_secs(60);

/// What lets a write pass the freezes that are in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thaw {
    /// As the settings have them.
    pub freeze: Vec<String>,
    pub by: ThawedBy,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThawedBy {
    /// None until it is typed.
    Incident(Option<Incident>),
    /// The number of the change that is taken back.
    Undo(String),
}

/// What the freezes say.
enum Frozen {
    No,
    Passes(Thaw),
    Stops { why: String, ask: &'static str },
}

fn check(case: &Case<'_>) -> Ruling {
    match frozen(case) {
        Frozen::No => Ruling::Pass,
        Frozen::Stops { why, ask } => Ruling::stop(why, ask),
        Frozen::Passes(thaw) => {
            let freeze = thaw.freeze.join(", ");
            Ruling::warn(match thaw.by {
                ThawedBy::Incident(_) => format!(
                    "Writes are FROZEN: {freeze}. This one passes for an incident, as the system's file permits: its number ({INCIDENT_FORM}) is typed too, and journaled."
                ),
                ThawedBy::Undo(change) => format!(
                    "Writes are FROZEN: {freeze}. This one passes: it takes back exactly what change {change} did before the freeze began."
                ),
            })
        }
    }
}

impl Case<'_> {
    /// What lets it pass the freezes that are in force; None: none is, or nothing does.
    pub(in crate::gate) fn thaw(&self) -> Option<Thaw> {
        match frozen(self) {
            Frozen::Passes(thaw) => Some(thaw),
            Frozen::No | Frozen::Stops { .. } => None,
        }
    }
}

fn frozen(case: &Case<'_>) -> Frozen {
    if case.is_of_file() {
        return Frozen::No;
    }
    let mut in_force = Vec::new();
    for entry in &case.settings.gate.freeze {
        match Freeze::read(entry) {
            Ok(freeze) if freeze.holds(case.now) => in_force.push((entry.clone(), freeze)),
            Ok(_) => {}
            Err(why) => {
                return Frozen::Stops {
                    why: format!("`gate.freeze` has `{entry}`, which can't be read: {why}."),
                    ask: "Correct it in config.toml.",
                };
            }
        }
    }
    if in_force.is_empty() {
        return Frozen::No;
    }
    let undone = case.assessment.undoes.as_ref();
    let undone = undone.filter(|undoes| takes_back(case, undoes, &in_force));
    let freeze: Vec<String> = in_force.into_iter().map(|(entry, _)| entry).collect();
    let by = match undone {
        Some(undoes) => ThawedBy::Undo(undoes.change.clone()),
        None if case.settings.gate.incident_passes && !clears_away(case) => {
            ThawedBy::Incident(None)
        }
        None => {
            return Frozen::Stops {
                why: format!("Writes are frozen: {}.", freeze.join(", ")),
                ask: "Wait for its end, or ask whoever set `gate.freeze`.",
            };
        }
    };
    Frozen::Passes(Thaw { freeze, by })
}

/// What was made here and not used can wait: no incident hangs on it.
fn clears_away(case: &Case<'_>) -> bool {
    matches!(
        case.subject(),
        Subject::Stack(_, StackPart::DeleteChangeSet(_))
    )
}

/// It was applied shortly ago, before any of these began, and is still as it was left.
fn takes_back(case: &Case<'_>, undoes: &Undoes, in_force: &[(String, Freeze)]) -> bool {
    let applied = by_their_clock(case, undoes.applied);
    let age = case.now.duration_since(applied);
    let part = case.change().part(&case.seen().target);
    -SLACK <= age
        && age <= SHORTLY
        && !in_force.iter().any(|(_, freeze)| freeze.holds(applied))
        && same(part.as_ref(), undoes.left.as_ref())
}

fn by_their_clock(case: &Case<'_>, at: Timestamp) -> Timestamp {
    let caller = case.seen().caller.as_ref();
    caller.map_or(at, |caller| caller.by_their_clock(at))
}
