//! The content comes from where the draft says.
//!
//! A draft is data from anywhere: "this is the repository's" is checked, and so is
//! that the file is the one of this role and of this part of it. A role must not
//! get another's policy, nor a live document a file that means something else.

use percent_encoding::percent_decode_str;

use crate::{
    facts::{Arn, EnvironmentName, Remote, RoleName},
    gate::{
        GitState, Origin,
        writes::{CodifyTemplate, Item, Write, same},
    },
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard {
    id: "origin",
    title: "it comes from where it says",
    check,
};

fn check(case: &Case<'_>) -> Ruling {
    if case.change().stack().is_some() {
        return of_stack(case);
    }
    let path = match (case.write(), &case.assessment.draft.origin) {
        (Write::CodifyTemplate(codify), _) => return template(case, codify),
        (Write::CodifyPolicy(codify), _) => Some(&codify.path),
        (_, Origin::Repository { path }) => Some(path),
        _ => None,
    };
    if let Some(path) = path.filter(|path| !belongs(case, path)) {
        return Ruling::stop(
            format!(
                "{path} is not the file of this part of role {}.",
                case.change().role().map_or("?", |role| role.raw())
            ),
            "A codified policy lies in a directory of its role's name, in a file of its own name: move it there.",
        );
    }
    let is_codified = matches!(case.write(), Write::CodifyPolicy(_));
    match &case.assessment.draft.origin {
        // The file is written from the live document itself, as it was read now.
        Origin::Live if is_codified => Ruling::Pass,
        Origin::Live => Ruling::stop(
            "It is said to be what is live, and would be written to what is live.",
            "This is a mistake of the program's: please report it.",
        ),
        _ if is_codified => Ruling::stop(
            "A file is written from what is live, and this is said to come from elsewhere.",
            "This is a mistake of the program's: please report it.",
        ),
        Origin::Repository { path } => repository(case, path),
        Origin::Sibling { environment, role } => sibling(environment, role),
        Origin::Stack => Ruling::stop(
            "It is said to be a stack's own, and would be written to a role.",
            "This is a mistake of the program's: please report it.",
        ),
        Origin::Undo { change } => Ruling::warn(format!(
            "It is said to be what was there before change {change}: compare the texts."
        )),
    }
}

/// A stack is written to with what the service has itself, but for a template.
fn of_stack(case: &Case<'_>) -> Ruling {
    match (case.write(), &case.assessment.draft.origin) {
        // Of what is done to what runs, nothing else can be taken back.
        (
            Write::UpdateTerminationProtection(_) | Write::CreateChangeSet(_),
            Origin::Undo { change },
        ) => Ruling::warn(format!("It is said to take back change {change}: compare.")),
        (Write::CreateChangeSet(_), Origin::Repository { path }) => repository(case, path),
        // Without a file it is the stack's own template, to put back what drifted.
        (Write::CreateChangeSet(create), Origin::Stack) => {
            let live = case.stack().and_then(|state| state.template.as_ref());
            match live.and_then(|text| text.known()) == Some(&create.template) {
                true => Ruling::Pass,
                false => Ruling::stop(
                    "The template is said to be the stack's own, and is another.",
                    "Refresh, and look at the template again.",
                ),
            }
        }
        (_, Origin::Stack) => Ruling::Pass,
        _ => Ruling::stop(
            "It is said to come from elsewhere, and rests on the stack alone.",
            "This is a mistake of the program's: please report it.",
        ),
    }
}

/// A template's file is one that the project names for the stack, resolved as the
/// project says; the content is what is live, or a sibling's.
fn template(case: &Case<'_>, codify: &CodifyTemplate) -> Ruling {
    let sources = case.settings.drift.iter().flat_map(|drift| &drift.template);
    let is_named = sources
        .filter(|source| source.stack == codify.stack && source.path() == codify.path)
        .any(|source| {
            let mut own = source.parameters.iter();
            own.all(|(name, value)| codify.parameters.get(name) == Some(value))
        });
    if !is_named {
        return Ruling::stop(
            format!(
                "{} is no template of stack {} as [[drift.template]] has it.",
                codify.path,
                codify.stack.raw()
            ),
            "Name the file and its stack under [[drift.template]] in watchkeeper.toml.",
        );
    }
    match (&case.assessment.draft.origin, &codify.document) {
        (Origin::Live, None) => Ruling::Pass,
        (Origin::Sibling { environment, role }, Some(_)) => sibling(environment, role),
        _ => Ruling::stop(
            "A template is written from what is live or from a sibling, and this is said to come from elsewhere.",
            "This is a mistake of the program's: please report it.",
        ),
    }
}

fn sibling(environment: &EnvironmentName, role: &RoleName) -> Ruling {
    Ruling::warn(format!(
        "It was made from role {} of environment {}: no file of the repository has it.",
        role.raw(),
        environment.raw()
    ))
}

fn repository(case: &Case<'_>, path: &str) -> Ruling {
    let Some(file) = case
        .seen()
        .source
        .as_ref()
        .filter(|file| file.path == *path)
    else {
        return Ruling::stop(
            format!("{path}, which it is said to come from, was not read."),
            "Refresh, and look at the file.",
        );
    };
    if !holds(case, file.text.as_ref()) {
        return Ruling::stop(
            format!("The repository's file {path} is not what is to be written."),
            "Refresh: the file, or what was taken from it, has changed.",
        );
    }
    match file.git {
        GitState::Clean => Ruling::Pass,
        GitState::Edited => Ruling::warn(format!(
            "{path} has edits that no commit has, and they would be written."
        )),
        GitState::Untracked => {
            Ruling::warn(format!("{path} is in no commit: nobody has reviewed it."))
        }
        GitState::NoRepository => Ruling::warn(format!(
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
        _ => text.is_some() && same(text, case.assessment.impact.after.as_ref()),
    }
}

/// Whether `<dir>/<role>/<part>.json` is of this role and of what changes of it.
fn belongs(case: &Case<'_>, path: &str) -> bool {
    let mut steps = path.rsplit('/');
    let (Some(file), Some(folder)) = (steps.next(), steps.next()) else {
        return false;
    };
    let leaves = |step: &str| step.is_empty() || step == "." || step == "..";
    if path.contains(['\\', '\0']) || [file, folder].into_iter().chain(steps).any(leaves) {
        return false;
    }
    let is = |escaped: &str, name: &str| {
        let decoded = percent_decode_str(escaped).decode_utf8();
        decoded.is_ok_and(|decoded| decoded == name)
    };
    let Some(stem) = file.strip_suffix(".json") else {
        return false;
    };
    let reserved = ["trust", "attachments", "boundary"];
    let policy = |name: &str| !reserved.contains(&stem) && is(stem, name);
    case.change()
        .role()
        .is_some_and(|role| is(folder, role.raw()))
        && match case.write() {
            Write::PutRolePolicy(put) => policy(put.policy.raw()),
            Write::DeleteRolePolicy(delete) => policy(delete.policy.raw()),
            Write::CreatePolicyVersion(create) => policy(create.policy.last_segment()),
            Write::UpdateAssumeRolePolicy(_) => stem == "trust",
            Write::AttachRolePolicy(_) | Write::DetachRolePolicy(_) => stem == "attachments",
            // A template is no file of one part: see `template`.
            Write::CodifyTemplate(_) => false,
            Write::CodifyPolicy(codify) => match &codify.item {
                Item::Inline(name) | Item::Managed(name) => policy(name.raw()),
                Item::Trust => stem == "trust",
                Item::Attachments => stem == "attachments",
                Item::Boundary => stem == "boundary",
            },
            // No file of a role's policies is about a stack.
            _ => false,
        }
}
