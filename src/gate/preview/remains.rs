//! What a deletion that is finished keeps, tries again and takes away, resource by resource.

use super::{Section, fact};
use crate::{
    facts::{Reading, Remote},
    gate::{
        DeletionPolicy, Plan, Remaining, StackState,
        writes::{StackPart, Subject},
    },
};

pub(super) fn all(plan: &Plan, state: &StackState, to: &mut Vec<Section>) {
    let Subject::Stack(_, StackPart::FinishDeletion(keep)) = plan.write().change().subject() else {
        return;
    };
    let Some(remains) = state.remains() else {
        return;
    };
    to.extend(remains.kept(keep).map(|one| fact("keeps", told(one))));
    for one in &remains.resources {
        if one.is_kept(keep) {
            continue;
        }
        to.push(match (one.policy, one.failed) {
            (DeletionPolicy::Retain, _) => {
                fact("stays", format!("{}: its template keeps it", one.words()))
            }
            (_, true) => fact("tries again", told(one)),
            (_, false) => fact("deletes", told(one)),
        });
    }
    for export in &remains.exports {
        let users = match &export.importers {
            Reading::Known(stacks) if stacks.is_empty() => "used by no stack".to_owned(),
            Reading::Known(stacks) => {
                let stacks: Vec<&str> = stacks.iter().map(Remote::raw).collect();
                format!("used by {}", stacks.join(", "))
            }
            Reading::Unknown(_) => "who uses it could not be read".to_owned(),
        };
        to.push(fact("export", format!("{}: {users}", export.name.raw())));
    }
}

fn told(one: &Remaining) -> String {
    let words = one.words();
    let reason = one.reason.as_ref().filter(|_| one.failed);
    match reason.map_or("", Remote::raw) {
        "" => words,
        reason => format!("{words}: {reason}"),
    }
}
