//! Who may assume a role is widened only by what was reviewed and committed; so is,
//! in a change set, who from elsewhere gets at a resource by its own policy.

use crate::{
    gate::{Effect, GitState, Grant, Origin, StackState, writes::same},
    policy::Kind,
};

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "trust_widened",
    title: "trust is not widened by hand",
    check,
};

fn check(case: &Case<'_>) -> Verdict {
    let meaning = &case.prospect.meaning;
    if let Some(state) = case.stack() {
        return stack(case, state);
    }
    if case.change().document_kind() != Some(Kind::Trust) || !meaning.may_gain() {
        return Verdict::Pass;
    }
    let gained = match &meaning.access {
        Some(access) if !access.gained.is_empty() => {
            access.gained.iter().map(|gain| gain.what.clone()).collect()
        }
        _ => case.gains(|_| true),
    };
    let gained = match gained.is_empty() {
        true => "what exactly could not be told".to_owned(),
        false => gained.join("; "),
    };
    if case.is_of_file() {
        return Verdict::warn(format!("The file would trust more than now: {gained}."));
    }
    if is_committed(case) {
        return Verdict::warn(format!("More may assume the role, as committed: {gained}."));
    }
    Verdict::stop(
        format!("More could assume the role than now: {gained}."),
        "Commit the trust policy to the repository, have it reviewed, and write it from there.",
    )
}

/// The new document is the very one that a commit has.
fn is_committed(case: &Case<'_>) -> bool {
    let Origin::Repository { path } = &case.prospect.draft.origin else {
        return false;
    };
    let source = case.seen().source.as_ref();
    source.is_some_and(|file| {
        // That this path is the role's own trust policy is `origin`'s to judge.
        file.path == *path
            && file.git == GitState::Clean
            && file.text.is_some()
            && same(file.text.as_ref(), case.prospect.meaning.after.as_ref())
    })
}

/// A change set widens trust, or lets a stranger at a resource, only where the
/// settings expect this very property.
fn stack(case: &Case<'_>, state: &StackState) -> Verdict {
    let mut warnings = Vec::new();
    let levels = state.levels();
    for effect in &case.prospect.meaning.effects {
        let Some((property, what, gained)) = widened(effect) else {
            continue;
        };
        let level = levels.iter().find(|level| effect.is_of(level));
        let expect_only = &case.settings.stacks.expect_only;
        let expected = level.and_then(|level| case.expected(expect_only, level));
        let is_expected = expected.into_iter().flatten().any(|expected| {
            expected.logical_id == effect.logical_id
                && expected.property.as_deref() == Some(property)
        });
        if !is_expected {
            return Verdict::stop(
                format!("Stop and escalate: more could {what} than now: {gained}."),
                format!(
                    "Don't widen trust beside another change: have it reviewed by itself, and `{property}` of {} expected in `stacks.expect_only`.",
                    effect.logical_id.raw()
                ),
            );
        }
        warnings.push(format!("More may {what}, as expected: {gained}."));
    }
    Verdict::warn_all(warnings)
}

/// The property that widens it, what more can then be done, and by whom.
fn widened(effect: &Effect) -> Option<(&str, String, String)> {
    let id = effect.name();
    let words = |gains: Vec<&Grant>| {
        let words: Vec<String> = gains.into_iter().map(Grant::words).collect();
        (!words.is_empty()).then(|| words.join("; "))
    };
    if effect.is_trust {
        let gained = words(effect.gains.iter().collect())?;
        return Some(("AssumeRolePolicyDocument", format!("assume {id}"), gained));
    }
    let property = effect.opens.as_deref()?;
    let stranger = |gain: &&Grant| match &gain.principal {
        Some(principal) => principal
            .values
            .iter()
            .any(|name| effect.strangers.contains(name)),
        None => true,
    };
    let gained = words(effect.gains.iter().filter(stranger).collect())?;
    let what = format!("get at {id} who are not known to be of its account");
    Some((property, what, gained))
}
