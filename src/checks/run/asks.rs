//! What is asked of a run: the run and its jobs first, then what these name.

use super::{MOST, OneRun, RunStory, Sought, attempts, failed};
use crate::{
    ask::{
        Ask, Question, cloudformation,
        github::{actions, contents, deployments},
        iam, sts,
    },
    cause::no_jobs::Shape,
    checks::{
        Check, Store,
        known_runs::{asks_repository, repository},
        stacks::Stacks,
    },
    facts::{
        Arn, FaultKind, Remote, Repository, RoleName, Settings,
        actions::{Job, Run, RunFilter, RunState},
    },
};

/// Called workflows that are read: each costs a request.
const MOST_CALLED: usize = 5;
/// Groups that a run is in, of which is asked who is ahead.
const MOST_GROUPS: usize = 5;

impl OneRun {
    /// The run, its jobs and what it waits for.
    pub fn asks_of_run(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = asks_repository(settings).into_iter().collect();
        let Some(repository) = repository(settings, store) else {
            return asks;
        };
        asks.push(actions::Run(self.run).in_repository(&repository).into());
        let Some((run, jobs)) = self.jobs(store, &repository) else {
            return asks;
        };
        asks.push(jobs.in_repository(&repository).into());
        if run.waits_for_somebody() {
            asks.push(
                deployments::Pending(run.id)
                    .in_repository(&repository)
                    .into(),
            );
        }
        asks
    }

    /// `opened`: a person looks at it, and not only at its name in a list. Then logs are
    /// read, which are long, and what lies beyond the run, which costs requests.
    pub fn asks_when(&self, opened: bool, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.asks_of_run(settings, store);
        let Some(repository) = repository(settings, store) else {
            return asks;
        };
        let Some((run, jobs)) = self.jobs(store, &repository) else {
            return asks;
        };
        asks.extend(of_queue(&run, &repository, store));
        let read = store.get(&jobs.in_repository(&repository));
        let jobs = read.map(|read| read.items.as_slice());
        if !opened {
            return asks;
        }
        let failed = jobs.iter().flat_map(|jobs| failed(jobs)).take(MOST);
        asks.extend(failed.flat_map(|job| of_failure(job, &repository, store)));
        asks.extend(of_others(&run, jobs, &repository));
        asks.extend(attempts::asks(&run, &repository));
        if jobs.is_some_and(<[Job]>::is_empty) {
            asks.extend(of_settings(&run, &repository, store));
        }
        let known = store.conclusion(self);
        if let Some(story) = known {
            asks.extend(of_streak(&run, story, settings, &repository));
            asks.extend(self.of_sought(&story.sought, &run, &repository, settings, store));
        }
        let mut seen = std::collections::HashSet::new();
        asks.retain(|ask| seen.insert(ask.clone()));
        asks
    }

    /// What the logs and the workflow's text name.
    fn of_sought(
        &self,
        sought: &Sought,
        run: &Run,
        repository: &Repository,
        settings: &Settings,
        store: &Store,
    ) -> Vec<Ask> {
        let file = |path: &str| file(path, run, repository);
        let called = sought.called.iter().take(MOST_CALLED);
        let mut asks: Vec<Ask> = called.map(|path| file(path)).collect();
        asks.extend(run.file().filter(|_| sought.workflow).map(file));
        if sought.samconfig {
            asks.push(file("samconfig.toml"));
        }
        if sought.token {
            asks.push(actions::OidcSubject.in_repository(repository).into());
            asks.push(contents::Repository.in_repository(repository).into());
        }
        if sought.stack.is_none() && sought.trust.is_none() && !sought.all_roles {
            return asks;
        }
        asks.push(sts::CallerIdentity.of(&self.environment).into());
        if store.caller(&self.environment).is_none() {
            return asks;
        }
        if let Some(role) = sought
            .trust
            .as_ref()
            .filter(|role| self.is_here(role, store))
        {
            let name = RoleName::new(role.last_segment());
            asks.push(iam::Roles(vec![name]).of(&self.environment).into());
        }
        if sought.all_roles {
            asks.push(iam::Authorization.of(&self.environment).into());
        }
        let here = sought
            .role
            .as_ref()
            .is_none_or(|role| self.is_here(role, store));
        if let Some(named) = sought.stack.as_ref().filter(|_| here) {
            let stack = Stacks::only(&self.environment, named.stack.raw());
            asks.extend(stack.asks(settings, store));
        }
        asks
    }

    /// The asks of AWS that have to be answered before any other of it can be asked.
    pub(super) fn of_aws(&self, sought: &Sought) -> Vec<Ask> {
        let of = &self.environment;
        let mut asks: Vec<Ask> = Vec::new();
        if sought.stack.is_some() || sought.trust.is_some() || sought.all_roles {
            asks.push(sts::CallerIdentity.of(of).into());
        }
        if sought.stack.is_some() {
            asks.push(cloudformation::Stacks.of(of).into());
        }
        if sought.all_roles {
            asks.push(iam::Authorization.of(of).into());
        }
        asks
    }

    /// It is of the account that the environment is.
    pub(super) fn is_here(&self, role: &Arn, store: &Store) -> bool {
        let caller = store.caller(&self.environment);
        caller.is_some_and(|caller| role.account().as_ref() == Some(&caller.account))
    }
}

/// A file of the repository as it was at the run's commit.
pub(super) fn file(path: &str, run: &Run, repository: &Repository) -> Ask {
    file_at(path, run).in_repository(repository).into()
}

