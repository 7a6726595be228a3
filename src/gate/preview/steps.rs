//! Exactly what would be sent or written, and the way back.

use super::{Section, fact, moment};
use crate::{
    facts::Remote,
    gate::{
        Fingerprint, Plan, Step,
        writes::{RolePart, Subject},
    },
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
    let of_token = plan.steps().iter().filter_map(|step| match step {
        Step::GitHub(call) => Some(&call.needs),
        Step::Aws(_) | Step::File(_) => None,
    });
    for permission in of_token {
        if !needs.contains(permission) {
            needs.push(permission.clone());
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
            Self::GitHub(call) => {
                let body = call.body.as_ref();
                let body =
                    body.map(|body| told(body.raw()).unwrap_or_else(|| body.raw().to_owned()));
                let first = format!("{}, once", call.in_short());
                std::iter::once(first).chain(body).collect()
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

/// The way back, or that there is none.
pub(super) fn undo(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    to.push(Section::Undo(match plan.undo() {
        Ok(undo) => {
            let title = undo.change().title().to_lowercase();
            let deletes = matches!(
                undo.change().subject(),
                Subject::Role(_, RolePart::Inline { deletes: true, .. })
            );
            let what = match deletes {
                true => "there was no such policy when it was read at",
                false => "puts back what was read at",
            };
            format!("{title}: {what} {}", moment(seen.at))
        }
        Err(why) if plan.write().file().is_some() => why.to_owned(),
        Err(why) => format!("none: {why}"),
    }));
    let mut calls = plan.steps().iter().filter_map(Step::call);
    if calls.any(|call| call.is_final) {
        to.push(Section::Note(match seen.stack() {
            Some(_) => "What is deleted stays deleted.".to_owned(),
            None => "The deleted version stays deleted, whatever is undone.".to_owned(),
        }));
    }
}
