//! There is something to write.
//!
//! Asking when nothing changes teaches people to confirm without reading.

use crate::gate::{
    Step,
    writes::{Write, same},
};

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "unchanged",
    title: "something would change",
    check,
};

fn check(case: &Case<'_>) -> Verdict {
    if matches!(case.write(), Write::CreateChangeSet(create) if create.mode.is_some()) {
        // The same template puts back what somebody changed by hand.
        return Verdict::Pass;
    }
    let Ok(steps) = case.steps else {
        return Verdict::Pass;
    };
    let same = if case.is_of_file() {
        steps.iter().all(|step| match step {
            Step::File(file) => file.before.as_ref() == Some(&file.after),
            Step::Aws(_) => false,
        })
    } else {
        let meaning = &case.prospect.meaning;
        same(meaning.before.as_ref(), meaning.after.as_ref())
    };
    match same {
        true => Verdict::stop(
            "It is already as it would be: there is nothing to write.",
            "Refresh, to see it in sync.",
        ),
        false => Verdict::Pass,
    }
}
