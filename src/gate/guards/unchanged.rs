//! There is something to write.
//!
//! Asking when nothing changes teaches people to confirm without reading.

use crate::gate::{
    Step,
    writes::{StackPart, Subject, same},
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("unchanged", "something would change", check);

fn check(case: &Case<'_>) -> Ruling {
    if let Subject::Stack(_, StackPart::NewChangeSet(new)) = case.subject()
        && new.reverts_drift
    {
        // The same template puts back what somebody changed by hand.
        return Ruling::Pass;
    }
    let Ok(steps) = case.steps else {
        return Ruling::Pass;
    };
    let same = if case.is_of_file() {
        steps.iter().all(|step| match step {
            Step::File(file) => file.before.as_ref() == Some(&file.after),
            Step::Aws(_) | Step::GitHub(_) => false,
        })
    } else {
        let impact = &case.assessment.impact;
        same(impact.before.as_ref(), impact.after.as_ref())
    };
    match same {
        true => Ruling::stop(
            "It is already as it would be: there is nothing to write.",
            "Refresh, to see it in sync.",
        ),
        false => Ruling::Pass,
    }
}
