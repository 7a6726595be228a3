//! What did a run do, and why did it end so? Its jobs, what its steps and its logs say, and
//! what lies beyond them: its queue, its settings, the stack that it deploys.
//!
//! What lies beyond is evidence: that it could not be read is said, and leaves the run's own
//! story as it is.

mod asks;
mod attempts;
mod beyond;
mod deploy;
mod failure;
mod token;
mod told;

use serde::{Deserialize, Serialize};

use super::{
    Check, Conclusion, Outcome, Registered, Store, Topic, known_runs::repository,
    stack::OperationReport,
};
use crate::{
    ask::{
        Ask, Question,
        github::{actions, deployments},
    },
    cause::{
        job_stack::NamedStack,
        no_jobs::NoJobs,
        queue::{Queue, Replaced},
        streak::{Between, Streak},
        token_subject::TokenStory,
    },
    facts::{
        Arn, EnvironmentName, Finding, Repository, Settings, Unknown,
        actions::{Job, PendingDeployment, Run, RunId, RunState},
    },
};

pub(super) use asks::lists_of_streak;
pub use failure::JobFailure;

/// Failed jobs whose logs are read: each may be long.
const MOST: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OneRun {
    environment: EnvironmentName,
    run: RunId,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStory {
    /// None: it could not be read.
    pub run: Option<Run>,
    /// None: they were not read.
    pub jobs: Option<Vec<Job>>,
    pub failures: Vec<JobFailure>,
    pub pending: Vec<PendingDeployment>,
    /// The attempts before this one, the newest of them first.
    pub earlier: Vec<EarlierAttempt>,
    pub queue: Queue,
    pub replaced: Option<Replaced>,
    /// Runs that came after it and were pushed out of its queue.
    pub pushed_out: Vec<(RunId, Replaced)>,
    /// It has no jobs, and this is what is known of why.
    pub no_jobs: Option<NoJobs>,
    pub streak: Option<Streak>,
    /// What became of the files that describe what is live, while it turned red.
    pub between: Vec<Between>,
    pub deploy: Option<Deploy>,
    pub token: Option<TokenStory>,
    /// What lies beyond the run and could not be read.
    pub unread: Vec<Unknown>,
    /// What is to be read next, as the answers so far say.
    pub sought: Sought,
}

/// An attempt before the newest one: a rerun hides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierAttempt {
    pub attempt: u32,
    pub run: Run,
    /// None: its jobs were not read.
    pub failed: Option<Vec<String>>,
}

/// The stack that a failed job deploys, and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deploy {
    pub job: String,
    pub named: NamedStack,
    /// The role that the job assumed.
    pub role: Option<Arn>,
    /// The role is a secret: those of the account that accept the job's token.
    pub accepting: Option<Vec<Arn>>,
    /// None: it was not read, or it is of another account.
    pub operation: Option<OperationReport>,
    /// Why it was not read, or says nothing of this run.
    pub open: Option<String>,
}

/// What the answers name that is to be read next. Kept, because logs are long and are not
/// searched for each key that is pressed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sought {
    /// The workflow's own text.
    pub workflow: bool,
    /// Workflows of the repository that the run's own calls.
    pub called: Vec<String>,
    pub samconfig: bool,
    pub stack: Option<NamedStack>,
    /// The role that deploys it: a stack of another account is not asked for here.
    pub role: Option<Arn>,
    /// The role whose trust policy is to be read.
    pub trust: Option<Arn>,
    /// A token was refused.
    pub token: bool,
    /// Its role is a secret: every role is looked at.
    pub all_roles: bool,
}

impl OneRun {
    pub fn of(environment: &EnvironmentName, run: RunId) -> Self {
        Self {
            environment: environment.clone(),
            run,
        }
    }

    fn jobs(&self, store: &Store, repository: &Repository) -> Option<(Run, actions::Jobs)> {
        let run = store.run(repository, self.run)?;
        let jobs = actions::Jobs {
            run: run.id,
            attempt: run.attempt(),
        };
        Some((run.clone(), jobs))
    }
}

impl RunStory {
    /// The role that the job which deploys assumed, as far as that is known.
    pub fn role(&self) -> Option<&Arn> {
        self.deploy.as_ref()?.role.as_ref()
    }
}

impl Store {
    /// What was told of a run, by the environment that it was told in.
    pub fn stories(&self, run: RunId) -> impl Iterator<Item = (&EnvironmentName, &RunStory)> {
        let told = self.conclusions.iter();
        told.filter_map(move |(topic, (_, of))| match (topic, of) {
            (Topic::OneRun(one), Conclusion::OneRun(story)) if one.run == run => {
                Some((&one.environment, story.as_ref()))
            }
            _ => None,
        })
    }
}

fn failed(jobs: &[Job]) -> impl Iterator<Item = &Job> {
    let is_failed = |job: &&Job| job.state().is_some_and(RunState::is_failure);
    jobs.iter().filter(is_failed)
}

impl Check for OneRun {
    type Conclusion = RunStory;

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        self.asks_when(true, settings, store)
    }

    /// The run itself: without what lies beyond, its story is only shorter.
    fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        self.asks_of_run(settings, store)
    }

    /// What the run's answers name is read next.
    fn first(&self, _: &Settings, _: &Store) -> Vec<Topic> {
        vec![self.topic()]
    }

    fn judge(&self, settings: &Settings, store: &Store) -> RunStory {
        let Some(repository) = repository(settings, store) else {
            return RunStory::default();
        };
        let Some((run, jobs)) = self.jobs(store, &repository) else {
            return RunStory::default();
        };
        let jobs = store.get(&jobs.in_repository(&repository));
        let failures = jobs.iter().flat_map(|jobs| failed(&jobs.items)).take(MOST);
        let failures = failures.map(|job| failure::of(job, &repository, store));
        let pending = deployments::Pending(run.id).in_repository(&repository);
        let mut story = RunStory {
            failures: failures.collect(),
            jobs: jobs.map(|jobs| jobs.items.clone()),
            pending: store.get(&pending).cloned().unwrap_or_default(),
            run: Some(run),
            ..RunStory::default()
        };
        story.earlier = attempts::earlier(story.run.as_ref(), &repository, store);
        beyond::fill(&mut story, &repository, settings, store);
        deploy::fill(&mut story, self, &repository, settings, store);
        story
    }

    fn findings(&self, _: &RunStory) -> Vec<Finding> {
        Vec::new()
    }

    /// Who tells a run's story tells that of the stack which it deploys.
    fn brings(&self, story: &RunStory) -> Vec<(Topic, Conclusion)> {
        story.of_stack(&self.environment).into_iter().collect()
    }

    fn unknown(&self, story: &RunStory) -> Vec<Unknown> {
        story.unknown()
    }

    fn status(&self, story: &RunStory, _: usize, _: usize, faults: usize) -> Outcome {
        story.status(faults)
    }
}

impl RunStory {
    pub fn status(&self, faults: usize) -> Outcome {
        match &self.run {
            None => Outcome::Unknown,
            Some(run) if run.is_failure() || run.waits_for_somebody() => Outcome::Findings,
            // It waits for somebody who does not come by himself.
            Some(_) if self.queue.behind.iter().any(|one| !one.pending.is_empty()) => {
                Outcome::Findings
            }
            Some(_) => Outcome::of(0, faults),
        }
    }

    /// The run was asked for by its id, and its jobs were read, and there are none.
    pub fn is_without_jobs(&self) -> bool {
        self.jobs.as_ref().is_some_and(Vec::is_empty)
    }
}
