//! Exactly what would be sent or written, and what follows.

use super::{Section, fact, moment};
use crate::{
    facts::Remote,
    gate::{AwsCall, FileWrite, Fingerprint, Plan, Step},
};

/// A longer value is a document, shown by its diff: here by length and hash.
const LONGEST_VALUE: usize = 200;

pub(super) fn calls(plan: &Plan, to: &mut Vec<Section>) {
    let steps = plan.steps().iter().cloned();
    to.extend(steps.map(|step| Section::Call { step }));
    let mut needs: Vec<String> = Vec::new();
    for step in plan.steps() {
        if let Step::Aws(call) = step
            && !needs.contains(&call.action())
        {
            needs.push(call.action());
        }
    }
    if !needs.is_empty() {
        to.push(fact("needs", needs.join(", ")));
    }
}

impl Step {
    /// Every parameter, each on a line of its own; raw.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Aws(call) => of_call(call),
            Self::File(file) => vec![of_file(file)],
        }
    }
}

fn of_call(call: &AwsCall) -> Vec<String> {
    let often = match call.is_final {
        true => "once, and it cannot be taken back",
        false => "once",
    };
    let mut lines = vec![format!("{}, {often}", call.action())];
    for (name, value) in &call.parameters {
        lines.push(format!("  {name} = {}", parameter(name, value)));
    }
    lines
}

fn parameter(name: &str, value: &Remote) -> String {
    let text = value.raw();
    let count = text.chars().count();
    let is_document = name.ends_with("Document") || count > LONGEST_VALUE && text.starts_with('{');
    match is_document {
        true => format!("{count} characters, SHA-256 {}", hash(text)),
        false => text.to_owned(),
    }
}

fn of_file(file: &FileWrite) -> String {
    let lines = |text: &Remote| text.raw().lines().count();
    let after = lines(&file.after);
    let hash = hash(file.after.raw());
    match &file.before {
        Some(before) => format!(
            "{}: {} lines become {after}, SHA-256 {hash}",
            file.path,
            lines(before)
        ),
        None => format!("{}: a new file of {after} lines, SHA-256 {hash}", file.path),
    }
}

fn hash(text: &str) -> String {
    Fingerprint::of(text.as_bytes()).hex()
}

pub(super) fn afterwards(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let is_file = plan.write().file().is_some();
    let verification = match is_file {
        true => "the file is read again and compared with the live document",
        false if plan.write().change().is_preparation() => {
            "the change set is read until it is there, or gone; nothing that runs changes"
        }
        false if seen.stack().is_some() => {
            "the stack is followed to the end of it, its roles are read again and compared with what was planned, and what they gain is simulated"
        }
        false => {
            "the target is read back until it is as shown here, and the requests above are simulated again"
        }
    };
    to.push(fact("then", verification));
    to.push(Section::Undo(match plan.undo() {
        Ok(undo) => format!(
            "{}: puts back what was read at {}",
            undo.change().title().to_lowercase(),
            moment(seen.at)
        ),
        Err(why) if is_file => why.to_owned(),
        Err(why) => format!("none: {why}"),
    }));
    let lost_for_good = plan
        .steps()
        .iter()
        .any(|step| matches!(step, Step::Aws(call) if call.is_final));
    if lost_for_good {
        to.push(Section::Note(match seen.stack() {
            Some(_) => "What is deleted stays deleted.".to_owned(),
            None => "The deleted version stays deleted, whatever is undone.".to_owned(),
        }));
    }
    if !is_file && seen.role().is_some() {
        to.push(Section::Note(
            "IAM has no conditional put: a change made by others in the second between re-check and call is not seen."
                .to_owned(),
        ));
    }
    to.push(fact("expires", moment(plan.expires_at())));
}
