//! The workflow runs that are known, whichever list brought them, and of which repository.

use std::collections::HashMap;

use jiff::Timestamp;

use super::Store;
use crate::{
    ask::{Ask, AskOf, Question, github::actions, repo},
    facts::{
        Repository, Settings,
        actions::{Run, RunFilter, RunId, RunState},
    },
};

/// Listed besides the newest, because one of these may be weeks old.
const WHATEVER_AGE: [RunState; 3] = [RunState::Waiting, RunState::Queued, RunState::InProgress];

/// The newest page, and the lists of what waits or runs.
pub fn lists(repository: &Repository) -> Vec<AskOf<actions::Runs>> {
    let states = WHATEVER_AGE.into_iter().map(Some);
    let of = |status| {
        let filter = RunFilter {
            status,
            ..RunFilter::default()
        };
        actions::Runs { filter, page: 1 }.in_repository(repository)
    };
    std::iter::once(None).chain(states).map(of).collect()
}

/// The repository that the project's file names, else the git remote's.
pub fn repository(settings: &Settings, store: &Store) -> Option<Repository> {
    let named = settings.repository.clone();
    named.or_else(|| store.get(&repo::Hosted.here())?.as_ref()?.repository())
}

/// What tells which repository it is, where the project's file does not.
pub fn asks_repository(settings: &Settings) -> Option<Ask> {
    let unnamed = settings.repository.is_none();
    unnamed.then(|| repo::Hosted.here().into())
}

impl Store {
    /// Each run once, as it was last read, the newest first.
    pub fn runs<'a>(&'a self, repository: &Repository) -> Vec<&'a Run> {
        let mut known: HashMap<RunId, (Timestamp, &'a Run)> = HashMap::new();
        let mut note = |at: Timestamp, run: &'a Run| {
            let seen = known.entry(run.id).or_insert((at, run));
            if seen.0 < at {
                *seen = (at, run);
            }
        };
        let is_here = |ask: &Ask| matches!(ask, Ask::GitHub(of, _) if of == repository);
        for (_, _, page, at) in self.each::<actions::Runs>().filter(|it| is_here(it.0)) {
            page.workflow_runs.iter().for_each(|run| note(at, run));
        }
        for (_, _, run, at) in self.each::<actions::Run>().filter(|it| is_here(it.0)) {
            note(at, run);
        }
        let mut runs: Vec<&Run> = known.into_values().map(|(_, run)| run).collect();
        runs.sort_by_key(|run| std::cmp::Reverse((run.created_at, run.id)));
        runs
    }

    pub fn run(&self, repository: &Repository, id: RunId) -> Option<&Run> {
        self.runs(repository).into_iter().find(|run| run.id == id)
    }
}
