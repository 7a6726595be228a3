//! A job that failed, and what is known of why: its step, its log, what was noted on it.

use serde::{Deserialize, Serialize};

use crate::{
    ask::{Question, github::actions},
    cause::{
        denial::denials,
        job_log::{LineKind, LogLine, LogPart, excerpt, lines},
        lost_job::{LogState, log_state, lost_runner},
    },
    checks::Store,
    facts::{
        Denied, FaultKind, Remote, Repository,
        actions::{Annotation, Job, RunState, Step},
    },
};

/// Refusals that are told of one step.
const MOST_DENIED: usize = 5;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFailure {
    pub job: Job,
    /// None: no step of it failed.
    pub step: Option<Step>,
    /// Lines of its log around the first error, without their moments.
    pub excerpt: Vec<Remote>,
    pub log: LogPart,
    pub log_state: LogState,
    /// The line of it that says most.
    pub said: Option<Remote>,
    pub denied: Vec<Denied>,
    pub annotations: Vec<Annotation>,
    /// Why what was noted could not be read.
    pub notes_unread: Option<String>,
    /// What GitHub notes of its runner, which went away.
    pub lost: Option<Remote>,
}

impl JobFailure {
    pub fn name(&self) -> &str {
        self.job
            .name
            .as_ref()
            .map_or("a job without a name", Remote::raw)
    }

    /// What is not known of it, in a sentence.
    pub fn open(&self) -> Option<String> {
        let notes = || self.notes_unread.as_ref();
        match (&self.step, &self.lost, notes()) {
            (None, None, Some(why)) => Some(format!(
                "No step of it failed, and whether its runner was lost could not be told: {why}"
            )),
            _ => None,
        }
    }

    /// What was noted, but for what the log says too and what the runner notes of every
    /// failure.
    pub fn noted(&self) -> impl Iterator<Item = &Remote> {
        let said = self
            .annotations
            .iter()
            .filter_map(|one| one.message.as_ref());
        let said = said.filter(|said| !said.raw().starts_with(OF_THE_RUNNER));
        said.filter(|said| !self.excerpt.contains(said))
    }
}

fn failed_step(job: &Job) -> Option<&Step> {
    let is_failed = |step: &&Step| step.state().is_some_and(RunState::is_failure);
    job.steps.iter().find(is_failed)
}

pub(super) fn of(job: &Job, repository: &Repository, store: &Store) -> JobFailure {
    let asked = actions::JobLog(job.id).in_repository(repository);
    let log = store.get(&asked);
    let notes = job.check_run().map(actions::Annotations);
    let notes = notes.map(|notes| notes.in_repository(repository));
    let noted = notes.as_ref().and_then(|notes| store.get(notes));
    let noted = noted.map_or(&[][..], |noted| &noted.items);
    let lost = lost_runner(job, failed_step(job).is_some(), noted);
    let kept = store.get(&actions::Retention.in_repository(repository));
    let read = match (log, store.load(&asked).and_then(|load| load.fault.as_ref())) {
        (Some(_), _) => Some(Ok(())),
        (None, Some((fault, at))) => Some(Err((fault, *at))),
        (None, None) => None,
    };
    let fault = notes.as_ref().and_then(|notes| store.fault(notes));
    JobFailure {
        log_state: log_state(job, read, lost.is_some(), kept.and_then(|kept| kept.days)),
        lost,
        notes_unread: fault.map(|fault| match &fault.kind {
            FaultKind::Denied { action, .. } => {
                format!("the annotations need {action}, which the token lacks.")
            }
            _ => fault.what.clone(),
        }),
        ..read_log(job, log.map_or("", |log| log.text.raw()), noted)
    }
}

fn read_log(job: &Job, log: &str, annotations: &[Annotation]) -> JobFailure {
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
        ..JobFailure::default()
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
