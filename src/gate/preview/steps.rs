//! Exactly what would be sent or written, and what follows.

use super::{Section, fact, moment};
use crate::{
    facts::Remote,
    gate::{Fingerprint, Plan, Step},
};

/// A longer value is a document, which is shown above.
const LONGEST_VALUE: usize = 160;

pub(super) fn calls(plan: &Plan, to: &mut Vec<Section>) {
    let steps = plan.steps().iter().cloned();
    to.extend(steps.map(|step| Section::Call { step }));
    let mut needs: Vec<String> = Vec::new();
    for call in plan.steps().iter().filter_map(Step::call) {
        if !needs.contains(&call.action()) {
            needs.push(call.action());
        }
    }
    if !needs.is_empty() {
        to.push(fact("needs", needs.join(", ")));
    }
}

impl Step {
    /// The request to the byte, or the file with its sizes: a line for each parameter; raw.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Aws(call) => {
                let last = match call.is_final {
                    true => ", which cannot be undone",
                    false => "",
                };
                let parameters = call.parameters.iter().map(|(name, value)| {
                    let raw = value.raw();
                    format!("{name} = {}", told(raw).unwrap_or_else(|| raw.to_owned()))
                });
                let first = format!("{}, once{last}", call.action());
                std::iter::once(first).chain(parameters).collect()
            }
            Self::File(file) => {
                let size = |text: &Remote| format!("{} bytes", text.raw().len());
                let before = file.before.as_ref().map_or("no file".to_owned(), size);
                let sizes = format!("{before} before, {} after", size(&file.after));
                vec![file.path.clone(), sizes]
            }
        }
    }
}

/// The true length and hash of a document, since its text is above; None: it is short, and
/// shown in full.
pub(super) fn told(raw: &str) -> Option<String> {
    (raw.len() > LONGEST_VALUE || raw.contains('\n')).then(|| {
        let hash = Fingerprint::of(raw.as_bytes()).hex();
        format!("the text above, {} bytes, sha256 {hash}", raw.len())
    })
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
    let mut calls = plan.steps().iter().filter_map(Step::call);
    if calls.any(|call| call.is_final) {
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
