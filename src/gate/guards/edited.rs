//! A file with edits that no commit has: they are in the preview, and stay.

use crate::gate::GitState;

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "edited",
    title: "the file has no edits of its own",
    check,
};

fn check(case: &Case<'_>) -> Verdict {
    let Some(file) = case.seen().file() else {
        return Verdict::Pass;
    };
    let path = &file.path;
    match file.git {
        GitState::Clean => Verdict::Pass,
        _ if file.text.is_none() => Verdict::Pass,
        GitState::Edited => Verdict::warn(format!(
            "{path} has edits that no commit has: they are in this preview, and stay in the file."
        )),
        GitState::Untracked => Verdict::warn(format!(
            "Git does not know {path}: nothing but this preview has what is in it now."
        )),
        GitState::NoRepository => Verdict::warn(format!(
            "{path} is in no repository: nothing but this preview has what is in it now."
        )),
    }
}
