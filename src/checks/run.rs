//! What did a run do, and what does the step say that failed? Its jobs, and of those that
//! failed the log around the first error, with every refusal in it.

use serde::{Deserialize, Serialize};

use super::{
    Check, Outcome, Store,
    known_runs::{asks_repository, repository},
};
use crate::{
    ask::{
        Ask, Question,
        github::{actions, deployments},
    },
    cause::{
        chain::{Link, LinkKind, refused, who},
        denial::denials,
        job_log::{LineKind, LogLine, LogPart, excerpt, lines},
    },
    facts::{
        Denied, EnvironmentName, Finding, Remote, Repository, Settings, Unknown,
        actions::{Annotation, Job, PendingDeployment, Run, RunId, RunState, Step},
    },
};

/// Failed jobs whose logs are read: each may be long.
const MOST: usize = 3;
/// Refusals that are told of one step.
const MOST_DENIED: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OneRun {
    environment: EnvironmentName,
    run: RunId,
}

/// A job that failed, and what is known of why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFailure {
    pub job: Job,
    /// None: no step of it failed.
    pub step: Option<Step>,
    /// Lines of its log around the first error, without their moments.
    pub excerpt: Vec<Remote>,
    pub log: LogPart,
    /// The line of it that says most.
    pub said: Option<Remote>,
    pub denied: Vec<Denied>,
    pub annotations: Vec<Annotation>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStory {
    /// None: it could not be read.
    pub run: Option<Run>,
    /// None: they were not read.
    pub jobs: Option<Vec<Job>>,
    pub failures: Vec<JobFailure>,
    pub pending: Vec<PendingDeployment>,
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

fn failed(jobs: &[Job]) -> impl Iterator<Item = &Job> {
    let is_failed = |job: &&Job| job.state().is_some_and(RunState::is_failure);
    jobs.iter().filter(is_failed)
}

fn failed_step(job: &Job) -> Option<&Step> {
    let is_failed = |step: &&Step| step.state().is_some_and(RunState::is_failure);
    job.steps.iter().find(is_failed)
}

impl Check for OneRun {
    type Conclusion = RunStory;

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = asks_repository(settings).into_iter().collect();
        let Some(repository) = repository(settings, store) else {
            return asks;
        };
        asks.push(actions::Run(self.run).in_repository(&repository).into());
        let Some((run, jobs)) = self.jobs(store, &repository) else {
            return asks;
        };
        let jobs = jobs.in_repository(&repository);
        let read = store.get(&jobs);
        asks.push(jobs.into());
        for job in read.iter().flat_map(|jobs| failed(&jobs.items)).take(MOST) {
            asks.push(actions::JobLog(job.id).in_repository(&repository).into());
            // Of a lost runner the annotations alone tell.
            let lost = job.check_run().filter(|_| failed_step(job).is_none());
            asks.extend(lost.map(|of| actions::Annotations(of).in_repository(&repository).into()));
        }
        if run.waits_for_somebody() {
            asks.push(
                deployments::Pending(run.id)
                    .in_repository(&repository)
                    .into(),
            );
        }
        asks
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
        let failure = |job: &Job| {
            let log = store.get(&actions::JobLog(job.id).in_repository(&repository));
            let of = job.check_run();
            let noted =
                of.and_then(|of| store.get(&actions::Annotations(of).in_repository(&repository)));
            let text = log.map_or("", |log| log.text.raw());
            read_failure(job, text, noted.map_or(&[], |noted| &noted.items))
        };
        RunStory {
            failures: failures.map(failure).collect(),
            jobs: jobs.map(|jobs| jobs.items.clone()),
            pending: store
                .get(&deployments::Pending(run.id).in_repository(&repository))
                .cloned()
                .unwrap_or_default(),
            run: Some(run),
        }
    }

    fn findings(&self, _: &RunStory) -> Vec<Finding> {
        Vec::new()
    }

    fn unknown(&self, story: &RunStory) -> Vec<Unknown> {
        story.unknown()
    }

    fn status(&self, story: &RunStory, _: usize, _: usize, faults: usize) -> Outcome {
        story.status(faults)
    }
}

fn read_failure(job: &Job, log: &str, annotations: &[Annotation]) -> JobFailure {
    let step = failed_step(job);
    let lines = lines(log);
    let shown = &lines[excerpt(&lines, step)];
    let excerpt: Vec<Remote> = shown.iter().map(|line| Remote::new(line.text())).collect();
    let said: Vec<&str> = excerpt.iter().map(Remote::raw).collect();
    let mut denied = denials(&said.join("\n"));
    denied.truncate(MOST_DENIED);
    JobFailure {
        job: job.clone(),
        step: step.cloned(),
        said: telling(shown),
        excerpt,
        log: LogPart::of(&lines, step),
        denied,
        annotations: annotations.to_vec(),
    }
}

