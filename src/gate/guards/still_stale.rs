//! An entry of the registry goes only where it is stale, nobody would register it again,
//! and its service keeps a current one; and comes back only where it is not there.

use super::{Case, Guard, Ruling};
use crate::gate::writes::{EntriesPart, Subject};

pub(super) const GUARD: Guard = Guard::new(
    "still_stale",
    "only stale entries go, and a current one stays",
    check,
);

fn check(case: &Case<'_>) -> Ruling {
    let Subject::Entries(_, part) = case.subject() else {
        return Ruling::Pass;
    };
    let (EntriesPart::Deregister(batch) | EntriesPart::Register(batch)) = part;
    let objections = batch.objections(case.seen());
    if objections.is_empty() {
        return Ruling::Pass;
    }
    Ruling::stop(
        objections.join(" "),
        "Read the registry again, and propose what is stale then; what somebody keeps is changed there.",
    )
}
