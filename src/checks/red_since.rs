//! Since when the workflows that look for drift are red, as evidence beside a difference:
//! a file that did not change while one turned red says that the live side did.
//!
//! Which workflows these are, their names and files say. That decides what is shown beside a
//! difference, and nothing else.

use super::{
    Store,
    known_runs::{asks_repository, lists, repository},
    run::lists_of_streak,
    runs::newest,
};
use crate::{
    ask::{Ask, Question, github::contents},
    cause::streak::{Streak, looks_for_drift},
    facts::{
        Repository, Settings,
        actions::{Comparison, Run},
    },
};

/// Workflows that are looked at: each costs three requests.
const MOST: usize = 2;

/// A workflow that turned red, and what changed meanwhile.
#[derive(Debug)]
pub struct RedSince<'a> {
    pub streak: Streak,
    pub compared: Option<&'a Comparison>,
}

/// The newest list, then the two ends of each, then what changed between them.
pub fn asks_red_since(settings: &Settings, store: &Store) -> Vec<Ask> {
    let mut asks: Vec<Ask> = asks_repository(settings).into_iter().collect();
    let Some(repository) = repository(settings, store) else {
        return asks;
    };
    asks.extend(lists(&repository).into_iter().take(1).map(Ask::from));
    for run in red(store, &repository) {
        let ends = lists_of_streak(run).into_iter().flatten();
        asks.extend(ends.map(|list| Ask::from(list.in_repository(&repository))));
        let streak = streak(run, &repository, store);
        let compare = streak.and_then(|streak| compare(&streak));
        asks.extend(compare.map(|asked| Ask::from(asked.in_repository(&repository))));
    }
    asks
}

fn red<'a>(store: &'a Store, repository: &Repository) -> Vec<&'a Run> {
    let runs = store.runs(repository);
    let of_drift = |run: &&Run| run.is_failure() && looks_for_drift(run);
    newest(&runs)
        .into_iter()
        .filter(of_drift)
        .take(MOST)
        .collect()
}

fn streak(run: &Run, repository: &Repository, store: &Store) -> Option<Streak> {
    let [greens, reds] = lists_of_streak(run)?.map(|list| list.in_repository(repository));
    let at = store.load(&greens)?.at();
    let known = store.runs(repository);
    Streak::of(run, store.get(&greens)?, store.get(&reds)?, &known, at)
}

fn compare(streak: &Streak) -> Option<contents::Compare> {
    Some(contents::Compare {
        base: streak.green.as_ref()?.sha.clone(),
        head: streak.red.sha.clone(),
    })
}

impl Store {
    /// As far as they were read.
    pub fn red_since(&self, settings: &Settings) -> Vec<RedSince<'_>> {
        let Some(repository) = repository(settings, self) else {
            return Vec::new();
        };
        let red = red(self, &repository).into_iter();
        let streaks = red.filter_map(|run| streak(run, &repository, self));
        let with = streaks.map(|streak| {
            let asked = compare(&streak).map(|asked| asked.in_repository(&repository));
            RedSince {
                compared: asked.and_then(|asked| self.get(&asked)),
                streak,
            }
        });
        with.collect()
    }
}
