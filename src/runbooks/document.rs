//! A runbook's file, parsed and vetted: every problem with its place, all of them at once.
//!
//! There is nothing in it to run: no shell, no templates beyond the names of the subject and
//! the environment in a quoted command, no other file.

use toml::Spanned;

use super::{
    place::Problem,
    says::{Says, StepSays},
    step::Runbook,
    vet::vetted,
};

/// More than any runbook needs.
const STEPS: usize = 100;
const FILE_BYTES: usize = 256 * 1024;

/// The runbook of this name, or what is wrong with its text.
pub fn parse(name: &str, text: &str) -> Result<Runbook, Vec<Problem>> {
    if text.len() > FILE_BYTES {
        return Err(vec![Problem::at("", 0, "the file is larger than 256 KB")]);
    }
    let says: Says = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Problem::at(text, at, error.message())]
    })?;
    let mut problems = Vec::new();
    if says.step.is_empty() || says.step.len() > STEPS {
        let what = format!("a runbook has from one to {STEPS} steps");
        problems.push(Problem::at(text, 0, what));
    }
    let steps: Vec<StepSays> = says.step.into_iter().map(Spanned::into_inner).collect();
    let steps = vetted(&steps, text, &mut problems);
    match problems.is_empty() {
        true => Ok(Runbook {
            name: name.to_owned(),
            title: says.title,
            about: says.about,
            subject: says.subject,
            mends: says.mends,
            steps,
        }),
        false => Err(problems),
    }
}
