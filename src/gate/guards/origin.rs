//! The content comes from where the draft says.
//!
//! A draft is data from anywhere: "this is the repository's" is checked, and so is
//! that the file is the one of this role and of this part of it. A role must not
//! get another's policy, nor a live document a file that means something else.

use crate::{
    facts::{EnvironmentName, RoleName, part_of, role_of},
    gate::{
        GitState, Origin,
        writes::{EntriesPart, FilePart, StackPart, Subject, TemplateFile},
    },
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("origin", "it comes from where it says", check);

fn check(case: &Case<'_>) -> Ruling {
    if case.change().stack().is_some() {
        return of_stack(case);
    }
    if let Subject::Entries(_, part) = case.subject() {
        return of_entries(case, part);
    }
    if case.is_on_github() {
        return of_github(&case.assessment.draft.origin);
    }
    let subject = case.subject();
    let path = match (&subject, &case.assessment.draft.origin) {
        (Subject::File(_, path, FilePart::Template(file)), _) => {
            return template(case, path, file);
        }
        (Subject::File(_, path, FilePart::Codified(_)), _) => Some(*path),
        (_, Origin::Repository { path }) => Some(path.as_str()),
        (
            _,
            Origin::Live
            | Origin::Sibling { .. }
            | Origin::Stack
            | Origin::GitHub
            | Origin::Undo { .. },
        ) => None,
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
    let is_codified = subject.file().is_some();
    match &case.assessment.draft.origin {
        // The file is written from the live document itself, as it was read now.
        Origin::Live if is_codified => Ruling::Pass,
        Origin::Live => {
            mistake("It is said to be what is live, and would be written to what is live.")
        }
        _ if is_codified => {
            mistake("A file is written from what is live, and this is said to come from elsewhere.")
        }
        Origin::Repository { path } => repository(case, path),
        Origin::Sibling { environment, role } => sibling(environment, role),
        Origin::Stack => mistake("It is said to be a stack's own, and would be written to a role."),
        Origin::GitHub => mistake("It is said to be GitHub's own, and would be written to a role."),
        Origin::Undo { change } => Ruling::warn(format!(
            "This puts back what was there before change {change}: compare the texts."
        )),
    }
}

/// What is stale goes by what is live; what comes back is what the journal has.
fn of_entries(case: &Case<'_>, part: EntriesPart<'_>) -> Ruling {
    match (part, &case.assessment.draft.origin) {
        (EntriesPart::Deregister(_), Origin::Live) => Ruling::Pass,
        (EntriesPart::Register(_), Origin::Undo { change }) => {
            Ruling::warn(format!("This takes back change {change}: compare."))
        }
        (
            EntriesPart::Deregister(_) | EntriesPart::Register(_),
            Origin::Live
            | Origin::Sibling { .. }
            | Origin::Stack
            | Origin::GitHub
            | Origin::Undo { .. }
            | Origin::Repository { .. },
        ) => mistake("It is said to come from elsewhere, and rests on the registry alone."),
    }
}

/// A run, a workflow or a branch is GitHub's own.
fn of_github(origin: &Origin) -> Ruling {
    match origin {
        Origin::GitHub => Ruling::Pass,
        Origin::Live
        | Origin::Stack
        | Origin::Sibling { .. }
        | Origin::Undo { .. }
        | Origin::Repository { .. } => {
            mistake("It is said to come from elsewhere, and rests on GitHub alone.")
        }
    }
}

/// A stack is written to with what the service has itself, but for a template.
fn of_stack(case: &Case<'_>) -> Ruling {
    let subject = case.subject();
    match (subject, &case.assessment.draft.origin) {
        (_, Origin::Undo { change }) if subject.may_take_back() => {
            Ruling::warn(format!("This takes back change {change}: compare."))
        }
        (Subject::Stack(_, StackPart::NewChangeSet(_)), Origin::Repository { path }) => {
            repository(case, path)
        }
        // Without a file it is the stack's own template, to put back what drifted.
        (Subject::Stack(_, StackPart::NewChangeSet(new)), Origin::Stack) => {
            let live = case.stack().and_then(|state| state.template.as_ref());
            match live.and_then(|text| text.known()) == Some(new.template) {
                true => Ruling::Pass,
                false => Ruling::stop(
                    "The template is said to be the stack's own, and is another.",
                    "Refresh, and look at the template again.",
                ),
            }
        }
        (_, Origin::Stack) => Ruling::Pass,
        (
            _,
            Origin::Live
            | Origin::GitHub
            | Origin::Sibling { .. }
            | Origin::Undo { .. }
            | Origin::Repository { .. },
        ) => mistake("It is said to come from elsewhere, and rests on the stack alone."),
    }
}

/// A template's file is one that the project names for the stack, resolved as the
/// project says; the content is what is live, or a sibling's.
fn template(case: &Case<'_>, path: &str, template: &TemplateFile<'_>) -> Ruling {
    let sources = case.settings.drift.iter().flat_map(|drift| &drift.template);
    let is_named = sources
        .filter(|source| source.stack == *template.stack && source.path() == path)
        .any(|source| {
            let mut own = source.parameters.iter();
            own.all(|(name, value)| template.parameters.get(name) == Some(value))
        });
    if !is_named {
        return Ruling::stop(
            format!(
                "{path} is not a template of stack {} as [[drift.template]] has it.",
                template.stack.raw()
            ),
            "Name the file and its stack under [[drift.template]] in watchkeeper.toml.",
        );
    }
    match (&case.assessment.draft.origin, template.is_live) {
        (Origin::Live, true) => Ruling::Pass,
        (Origin::Sibling { environment, role }, false) => sibling(environment, role),
        (
            Origin::Live
            | Origin::Sibling { .. }
            | Origin::Stack
            | Origin::GitHub
            | Origin::Undo { .. }
            | Origin::Repository { .. },
            _,
        ) => mistake(
            "A template is written from what is live or from a sibling, and this is said to come from elsewhere.",
        ),
    }
}

/// No pane proposes such a draft.
fn mistake(why: &str) -> Ruling {
    Ruling::stop(why, "This is a mistake of the program's: please report it.")
}

fn sibling(environment: &EnvironmentName, role: &RoleName) -> Ruling {
    Ruling::warn(format!(
        "It was made from role {} of environment {}, and not from a file of the repository.",
        role.raw(),
        environment.raw()
    ))
}

fn repository(case: &Case<'_>, path: &str) -> Ruling {
    let source = case.seen().source.as_ref();
    let Some(file) = source.filter(|file| file.path == *path) else {
        return Ruling::stop(
            format!("{path}, which it is said to come from, was not read."),
            "Refresh, and look at the file.",
        );
    };
    let after = case.assessment.impact.after.as_ref();
    if !case.subject().is_as_in(file.text.as_ref(), after) {
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
    let stands_for = case.subject().codified_part();
    let is_part = matches!(part_of(file), Some(Ok(part)) if Some(&part) == stands_for.as_ref());
    let is_role = role_of(folder).is_ok_and(|role| Some(&role) == case.change().role());
    is_part && is_role
}
