//! Who reviews deployments may, and what no person can approve is said.

use crate::{
    facts::{
        Reading, Remote,
        actions::{GitHubEnvironment, PendingDeployment, ProtectionRule, Run},
    },
    gate::{GitHubState, SeenReview, writes::GitHubPart},
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("reviewer", "you may review the deployments", check);

/// What GitHub itself has; every other kind is an app's.
const OWN_RULES: &[&str] = &["wait_timer", "required_reviewers", "branch_policy"];

fn check(case: &Case<'_>) -> Ruling {
    let environments = match case.subject().github() {
        Some((_, GitHubPart::Review { environments, .. })) => environments,
        // No guard of codifying weighs what others are asked to.
        Some((_, GitHubPart::PullRequest { .. })) => {
            return Ruling::warn(
                "What the file would allow is not judged here: whoever reviews the pull request does.",
            );
        }
        Some(_) | None => return Ruling::Pass,
    };
    let Some(state) = case.seen().github() else {
        return Ruling::Pass;
    };
    let Some(review) = state.review() else {
        return Ruling::Pass;
    };
    let mut what = Vec::new();
    let is_ours =
        |one: &&PendingDeployment| environments.iter().any(|of| of.id == one.environment.id);
    for one in review.pending.known().into_iter().flatten().filter(is_ours) {
        match of_one(state, review, one) {
            Ok(said) => what.extend(said),
            Err(stop) => return stop,
        }
    }
    if let Reading::Unknown(fault) = &review.environments {
        what.push(format!(
            "What protects the environments could not be read: {}",
            fault.what
        ));
    }
    Ruling::warn_all(what)
}

/// What there is to say of one environment; an error stops.
fn of_one(
    state: &GitHubState,
    review: &SeenReview,
    one: &PendingDeployment,
) -> Result<Vec<String>, Ruling> {
    let name = name(&one.environment);
    let mut what = Vec::new();
    match one.current_user_can_approve {
        Some(true) => {}
        Some(false) => {
            return Err(Ruling::stop(
                format!("GitHub says that you may not review deployments to {name}."),
                format!("Ask one of its reviewers: {}.", reviewers(one)),
            ));
        }
        None => what.push(format!(
            "Whether you may review deployments to {name} GitHub does not say."
        )),
    }
    let rules = rules(review, &one.environment);
    let run = state.run().and_then(|seen| seen.run.known());
    if let Some(stop) = own_run(&rules, run, state.user.known(), name) {
        return Err(stop);
    }
    what.extend(no_person(&rules, name));
    Ok(what)
}

fn name(environment: &GitHubEnvironment) -> &str {
    environment.name.as_ref().map_or("?", Remote::raw)
}

fn reviewers(pending: &PendingDeployment) -> String {
    let names: Vec<&str> = pending
        .reviewers
        .iter()
        .filter_map(|one| one.name())
        .collect();
    match names.is_empty() {
        true => "GitHub names none".to_owned(),
        false => names.join(", "),
    }
}

fn rules<'r>(review: &'r SeenReview, of: &GitHubEnvironment) -> Vec<&'r ProtectionRule> {
    let all = review.environments.known().into_iter().flatten();
    let of_it = all.filter(|one| one.id == of.id);
    of_it.flat_map(|one| &one.protection_rules).collect()
}

/// Nobody approves what they started themselves, where the environment says so.
fn own_run(
    rules: &[&ProtectionRule],
    run: Option<&Run>,
    user: Option<&Remote>,
    name: &str,
) -> Option<Ruling> {
    let prevents = rules
        .iter()
        .any(|rule| rule.prevent_self_review == Some(true));
    let run = run?;
    let started = run.triggering_actor.as_ref().or(run.actor.as_ref());
    let login = started?.login.as_ref()?;
    let same = user.is_some_and(|user| user.raw().eq_ignore_ascii_case(login.raw()));
    (prevents && same).then(|| {
        Ruling::stop(
            format!(
                "You ({}) started this run, and environment {name} lets nobody review their own.",
                login.raw()
            ),
            "Ask another reviewer.",
        )
    })
}

fn no_person(rules: &[&ProtectionRule], name: &str) -> Vec<String> {
    let kinds = rules.iter().filter_map(|rule| rule.kind.as_ref());
    let apps = kinds.filter(|kind| !OWN_RULES.contains(&kind.raw()));
    apps.map(|kind| {
        format!(
            "Environment {name} is also protected by the rule `{}` of an app: no person can approve this.",
            kind.raw()
        )
    })
    .collect()
}
