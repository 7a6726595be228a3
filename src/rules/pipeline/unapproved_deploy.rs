//! Whether a person has to approve a deployment to production.

use super::{
    deploys::{Deploy, deploys},
    online::{Online, told},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{
    ask::github::endpoint::ENVIRONMENTS,
    facts::{
        Remote,
        actions::{GitHubEnvironment, Reviewer},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "unapproved-deploy",
    number: "CP-605",
    area: Area::Operations,
    title: "A person approves what goes to production",
    accepted: "Production deploys wait for an approval",
    risk: Risk::High,
    confidence: Confidence::Medium,
    effort: 60,
    needs: Needs::GitHub,
    why: "Whoever can push, or steal a token that can, deploys to production, and nobody else sees it before.",
    fix: "Give the job `environment: production`, and that environment required reviewers and a branch rule (Settings, Environments).",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let all = deploys(repository);
    let online = &repository.online;
    let marks: Vec<Mark> = all.iter().map(|deploy| mark(deploy, online)).collect();
    (!marks.is_empty()).then_some(marks)
}

/// What holds a deployment to it, by what GitHub has set.
fn of_environment(name: &str, online: &Online) -> (State, String) {
    let all = match told(&online.environments, "who has to approve", ENVIRONMENTS) {
        Ok(all) => all,
        Err(mark) => return (State::Unknown, mark.what),
    };
    let is_it = |one: &&GitHubEnvironment| {
        let named = one.name.as_ref().map_or("", Remote::raw);
        named.eq_ignore_ascii_case(name)
    };
    let Some(found) = all.items.iter().find(is_it) else {
        return match all.whole {
            true => (
                State::Amber,
                "GitHub has no such environment, and makes one that waits for nobody".to_owned(),
            ),
            false => (State::Unknown, "not all environments were read".to_owned()),
        };
    };
    let rules = || found.protection_rules.iter();
    let reviewers = rules().flat_map(|rule| &rule.reviewers);
    let reviewers: Vec<&str> = reviewers.filter_map(Reviewer::name).collect();
    let alone =
        rules().any(|rule| !rule.reviewers.is_empty() && rule.prevent_self_review != Some(true));
    match (reviewers.is_empty(), alone) {
        (true, _) => (State::Amber, "it waits for nobody's approval".to_owned()),
        (false, true) => (
            State::Green,
            format!(
                "it waits for {}, who may approve their own",
                reviewers.join(" or ")
            ),
        ),
        (false, false) => (
            State::Green,
            format!("it waits for {}", reviewers.join(" or ")),
        ),
    }
}

fn mark(deploy: &Deploy<'_>, online: &Online) -> Mark {
    let job = &deploy.job;
    let id = job.id;
    match job.environment() {
        Some((name, place)) if name.contains("${{") => Mark::at(
            State::Unknown,
            job.source(),
            place,
            format!(
                "job {id} deploys to an environment that is decided when it runs; who has to approve is only known on GitHub"
            ),
        ),
        Some((name, place)) => {
            let (state, what) = of_environment(name, online);
            let what = format!("job {id} deploys to environment {name}; {what}");
            Mark::at(state, job.source(), place, what)
        }
        None if deploy.is_of_production() => Mark::at(
            State::Red,
            job.source(),
            deploy.by.place,
            format!("job {id} deploys to production, and no environment holds it for an approval"),
        ),
        None => Mark::at(
            State::Amber,
            job.source(),
            deploy.by.place,
            format!("job {id} deploys, and no environment holds it for an approval"),
        ),
    }
}
