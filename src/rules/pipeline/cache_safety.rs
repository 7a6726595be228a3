//! A cache that can be poisoned, or whose key gives a secret away.

use std::collections::BTreeSet;

use super::{
    deploys::{Deploy, deploys},
    expression::{Expression, texts},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    workflow::Step,
};

pub(super) const RULE: Rule = Rule {
    id: "cache-safety",
    number: "CP-107",
    area: Area::Workflows,
    title: "Caches go by content, and no deployment restores one",
    accepted: "Caches can't carry foreign code into a deployment",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 30,
    needs: Needs::Files,
    why: "Any workflow of the branch can fill a cache. One that goes by a fixed key, or that a deployment restores, carries what was put there into what is deployed.",
    fix: "Make the key of the lock file's hash: `key: venv-${{ runner.os }}-${{ hashFiles('**/poetry.lock') }}`, and let jobs that deploy or release build without a cache.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let deploying: BTreeSet<(String, String)> = deploys(repository).iter().map(named).collect();
    let mut marks = Vec::new();
    for workflow in &repository.workflows {
        for job in workflow.jobs() {
            let is_deploy = deploying.contains(&(workflow.source.path.clone(), job.id.to_owned()));
            let caches = job.steps().filter(|step| step.is_of("actions/cache"));
            marks.extend(caches.map(|step| mark(&step, is_deploy)));
        }
    }
    (!marks.is_empty()).then_some(marks)
}

fn named(deploy: &Deploy<'_>) -> (String, String) {
    (deploy.job.source().path.clone(), deploy.job.id.to_owned())
}

fn mark(step: &Step<'_>, is_deploy: bool) -> Mark {
    let Some(key) = step.with("key") else {
        return Mark::at(
            State::Amber,
            step.source,
            step.place(),
            "the cache has no key",
        );
    };
    let mut inputs = Vec::new();
    if let Some(with) = step.node.get("with") {
        texts(with, &mut inputs);
    }
    let mut expressions = inputs
        .iter()
        .flat_map(|(_, node)| Expression::all(step.source, node));
    let secret = expressions.find_map(|one| one.secret());
    let by_content = step.source.written(key.span).contains("hashFiles(");
    let (state, what) = match secret {
        Some(secret) => (
            State::Red,
            format!("secret {secret} is part of the cache's key or path"),
        ),
        None if is_deploy => (
            State::Amber,
            "a job that deploys restores a cache".to_owned(),
        ),
        None if !by_content => (
            State::Amber,
            "the key has no hash of what the cache is made from".to_owned(),
        ),
        None => (State::Green, "the key goes by content".to_owned()),
    };
    Mark::at(state, step.source, key.span.place, what)
}
