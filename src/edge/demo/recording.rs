//! What a recording is: answers by their asks, and what became of them after writes.
//!
//! Read whole when it is opened: whatever is wrong in it is `Malformed` then, and
//! never found out later. Nothing is computed here; a write that was not recorded
//! has no after-state.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{
    after::{After, Bound, Texts, matches},
    answers::{Answers, recorded_as},
};
use crate::{
    ask::Ask,
    facts::{EnvironmentName, Fault, FaultKind, Reason},
    gate::writes::Write,
};

/// The one format there is so far.
const FORMAT: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    /// When it was recorded: no clock in a world made of it shows an earlier time.
    started: Timestamp,
    #[serde(default)]
    answers: Vec<Answered>,
    #[serde(default)]
    writes: Vec<RecordedWrite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    ask: Ask,
    answer: Option<Value>,
    fault: Option<Fault>,
}

/// A write, with `«name»` where it may say anything, and what changed after it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedWrite {
    environment: EnvironmentName,
    write: Value,
    after: Vec<After>,
}

#[derive(Debug)]
pub(super) struct Recording {
    pub(super) started: Timestamp,
    pub(super) answers: Answers,
    pub(super) writes: Vec<RecordedWrite>,
    texts: Texts,
}

impl Recording {
    /// Several recordings of one world, the later ones over the earlier. `texts` stand
    /// in them by their names, because JSON is no place for a file to be read in. Writes
    /// are not tried here.
    pub(super) fn open(recordings: &[&str], texts: Texts) -> Result<Self, Fault> {
        let mut whole = Self {
            started: Timestamp::MIN,
            answers: Answers::new(),
            writes: Vec::new(),
            texts,
        };
        for recording in recordings {
            whole.take(recording).map_err(|why| malformed(&why))?;
        }
        Ok(whole)
    }

    fn take(&mut self, recording: &str) -> Result<(), Reason> {
        let written: Written = serde_json::from_str(recording).map_err(reason)?;
        if written.format != FORMAT {
            let format = written.format;
            return Err(format!("It has format {format}, and only {FORMAT} is known.").into());
        }
        let bound = Bound::new(self.texts, written.started, "");
        for Answered { ask, answer, fault } in written.answers {
            let result = match (answer, fault) {
                (Some(mut answer), None) => {
                    bound.fill(&mut answer)?;
                    let answer = ask.answer_from(answer);
                    Ok(answer.map_err(|error| format!("{ask:?}: {error}"))?)
                }
                (None, Some(fault)) => Err(fault),
                _ => return Err(format!("{ask:?} has no answer, or two.").into()),
            };
            self.answers.insert(recorded_as(&ask), result);
        }
        self.started = self.started.max(written.started);
        self.writes.extend(written.writes);
        Ok(())
    }

    /// Each recorded write, on a copy of the answers: so that none fails when it is made.
    pub(super) fn try_writes(&self) -> Result<(), Fault> {
        self.perform_samples().map_err(|why| malformed(&why))
    }

    fn perform_samples(&self) -> Result<(), Reason> {
        let mut answers = self.answers.clone();
        for recorded in &self.writes {
            let mut bound = Bound::new(self.texts, self.started, "sample");
            let mut sample = recorded.write.clone();
            bound.name_all(&sample);
            bound.fill(&mut sample)?;
            serde_json::from_value::<Write>(sample).map_err(reason)?;
            recorded.perform(&bound, &mut answers)?;
        }
        Ok(())
    }

    /// What becomes of the answers after this write; an error leaves them as they are.
    pub(super) fn after(
        &self,
        environment: &EnvironmentName,
        write: &Write,
        now: Timestamp,
        answers: &Answers,
    ) -> Result<Answers, Reason> {
        let write = serde_json::to_value(write).map_err(reason)?;
        let now = now.max(self.started);
        for recorded in &self.writes {
            let mut bound = Bound::new(self.texts, now, &format!("{write}{now}"));
            if recorded.environment == *environment && matches(&recorded.write, &write, &mut bound)
            {
                let mut after = answers.clone();
                recorded.perform(&bound, &mut after)?;
                return Ok(after);
            }
        }
        Err("What becomes of this write was not recorded.".into())
    }
}

impl RecordedWrite {
    fn perform(&self, bound: &Bound, answers: &mut Answers) -> Result<(), Reason> {
        self.after
            .iter()
            .try_for_each(|after| after.apply(bound, answers))
    }
}

#[allow(clippy::needless_pass_by_value, reason = "an argument of map_err")]
fn reason(error: serde_json::Error) -> Reason {
    error.to_string().into()
}

pub(super) fn malformed(why: &Reason) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        "The recording cannot be read.",
        "Use one that this version of the program has written.",
    )
    .caused_by(why.as_str())
}
