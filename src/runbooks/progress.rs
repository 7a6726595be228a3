//! How far an execution has come: its steps as recorded, and whether what the earlier ones
//! rested on still holds.
//!
//! What was seen before a change of the runbook's own is not expected to hold after it; what
//! was seen since then is asked again, and another answer opens its step again.

use super::{Kind, Next, Runbook, Scene, Step, Told};
use crate::facts::{StepOutcome, StepRecord};

/// Where one step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// It is behind the person.
    Taken(&'a StepRecord),
    /// It is the one to take now; with what came of it before, where it did not go on.
    Current(Option<&'a StepRecord>),
    /// It was taken, and what it rested on is another now.
    Reopened(&'a StepRecord, Told),
    Ahead,
    /// An answer led past it.
    LedPast,
}

#[derive(Clone, Debug)]
pub struct Progress<'a> {
    pub steps: Vec<(&'a Step, Standing<'a>)>,
    /// Why there is no step to take any more: it ended, and with which outcome.
    pub ended: Option<(StepOutcome, String)>,
}

impl<'a> Progress<'a> {
    /// The step to take now.
    pub fn current(&self) -> Option<&'a Step> {
        let mut steps = self.steps.iter();
        let is_current = |standing: &Standing<'_>| {
            matches!(standing, Standing::Current(_) | Standing::Reopened(..))
        };
        let found = steps.find(|(_, standing)| is_current(standing));
        found.map(|(step, _)| *step)
    }
}

/// The records are of one execution, oldest first.
pub fn progress<'a>(
    book: &'a Runbook,
    records: &[&'a StepRecord],
    scene: &Scene<'_>,
) -> Progress<'a> {
    let mut standings = vec![Standing::Ahead; book.steps.len()];
    let mut ended = left(records);
    let fresh_from = book.steps.iter().rposition(|step| {
        matches!(step.kind, Kind::Propose { .. }) && newest(step, records).is_some_and(is_done)
    });
    let mut at = 0;
    while ended.is_none() {
        let Some(step) = book.steps.get(at) else {
            ended = Some((StepOutcome::Done, "Every step was taken.".to_owned()));
            break;
        };
        let record = newest(step, records);
        let Some(taken) = record.filter(|record| record.outcome.goes_on()) else {
            ended = record.and_then(|record| refused(step, record));
            standings[at] = match (&ended, record) {
                (Some(_), Some(record)) => Standing::Taken(record),
                _ => Standing::Current(record),
            };
            break;
        };
        let rests = fresh_from.is_none_or(|from| at > from);
        if let Some(now) = moved(step, taken, scene).filter(|_| rests) {
            standings[at] = Standing::Reopened(taken, now);
            break;
        }
        standings[at] = Standing::Taken(taken);
        match next(book, at, step, taken) {
            Ok(to) => {
                standings[at + 1..to].fill(Standing::LedPast);
                at = to;
            }
            Err(why) => ended = Some((StepOutcome::Done, why)),
        }
    }
    Progress {
        steps: book.steps.iter().zip(standings).collect(),
        ended,
    }
}

fn newest<'a>(step: &Step, records: &[&'a StepRecord]) -> Option<&'a StepRecord> {
    let mut records = records.iter().rev();
    records.find(|record| record.step == step.id).copied()
}

fn is_done(record: &StepRecord) -> bool {
    record.outcome == StepOutcome::Done
}

fn left(records: &[&StepRecord]) -> Option<(StepOutcome, String)> {
    let mut records = records.iter();
    let left = records.find(|record| record.outcome == StepOutcome::Left)?;
    Some((StepOutcome::Left, note(left)))
}

/// A person said no: that ends it, and is no failure.
fn refused(step: &Step, record: &StepRecord) -> Option<(StepOutcome, String)> {
    (record.outcome == StepOutcome::Refused).then(|| {
        let why = format!("{}: {}", step.title, note(record));
        (StepOutcome::Refused, why)
    })
}

fn note(record: &StepRecord) -> String {
    let note = record.note.as_ref();
    note.map_or_else(String::new, |note| note.raw().to_owned())
}

/// Another answer than the one that the step rested on. What cannot be told now proves nothing.
fn moved(step: &Step, taken: &StepRecord, scene: &Scene<'_>) -> Option<Told> {
    if taken.outcome != StepOutcome::Done {
        return None;
    }
    let then = taken.seen.first()?.holds?;
    let now = step.kind.asked()?.tell(scene);
    now.holds.is_some_and(|holds| holds != then).then_some(now)
}

/// The place of the step that follows, or why none does.
fn next(book: &Runbook, at: usize, step: &Step, taken: &StepRecord) -> Result<usize, String> {
    let Kind::Judge { yes, no, .. } = &step.kind else {
        return Ok(at + 1);
    };
    let holds = taken.seen.first().and_then(|seen| seen.holds);
    match if holds == Some(false) { no } else { yes } {
        Next::Following => Ok(at + 1),
        // The vetting lets only later steps be named.
        Next::Step(id) => {
            let found = book.steps.iter().position(|step| step.id == *id);
            Ok(found.map_or(at + 1, |to| to.max(at + 1)))
        }
        Next::End(why) => Err(why.clone()),
    }
}