pub(super) fn file_at(path: &str, run: &Run) -> contents::File {
    contents::File {
        path: Remote::new(path),
        at: Remote::new(run.sha()),
    }
}

/// Its groups, who is ahead in each, and what those wait for.
fn of_queue(run: &Run, repository: &Repository, store: &Store) -> Vec<Ask> {
    if run.is_over() {
        return Vec::new();
    }
    let groups = actions::ConcurrencyOf(run.id).in_repository(repository);
    let mut asks: Vec<Ask> = vec![groups.clone().into()];
    let known = store.get(&groups);
    let fault = store.fault(&groups);
    if fault.is_some_and(|fault| fault.kind == FaultKind::Missing) {
        // A server that does not know them: the text names the groups.
        asks.extend(run.file().map(|path| file(path, run, repository)));
        asks.push(of_workflow(run, repository));
    }
    let names = known.iter().flat_map(|known| &known.items);
    for group in names
        .filter_map(|group| group.name.clone())
        .take(MOST_GROUPS)
    {
        let ahead = actions::AheadOf { run: run.id, group }.in_repository(repository);
        let found = store.get(&ahead).cloned();
        asks.push(ahead.into());
        let members = found.iter().flat_map(|found| &found.members);
        let others = members.map(|one| one.run_id).filter(|id| *id != run.id);
        for other in others.take(MOST_GROUPS) {
            asks.push(actions::Run(other).in_repository(repository).into());
            let waits = store
                .run(repository, other)
                .is_some_and(Run::waits_for_somebody);
            if waits {
                asks.push(deployments::Pending(other).in_repository(repository).into());
            }
        }
    }
    asks
}

/// The log, and what was noted: of a lost runner the notes alone tell.
fn of_failure(job: &Job, repository: &Repository, store: &Store) -> Vec<Ask> {
    let log = actions::JobLog(job.id).in_repository(repository);
    let missing = store
        .fault(&log)
        .is_some_and(|fault| fault.kind == FaultKind::Missing);
    let mut asks: Vec<Ask> = vec![log.into()];
    let noted = job.check_run().map(actions::Annotations);
    asks.extend(noted.map(|noted| Ask::from(noted.in_repository(repository))));
    if missing {
        asks.push(actions::Retention.in_repository(repository).into());
    }
    asks
}

/// The runs of its workflow, where one of them may have taken its place, or waits behind
/// it; and what GitHub noted on one that was cancelled.
fn of_others(run: &Run, jobs: Option<&[Job]>, repository: &Repository) -> Vec<Ask> {
    let cancelled = run.conclusion == Some(RunState::Cancelled);
    if !cancelled && !run.waits_for_somebody() {
        return Vec::new();
    }
    let mut asks: Vec<Ask> = vec![of_workflow(run, repository)];
    let noted = jobs.and_then(|jobs| jobs.first()?.check_run());
    let noted = noted.filter(|_| cancelled).map(actions::Annotations);
    asks.extend(noted.map(|noted| Ask::from(noted.in_repository(repository))));
    asks
}

/// The newest runs of its workflow.
fn of_workflow(run: &Run, repository: &Repository) -> Ask {
    let filter = RunFilter {
        workflow: run.workflow_id,
        ..RunFilter::default()
    };
    actions::Runs { filter, page: 1 }
        .in_repository(repository)
        .into()
}

/// What may keep a run from having jobs.
fn of_settings(run: &Run, repository: &Repository, store: &Store) -> Vec<Ask> {
    let Some(shape) = Shape::of(run) else {
        return Vec::new();
    };
    let mut asks: Vec<Ask> = Vec::new();
    if shape.rests_on_text() || shape == Shape::Cancelled {
        asks.extend(run.file().map(|path| file(path, run, repository)));
    }
    if shape.rests_on_text() {
        let permissions = actions::Permissions.in_repository(repository);
        let selected = store.get(&permissions).is_some_and(|known| {
            let which = known.allowed_actions.as_ref().map(Remote::raw);
            which == Some("selected")
        });
        asks.push(permissions.into());
        if selected {
            asks.push(actions::SelectedActions.in_repository(repository).into());
        }
    }
    asks
}

/// The two lists of a workflow and branch that say since when it is red.
pub(in crate::checks) fn lists_of_streak(run: &Run) -> Option<[actions::Runs; 2]> {
    if !run.is_failure() || run.workflow_id.is_none() {
        return None;
    }
    let branch = run.head_branch.clone()?;
    let of = |status| actions::Runs {
        filter: RunFilter {
            workflow: run.workflow_id,
            branch: Some(branch.clone()),
            status: Some(status),
            ..RunFilter::default()
        },
        page: 1,
    };
    Some([RunState::Success, RunState::Failure].map(of))
}

fn of_streak(
    run: &Run,
    story: &RunStory,
    settings: &Settings,
    repository: &Repository,
) -> Vec<Ask> {
    let lists = lists_of_streak(run).into_iter().flatten();
    let mut asks: Vec<Ask> = lists
        .map(|list| list.in_repository(repository).into())
        .collect();
    // The comparison is only asked for where files are named that could have changed.
    let ends = story.streak.as_ref().filter(|_| settings.drift.is_some());
    let compare = ends.and_then(|streak| {
        Some(contents::Compare {
            base: streak.green.as_ref()?.sha.clone(),
            head: streak.red.sha.clone(),
        })
    });
    asks.extend(compare.map(|compare| Ask::from(compare.in_repository(repository))));
    asks
}
