//! Who may assume a role is widened only by what was reviewed and committed; so is,
//! in a change set, who from elsewhere gets at a resource by its own policy.

use crate::{
    facts::AccountId,
    gate::{GitState, Grant, ImpactedResource, Origin, StackState, writes::same},
    policy::Kind,
};

use super::{Case, Expected, Guard, OWN, Ruling, by};

pub(super) const GUARD: Guard = Guard::new("trust_widened", "trust is not widened by hand", check);

fn check(case: &Case<'_>) -> Ruling {
    let impact = &case.assessment.impact;
    if let Some(state) = case.stack() {
        return stack(case, state);
    }
    if case.change().document_kind() != Some(Kind::Trust) || !impact.may_gain() {
        return Ruling::Pass;
    }
    let own = own_account(case);
    let grants = impact.gains.iter().map(|gain| gain.words_in(own));
    let mut gained: Vec<String> = grants.collect();
    if gained.is_empty() {
        let access = impact.access.iter().flat_map(|access| &access.gained);
        gained.extend(access.map(|gain| gain.what.clone()));
    }
    gained.extend(impact.given_up.iter().map(|one| one.raw().to_owned()));
    let gained = match gained.is_empty() {
        true => "what exactly could not be determined".to_owned(),
        false => gained.join("; "),
    };
    if case.is_of_file() {
        return Ruling::warn(format!("The file would trust more than now: {gained}."));
    }
    if is_committed(case) {
        return Ruling::warn(format!("More may assume the role, as committed: {gained}."));
    }
    Ruling::stop(
        format!("More could assume the role than now: {gained}."),
        "Commit the trust policy to the repository, have it reviewed, and write it from there.",
    )
}

/// Whose role it is: into a file nobody writes as a caller, and the role says it.
fn own_account<'a>(case: &Case<'a>) -> Option<&'a str> {
    let of_role = || {
        let role = case.seen().role()?.role.known()?;
        role.arn.raw().split(':').nth(4)
    };
    let caller = case.seen().account().map(AccountId::raw);
    caller.or_else(of_role)
}

/// The new document is the very one that a commit has.
fn is_committed(case: &Case<'_>) -> bool {
    let Origin::Repository { path } = &case.assessment.draft.origin else {
        return false;
    };
    let source = case.seen().source.as_ref();
    source.is_some_and(|file| {
        // That this path is the role's own trust policy is `origin`'s to judge.
        file.path == *path
            && file.git == GitState::Clean
            && file.text.is_some()
            && same(file.text.as_ref(), case.assessment.impact.after.as_ref())
    })
}

/// A change set widens trust, or lets a stranger at a resource, only where the
/// person's own file expects this very property.
fn stack(case: &Case<'_>, state: &StackState) -> Ruling {
    let mut warnings = Vec::new();
    let levels = state.levels();
    for resource in &case.assessment.impact.resources {
        let own = own_account(case);
        let Some((property, what, gained)) = widened(resource, own) else {
            continue;
        };
        let level = levels.iter().find(|level| resource.is_of(level));
        let expected = level.and_then(|level| case.expected_changes(level));
        // What a repository says of itself lets nobody in: only the person's own file does.
        let own = expected.as_ref().and_then(Expected::own).filter(|own| {
            own.what.iter().any(|expected| {
                expected.logical_id == resource.logical_id
                    && expected.property.as_deref() == Some(property)
            })
        });
        let Some(own) = own else {
            let id = resource.logical_id.raw();
            let lapsed = expected.map_or_else(String::new, |it| it.lapsed("expect_only"));
            return Ruling::stop(
                format!("Stop and escalate: more could {what} than now: {gained}."),
                format!(
                    "Don't widen trust beside another change: have it reviewed by itself. The project's file can't let it pass, only `{id}:{property}` under `expect_only` of the environment in {OWN}, with `why` and `until`.{lapsed}"
                ),
            );
        };
        warnings.push(format!("More may {what}, {}: {gained}.", by(own)));
    }
    Ruling::warn_all(warnings)
}

/// The property that widens it, what more can then be done, and by whom.
fn widened<'a>(
    resource: &'a ImpactedResource,
    own: Option<&str>,
) -> Option<(&'a str, String, String)> {
    let id = resource.name();
    let words = |gains: Vec<&Grant>| {
        let grants = gains.into_iter().map(|gain| gain.words_in(own));
        let mut words: Vec<String> = grants.collect();
        if words.is_empty() {
            return None;
        }
        words.extend(resource.given_up.iter().map(|one| one.raw().to_owned()));
        Some(words.join("; "))
    };
    if resource.is_trust {
        let gained = words(resource.gains.iter().collect())?;
        return Some(("AssumeRolePolicyDocument", format!("assume {id}"), gained));
    }
    let property = resource.opens.as_deref()?;
    let stranger = |gain: &&Grant| match &gain.principal {
        Some(principal) => {
            let mut names = principal.values.iter();
            names.any(|name| resource.strangers.contains(name))
        }
        None => true,
    };
    let gained = words(resource.gains.iter().filter(stranger).collect())?;
    let what = format!("get at {id} who are not known to be of its account");
    Some((property, what, gained))
}
