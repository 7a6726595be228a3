//! The content comes from where the draft says.
//!
//! A draft is data from anywhere: "this is the repository's" is checked.

use crate::{
    facts::{Arn, Remote},
    gate::{
        GitState, Origin,
        writes::{Write, same},
    },
};

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "origin",
    title: "it comes from where it says",
    check,
};

fn check(case: &Case<'_>) -> Verdict {
    let is_codified = matches!(case.write(), Write::CodifyPolicy(_));
    match &case.prospect.draft.origin {
        // The file is written from the live document itself, as it was read now.
        Origin::Live if is_codified => Verdict::Pass,
        Origin::Live => Verdict::stop(
            "It is said to be what is live, and would be written to what is live.",
            "This is a mistake of the program's: please report it.",
        ),
        _ if is_codified => Verdict::stop(
            "A file is written from what is live, and this is said to come from elsewhere.",
            "This is a mistake of the program's: please report it.",
        ),
        Origin::Repository { path } => repository(case, path),
        Origin::Sibling { environment, role } => Verdict::warn(format!(
            "It was made from role {} of environment {}: no file of the repository has it.",
            role.raw(),
            environment.raw()
        )),
        Origin::Undo { change } => Verdict::warn(format!(
            "It is said to be what was there before change {change}: compare the texts."
        )),
    }
}

fn repository(case: &Case<'_>, path: &str) -> Verdict {
    let Some(file) = case
        .seen()
        .source
        .as_ref()
        .filter(|file| file.path == *path)
    else {
        return Verdict::stop(
            format!("{path}, which it is said to come from, was not read."),
            "Refresh, and look at the file.",
        );
    };
    if !holds(case, file.text.as_ref()) {
        return Verdict::stop(
            format!("The repository's file {path} is not what is to be written."),
            "Refresh: the file, or what was taken from it, has changed.",
        );
    }
    match file.git {
        GitState::Clean => Verdict::Pass,
        GitState::Edited => Verdict::warn(format!(
            "{path} has edits that no commit has, and they would be written."
        )),
        GitState::Untracked => {
            Verdict::warn(format!("{path} is in no commit: nobody has reviewed it."))
        }
        GitState::NoRepository => Verdict::warn(format!(
            "{path} is in no git repository: whether it was reviewed is not known."
        )),
    }
}

/// The file says what the change would make.
fn holds(case: &Case<'_>, text: Option<&Remote>) -> bool {
    let listed = |policy: &Arn| {
        let arns = text.and_then(|text| serde_json::from_str::<Vec<Arn>>(text.raw()).ok());
        arns.map(|arns| arns.contains(policy))
    };
    match case.write() {
        Write::AttachRolePolicy(attach) => listed(&attach.policy) == Some(true),
        Write::DetachRolePolicy(detach) => listed(&detach.policy) == Some(false),
        // The repository has no such policy: no file, and none is to be left.
        Write::DeleteRolePolicy(_) => text.is_none(),
        _ => text.is_some() && same(text, case.prospect.meaning.after.as_ref()),
    }
}
