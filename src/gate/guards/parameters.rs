//! A change set made here keeps the stack's parameters: where the repository
//! expects another value, somebody has to say which is right.

use crate::gate::writes::{EffectiveParameter, ParameterSource, StackPart, Subject};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("parameters", "the stack's parameters are kept", check);

fn check(case: &Case<'_>) -> Ruling {
    let Subject::Stack(_, StackPart::NewChangeSet(new)) = case.subject() else {
        return Ruling::Pass;
    };
    let standing = match new.parameters(case.seen()) {
        Ok(standing) => standing,
        Err(why) => {
            return Ruling::stop(
                format!("The parameters could not be compared: {why}"),
                "Refresh, and look at the template and the stack.",
            );
        }
    };
    let is_kept =
        |one: &&EffectiveParameter| matches!(one.is, ParameterSource::Kept | ParameterSource::New);
    let wrong = standing.iter().filter(|one| !is_kept(one));
    let wrong: Vec<String> = wrong.map(EffectiveParameter::words).collect();
    if !wrong.is_empty() {
        return Ruling::stop(
            format!(
                "Stop and escalate: parameters are not as expected. {}.",
                wrong.join("; ")
            ),
            "Find out which value is right, and change the parameter by itself, by hand.",
        );
    }
    let new = standing.iter().filter(|one| one.is == ParameterSource::New);
    Ruling::warn_all(
        new.map(|one| format!("Parameter {}.", one.words()))
            .collect(),
    )
}
