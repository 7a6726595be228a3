//! Who may assume a role is widened only by what was reviewed and committed.

use crate::{
    gate::{GitState, Origin, StackState, writes::same},
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

/// A change set widens trust only where the settings expect this very property.
fn stack(case: &Case<'_>, state: &StackState) -> Verdict {
    let mut warnings = Vec::new();
    let levels = state.levels();
    for effect in &case.prospect.meaning.effects {
        let level = levels.iter().find(|level| effect.is_of(level));
        let expect_only = &case.settings.stacks.expect_only;
        let expected = level.and_then(|level| case.expected(expect_only, level));
        let may_gain = effect.gains.iter().map(crate::gate::Grant::words);
        let gained: Vec<String> = may_gain.collect();
        if !effect.is_trust || gained.is_empty() {
            continue;
        }
        let (id, gained) = (effect.name(), gained.join("; "));
        let is_expected = expected.into_iter().flatten().any(|expected| {
            expected.logical_id == effect.logical_id
                && expected.property.as_deref() == Some("AssumeRolePolicyDocument")
        });
        if !is_expected {
            return Verdict::stop(
                format!("Stop and escalate: more could assume {id} than now: {gained}."),
                "Don't widen trust beside another change: have it reviewed by itself, and expected in `stacks.expect_only`.",
            );
        }
        warnings.push(format!("More may assume {id}, as expected: {gained}."));
    }
    Verdict::warn_all(warnings)
}
