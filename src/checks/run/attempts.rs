//! The attempts of a run before its newest one: how each ended, and at which step.

use super::{EarlierAttempt, failed};
use crate::{
    ask::{Ask, Question, github::actions},
    checks::Store,
    facts::{
        Remote, Repository,
        actions::{Job, Run, RunState},
    },
};

/// Each costs two requests, once.
const MOST: u32 = 10;

fn numbers(run: &Run) -> impl Iterator<Item = u32> {
    (1..run.attempt()).rev().take(MOST as usize)
}

pub(super) fn asks(run: &Run, repository: &Repository) -> Vec<Ask> {
    let id = run.id;
    let all = numbers(run).flat_map(|attempt| {
        let of = actions::Attempt { run: id, attempt };
        let jobs = actions::Jobs { run: id, attempt };
        [
            of.in_repository(repository).into(),
            jobs.in_repository(repository).into(),
        ]
    });
    all.collect()
}

pub(super) fn earlier(
    run: Option<&Run>,
    repository: &Repository,
    store: &Store,
) -> Vec<EarlierAttempt> {
    let Some(run) = run else {
        return Vec::new();
    };
    let read = numbers(run).filter_map(|attempt| {
        let of = actions::Attempt {
            run: run.id,
            attempt,
        };
        let jobs = actions::Jobs {
            run: run.id,
            attempt,
        };
        let jobs = store.get(&jobs.in_repository(repository));
        Some(EarlierAttempt {
            attempt,
            run: store.get(&of.in_repository(repository))?.clone(),
            failed: jobs.map(|jobs| failed(&jobs.items).map(in_short).collect()),
        })
    });
    read.collect()
}

/// `deploy / Deploy the stack`.
fn in_short(job: &Job) -> String {
    let is_failed = |state: Option<&RunState>| state.is_some_and(RunState::is_failure);
    let name = job
        .name
        .as_ref()
        .map_or("a job without a name", Remote::raw);
    let step = job.steps.iter().find(|step| is_failed(step.state()));
    match step.and_then(|step| step.name.as_ref()) {
        Some(step) => format!("{name} / {}", step.raw()),
        None => format!("{name}: no step of it failed"),
    }
}

impl EarlierAttempt {
    /// `attempt 1 was failure at deploy / Deploy the stack`.
    pub fn said(&self) -> String {
        let state = self.run.state().map_or("unknown", RunState::word);
        let at = match self.failed.as_deref() {
            None | Some([]) => String::new(),
            Some(failed) => format!(" at {}", failed.join(", ")),
        };
        format!("attempt {} was {state}{at}", self.attempt)
    }
}