/// What the runner itself says of every failure.
const OF_THE_RUNNER: &str = "Process completed with exit code";

/// The first error that is not the runner's own, else the line before that one.
fn telling(shown: &[LogLine<'_>]) -> Option<Remote> {
    let is_told = |line: &&LogLine<'_>| !line.text().trim().is_empty();
    let of_runner = |line: &LogLine<'_>| line.text().starts_with(OF_THE_RUNNER);
    let mut errors = shown.iter().filter(|line| line.kind == LineKind::Error);
    let own = errors.find(|line| !of_runner(line));
    let before = || {
        let end = shown.iter().position(of_runner).unwrap_or(shown.len());
        shown[..end].iter().rev().find(is_told)
    };
    let line = own.or_else(before).or(shown.first())?;
    Some(Remote::new(line.text()))
}

impl RunStory {
    pub fn status(&self, faults: usize) -> Outcome {
        match &self.run {
            None => Outcome::Unknown,
            Some(run) if run.is_failure() || run.waits_for_somebody() => Outcome::Findings,
            Some(_) => Outcome::of(0, faults),
        }
    }

    /// A run that failed without a job has its cause elsewhere.
    pub fn unknown(&self) -> Vec<Unknown> {
        let bare = self.jobs.as_ref().is_some_and(Vec::is_empty);
        let failed = self.run.as_ref().filter(|run| bare && run.is_failure());
        let unknown = failed.map(|run| Unknown {
            what: format!("why run {} has no jobs", run.id.0),
            why: "a workflow that can't be read, an action that is not allowed, or an input or permission that is not known, end so; which, the API does not say".into(),
            hint: "Look at the run's page: GitHub says it there, and only there.".into(),
        });
        unknown.into_iter().collect()
    }

    /// From the run to its jobs, their steps, what these say, and what was refused.
    pub fn chain(&self) -> Vec<Link> {
        let Some(run) = &self.run else {
            return Vec::new();
        };
        let link = |kind, subject: String, at, what: String, evidence: &str| Link {
            kind,
            subject,
            at,
            what,
            evidence: evidence.into(),
        };
        let of = run.workflow().unwrap_or("a workflow");
        let state = run.state().map_or("unknown", RunState::word);
        let branch = run.head_branch.as_ref().map_or("?", Remote::raw);
        let what = format!("{of} on {branch}, attempt {}: {state}", run.attempt());
        let name = format!("run {}", run.id.0);
        let mut links = vec![link(
            LinkKind::Run,
            name,
            run.updated_at,
            what,
            "actions/runs",
        )];
        for pending in &self.pending {
            let name = pending.environment.name.as_ref();
            let name = name.map_or("an environment", Remote::raw);
            let reviewers: Vec<&str> = pending
                .reviewers
                .iter()
                .filter_map(|one| one.name())
                .collect();
            let what = match reviewers.as_slice() {
                [] => "is waited for".to_owned(),
                names => format!("waits for approval by {}", names.join(" or ")),
            };
            links.push(link(
                LinkKind::Cause,
                name.to_owned(),
                None,
                what,
                "actions/runs/pending_deployments",
            ));
        }
        for failure in &self.failures {
            let job = &failure.job;
            let name = job.name.as_ref().map_or("a job", Remote::raw).to_owned();
            let state = job.state().map_or("failed", RunState::word).to_owned();
            links.push(link(
                LinkKind::Job,
                name,
                job.completed_at,
                state,
                "actions/jobs",
            ));
            links.extend(failure.step.as_ref().map(|step| {
                let name = step.name.as_ref().map_or("a step", Remote::raw).to_owned();
                link(
                    LinkKind::Step,
                    name,
                    step.completed_at,
                    format!("failed as step {}", step.number),
                    "actions/jobs",
                )
            }));
            let noted = failure
                .annotations
                .iter()
                .filter_map(|noted| noted.message.as_ref());
            links.extend(noted.map(|said| {
                link(
                    LinkKind::Log,
                    "annotation".into(),
                    None,
                    said.raw().to_owned(),
                    "check-runs/annotations",
                )
            }));
            links.extend(failure.said.as_ref().map(|said| {
                link(
                    LinkKind::Log,
                    "log".into(),
                    None,
                    said.raw().to_owned(),
                    "actions/jobs/logs",
                )
            }));
            links.extend(failure.denied.iter().map(|denied| {
                link(
                    LinkKind::Denied,
                    who(denied),
                    None,
                    refused(denied),
                    "actions/jobs/logs",
                )
            }));
        }
        links
    }
}
