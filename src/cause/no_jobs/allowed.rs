//! Causes that stand in the repository's settings: which actions may run, and how they
//! must be named.

use super::{Candidate, Inputs, Looked, unread};
use crate::{
    cause::workflow::{Uses, WorkflowText},
    facts::{Remote, actions::SelectedActions},
    policy::like,
};

const SOURCE: &str = "actions/permissions";
/// Owners whose actions are GitHub's own.
const GITHUBS: [&str; 2] = ["actions", "github"];
/// Names in one sentence.
const MOST: usize = 5;

pub(super) fn enabled(inputs: &Inputs<'_>) -> Candidate {
    let cause = "GitHub Actions is switched off for the repository";
    let looked = match inputs.permissions.and_then(Result::ok) {
        None => unread(inputs.permissions),
        Some(known) => match known.enabled {
            Some(false) => (Looked::Found, "It is switched off now.".to_owned()),
            Some(true) => (Looked::NotIt, "It is switched on.".to_owned()),
            None => (Looked::Open, "GitHub does not say.".to_owned()),
        },
    };
    Candidate::of(cause, SOURCE, looked)
}

pub(super) fn actions(inputs: &Inputs<'_>, text: &WorkflowText) -> Candidate {
    let cause = "an action that may not run";
    let Some(known) = inputs.permissions.and_then(Result::ok) else {
        return Candidate::of(cause, SOURCE, unread(inputs.permissions));
    };
    let owner = inputs.repository.owner();
    let foreign = |uses: &&Uses| {
        let of = uses.owner();
        of.is_some_and(|of| !of.eq_ignore_ascii_case(owner))
    };
    let foreign: Vec<&Uses> = text.uses().filter(foreign).collect();
    let looked = match known.allowed_actions.as_ref().map(Remote::raw) {
        Some("all") => (Looked::NotIt, "Every action may run.".to_owned()),
        Some("local_only") if foreign.is_empty() => (
            Looked::NotIt,
            "It uses its owner's actions alone.".to_owned(),
        ),
        Some("local_only") => (
            Looked::Found,
            format!("Only its owner's may run, and it uses {}.", names(&foreign)),
        ),
        Some("selected") => match inputs.selected.and_then(Result::ok) {
            Some(selected) => of_selected(selected, &foreign),
            None => unread(inputs.selected),
        },
        _ => (Looked::Open, "GitHub does not say.".to_owned()),
    };
    Candidate::of(cause, SOURCE, looked)
}

fn of_selected(selected: &SelectedActions, foreign: &[&Uses]) -> (Looked, String) {
    let may_run = |uses: &&&Uses| {
        let githubs = uses.owner().is_some_and(|owner| GITHUBS.contains(&owner));
        let by_pattern = |pattern: &Remote| {
            let pattern = pattern.raw();
            like(pattern, &uses.0) || like(pattern, uses.action())
        };
        (githubs && selected.github_owned_allowed == Some(true))
            || selected.patterns_allowed.iter().any(by_pattern)
    };
    let not: Vec<&Uses> = foreign
        .iter()
        .filter(|uses| !may_run(uses))
        .copied()
        .collect();
    match (not.is_empty(), selected.verified_allowed) {
        (true, _) => (
            Looked::NotIt,
            "Each action that it uses is among the selected ones.".to_owned(),
        ),
        (false, Some(true)) => {
            let said = format!(
                "Only a verified creator's could run of {}: who is one, the API does not say.",
                names(&not)
            );
            (Looked::Open, said)
        }
        (false, _) => (Looked::Found, format!("Not selected: {}.", names(&not))),
    }
}

pub(super) fn pinned(inputs: &Inputs<'_>, text: &WorkflowText) -> Candidate {
    let cause = "an action without a commit's SHA, where one is demanded";
    let Some(known) = inputs.permissions.and_then(Result::ok) else {
        return Candidate::of(cause, SOURCE, unread(inputs.permissions));
    };
    let loose: Vec<&Uses> = text.uses().filter(|uses| !uses.is_pinned()).collect();
    let looked = match (known.sha_pinning_required, loose.is_empty()) {
        (Some(true), false) => (Looked::Found, format!("Without one: {}.", names(&loose))),
        (Some(true), true) => (Looked::NotIt, "Each action has one.".to_owned()),
        (Some(false), _) => (Looked::NotIt, "None is demanded.".to_owned()),
        (None, true) => (Looked::NotIt, "Each action has one.".to_owned()),
        (None, false) => (
            Looked::Open,
            "GitHub does not say whether one is demanded.".to_owned(),
        ),
    };
    Candidate::of(cause, SOURCE, looked)
}

fn names(uses: &[&Uses]) -> String {
    let first: Vec<&str> = uses.iter().take(MOST).map(|one| one.0.as_str()).collect();
    let more = match uses.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    first.join(", ") + &more
}
