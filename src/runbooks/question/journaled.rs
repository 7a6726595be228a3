//! Whether a change went through the gate since the runbook was begun: `journaled`.

use super::{Asked, Question, Scene, Told, nothing_more};
use crate::{
    ask::{Question as _, journal},
    facts::{JournalLine, JournalStage},
};

pub(super) const QUESTION: Question = Question {
    name: "journaled",
    doc: "whether a change of these kinds was applied since the runbook was begun. writes: what the journal calls them",
    arguments: &[("writes", true)],
    asks: nothing_more,
    tell,
};

fn tell(asked: &Asked, scene: &Scene<'_>) -> Told {
    of_writes(asked.all("writes"), scene).0
}

/// The newest change of these kinds since the execution began, and how far it came.
pub fn of_writes(writes: &[String], scene: &Scene<'_>) -> (Told, Option<JournalStage>) {
    let Some(view) = scene.store.get(&journal::Entries.here()) else {
        let why = "The journal of writes has not been read.";
        return (Told::unknown(why), None);
    };
    let is_wanted = |line: &&JournalLine| {
        line.seq > scene.since
            && line.environment == *scene.environment
            && writes.contains(&line.title)
            && !matches!(line.stage, JournalStage::Proposed | JournalStage::Left)
    };
    let mut lines = view.lines.iter().filter(is_wanted);
    let Some(newest) = lines.next() else {
        let none = format!("no {} since the runbook was begun", writes.join(" or "));
        return (Told::of(false, [none]), None);
    };
    let said = format!(
        "{} of {}, change {} of the journal",
        newest.title,
        newest.names(),
        newest.change
    );
    let told = match newest.stage {
        JournalStage::Applied | JournalStage::Verified => Told::of(true, [said]),
        JournalStage::Intent => Told::unknown(format!("{said} is under way.")),
        _ => {
            let why = newest.said.first().cloned().unwrap_or_default();
            Told::of(false, [format!("{said} was not applied: {why}")])
        }
    };
    (told, Some(newest.stage))
}
