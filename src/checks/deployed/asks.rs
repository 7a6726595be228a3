//! What is asked for it: the deployments, what became of the newest of each environment,
//! and of the successful one its run, what it checked out, and what it left.

use super::{
    Deployed, MOST, TRIED,
    checkout::{needs_log, workflow},
};
use crate::{
    ask::{
        Ask, Question,
        github::{actions, contents, deployments},
    },
    checks::Store,
    facts::{
        Remote, Repository,
        actions::{Deployment, DeploymentStatus, JobId, RunId},
    },
};

/// The newest deployments of one environment, as far as they are known.
pub(super) struct OfEnvironment<'a> {
    pub name: Remote,
    pub deployments: Vec<&'a Deployment>,
}

/// A successful deployment, and the run and job that made it.
#[derive(Clone, Copy)]
pub(super) struct Successful<'a> {
    pub deployment: &'a Deployment,
    pub status: &'a DeploymentStatus,
    pub run: Option<RunId>,
    pub job: Option<JobId>,
}

impl Deployed {
    pub(super) fn list(&self, repository: &Repository) -> Ask {
        let environment = self.only.as_deref().map(Remote::from);
        deployments::Newest { environment }
            .in_repository(repository)
            .into()
    }

    /// The environments in the order of their newest deployments.
    pub(super) fn environments<'a>(
        &self,
        repository: &Repository,
        store: &'a Store,
    ) -> Vec<OfEnvironment<'a>> {
        let environment = self.only.as_deref().map(Remote::from);
        let asked = deployments::Newest { environment }.in_repository(repository);
        let all = store.get(&asked).map_or(&[][..], |all| &all.items);
        let mut found: Vec<OfEnvironment<'a>> = Vec::new();
        for deployment in all {
            let Some(name) = deployment.environment.clone() else {
                continue;
            };
            if !self.is_wanted(&name) {
                continue;
            }
            let room = found.len() < MOST;
            match found.iter_mut().find(|one| one.name == name) {
                Some(known) => known.deployments.push(deployment),
                None if room => found.push(OfEnvironment {
                    name,
                    deployments: vec![deployment],
                }),
                None => {}
            }
        }
        for one in &mut found {
            one.deployments
                .sort_by_key(|it| std::cmp::Reverse((it.created_at, it.id)));
            one.deployments.truncate(TRIED);
        }
        found
    }

    pub(super) fn asks_of(&self, repository: &Repository, store: &Store) -> Vec<Ask> {
        let mut asks = vec![
            self.list(repository),
            contents::Repository.in_repository(repository).into(),
        ];
        for of in self.environments(repository, store) {
            asks.extend(statuses(&of, repository, store));
            if let Some(found) = successful(&of, repository, store) {
                asks.extend(of_run(&found, repository, store));
            }
        }
        // The commits are known by logs, which are not searched for each question.
        let known = store.conclusion(self);
        let compared = known.iter().flat_map(|report| {
            let branch = report.branch.as_ref();
            report
                .environments
                .iter()
                .filter_map(move |one| Some(compare(one.sha.as_ref()?, branch?)))
        });
        asks.extend(compared.map(|asked| Ask::from(asked.in_repository(repository))));
        asks
    }
}

/// One after another, until one was successful.
fn statuses(of: &OfEnvironment<'_>, repository: &Repository, store: &Store) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    for deployment in &of.deployments {
        let asked = deployments::Statuses(deployment.id).in_repository(repository);
        let known = store.get(&asked);
        let goes_on = known.is_some_and(|known| !known.items.iter().any(is_success));
        asks.push(asked.into());
        if !goes_on {
            break;
        }
    }
    asks
}

pub(super) fn is_success(status: &DeploymentStatus) -> bool {
    status
        .state
        .as_ref()
        .is_some_and(|state| state.raw() == "success")
}

/// The newest that was successful once: GitHub calls it inactive when another follows.
pub(super) fn successful<'a>(
    of: &OfEnvironment<'a>,
    repository: &Repository,
    store: &'a Store,
) -> Option<Successful<'a>> {
    of.deployments.iter().find_map(|deployment| {
        let asked = deployments::Statuses(deployment.id).in_repository(repository);
        let status = store
            .get(&asked)?
            .items
            .iter()
            .find(|one| is_success(one))?;
        let (run, job) = status
            .log_url
            .as_ref()
            .map_or((None, None), |url| numbers(url.raw()));
        Some(Successful {
            deployment,
            status,
            run,
            job,
        })
    })
}

/// `.../actions/runs/17/job/3`: the numbers alone, and the address is never gone to.
fn numbers(url: &str) -> (Option<RunId>, Option<JobId>) {
    let after = |word: &str| {
        let (_, rest) = url.split_once(word)?;
        rest.split('/').next()?.parse().ok()
    };
    (after("/runs/").map(RunId), after("/job/").map(JobId))
}

fn of_run(found: &Successful<'_>, repository: &Repository, store: &Store) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    if let Some(id) = found.run {
        let run = actions::Run(id).in_repository(repository);
        let known = store.get(&run).cloned();
        asks.push(run.into());
        asks.push(actions::Artifacts(id).in_repository(repository).into());
        let file = known.as_ref().and_then(workflow);
        asks.extend(file.map(|file| Ask::from(file.in_repository(repository))));
        let environment = found.deployment.environment.as_ref();
        let looks = known.is_some_and(|run| needs_log(&run, environment, repository, store));
        let log = found.job.filter(|_| looks).map(actions::JobLog);
        asks.extend(log.map(|log| Ask::from(log.in_repository(repository))));
    }
    asks
}

/// The default branch against what is deployed.
pub(super) fn compare(sha: &Remote, branch: &Remote) -> contents::Compare {
    contents::Compare {
        base: sha.clone(),
        head: branch.clone(),
    }
}
