//! A file with edits that no commit has: they are in the preview, and stay.

use crate::gate::GitState;

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("edited", "the file has no edits of its own", check);

fn check(case: &Case<'_>) -> Ruling {
    let Some(file) = case.seen().file() else {
        return Ruling::Pass;
    };
    let path = &file.path;
    match file.git {
        GitState::Clean => Ruling::Pass,
        _ if file.text.is_none() => Ruling::Pass,
        GitState::Edited => Ruling::warn(format!(
            "{path} has edits that no commit has: they are in this preview, and stay in the file."
        )),
        GitState::Untracked => Ruling::warn(format!(
            "Git does not know {path}: nothing but this preview has what is in it now."
        )),
        GitState::NoRepository => Ruling::warn(format!(
            "{path} is in no repository: nothing but this preview has what is in it now."
        )),
    }
}
