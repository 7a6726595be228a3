//! A template's intrinsic that stays, though nobody here knows what it comes to.
//!
//! Live says what it would have to be. Somebody may have changed live to another
//! thing by hand: then the template goes on with its own, and a person must know.

use crate::gate::writes::{FilePart, Subject};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new(
    "left_open",
    "what the template leaves open is what is live",
    check,
);

fn check(case: &Case<'_>) -> Ruling {
    let Subject::File(_, _, FilePart::Template(file)) = case.subject() else {
        return Ruling::Pass;
    };
    // Where nothing can be edited, the guard of the steps says why.
    let Ok(edit) = file.edit.edit(case.seen()) else {
        return Ruling::Pass;
    };
    let said = edit.taken.into_iter().map(|(token, value)| {
        format!("The template keeps {token}, which is taken to be what is live: {value}.")
    });
    Ruling::warn_all(said.collect())
}
