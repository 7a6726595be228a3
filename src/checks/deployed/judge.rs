//! Which commit a deployment brought, and how that is known.

use super::{
    Deployed, DeployedReport, DeployedTo,
    asks::{OfEnvironment, Successful, compare, is_success, successful},
    checkout::{Checkout, checkout},
};
use crate::{
    ask::{
        Question,
        github::{actions, contents, deployments},
    },
    cause::job_stack::checked_out,
    checks::Store,
    facts::{Remote, Repository, actions::Deployment},
};

/// The commit, and how it is known; an error says why it is not.
type Commit = Result<(Remote, String), String>;

impl Deployed {
    pub(super) fn report(&self, repository: &Repository, store: &Store) -> DeployedReport {
        let all = self.environments(repository, store);
        let of = |one: &OfEnvironment<'_>| deployed_to(one, repository, store);
        DeployedReport {
            repository: Some(repository.clone()),
            branch: branch(repository, store).cloned(),
            environments: all.iter().map(of).collect(),
        }
    }
}

fn branch<'a>(repository: &Repository, store: &'a Store) -> Option<&'a Remote> {
    let facts = store.get(&contents::Repository.in_repository(repository))?;
    facts.default_branch.as_ref()
}

fn deployed_to(of: &OfEnvironment<'_>, repository: &Repository, store: &Store) -> DeployedTo {
    let Some(found) = successful(of, repository, store) else {
        return DeployedTo {
            name: of.name.clone(),
            said: "None of its newest deployments was successful.".to_owned(),
            newer: of
                .deployments
                .first()
                .and_then(|one| state(one, repository, store)),
            ..DeployedTo::default()
        };
    };
    let commit = commit(&found, repository, store);
    let ends = commit.as_ref().ok().zip(branch(repository, store));
    let asked = ends.map(|((sha, _), branch)| compare(sha, branch).in_repository(repository));
    let compared = asked.and_then(|asked| store.get(&asked));
    let artifacts = found
        .run
        .map(|run| actions::Artifacts(run).in_repository(repository));
    let artifacts = artifacts.and_then(|asked| store.get(&asked));
    let newest = of
        .deployments
        .first()
        .filter(|one| one.id != found.deployment.id);
    DeployedTo {
        name: of.name.clone(),
        deployment: Some(found.deployment.id),
        at: found.status.created_at.or(found.deployment.created_at),
        run: found.run,
        sha: commit.as_ref().ok().map(|(sha, _)| sha.clone()),
        said: commit.map_or_else(|why| why, |(_, how)| how),
        ahead: compared.and_then(|compared| compared.ahead_by),
        behind: compared.and_then(|compared| compared.behind_by),
        artifacts: artifacts.map(|all| all.items.clone()),
        newer: newest.and_then(|one| state(one, repository, store)),
    }
}

/// What became of a deployment last.
fn state(of: &Deployment, repository: &Repository, store: &Store) -> Option<Remote> {
    let asked = deployments::Statuses(of.id).in_repository(repository);
    let all = store.get(&asked)?;
    let last = all.items.iter().find(|one| !is_success(one))?;
    last.state.clone()
}

fn commit(found: &Successful<'_>, repository: &Repository, store: &Store) -> Commit {
    let Some(id) = found.run else {
        return Err("The deployment does not name the run that made it.".to_owned());
    };
    let run = store.get(&actions::Run(id).in_repository(repository));
    let run = run.ok_or_else(|| format!("Run {} was not read.", id.0))?;
    let environment = found.deployment.environment.as_ref();
    let why = match checkout(run, environment, repository, store) {
        Checkout::Head => {
            let sha = run
                .head_sha
                .clone()
                .ok_or("Its run does not say of which commit it is.")?;
            return Ok((
                sha,
                "its run is of it, and the checkout has no other ref".to_owned(),
            ));
        }
        Checkout::Other(why) => why,
    };
    let log = found
        .job
        .map(|job| actions::JobLog(job).in_repository(repository));
    let log = log.as_ref().and_then(|asked| store.get(asked));
    let named = log.and_then(|log| checked_out(log.text.raw()));
    match (named, log) {
        (Some(sha), _) => Ok((sha, "the log of its checkout names it".to_owned())),
        (None, Some(_)) => Err(format!("{why}, and its log names none.")),
        (None, None) => Err(format!("{why}, and its log was not read.")),
    }
}
