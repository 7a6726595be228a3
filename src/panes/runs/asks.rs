//! What the pane asks, and how often: only what is looked at, and nothing that is over.
//!
//! While something runs the lists are read every 15 seconds, else every minute; the run
//! that is opened every 5 seconds. Below a fifth of the hour's budget each takes twice as
//! long, below a twentieth only a person asks.

use std::collections::HashSet;

use super::{Runs, View, of, only};
use crate::{
    ask::{
        Ask, Question,
        github::{actions, deployments},
        sts,
    },
    checks::{Check, Registered, Topic, asks_repository, deployed::Deployed, lists, run::OneRun},
    facts::{
        Repository,
        actions::{Budget, Run},
    },
    panes::Cx,
};

const OPENED_MS: u64 = 5_000;
const BUSY_MS: u64 = 15_000;
const IDLE_MS: u64 = 60_000;
/// Percent of the budget.
const SPARING: u64 = 20;
const EMPTY: u64 = 5;

/// The caller too: no screen may leave open whose account it is on.
pub(super) fn wants(pane: &Runs, cx: &Cx<'_>) -> Vec<Ask> {
    let mut asks = vec![sts::CallerIdentity.of(cx.environment).into()];
    asks.extend(asks_repository(cx.settings));
    let Some(repository) = of(cx) else {
        return asks;
    };
    asks.extend(of_lists(pane, &repository));
    // Nothing is sent for it.
    asks.push(actions::BudgetLeft.in_repository(&repository).into());
    let named = pane
        .named
        .map(|run| actions::Run(run).in_repository(&repository));
    asks.extend(named.map(Ask::from));
    if let Some(run) = pane.looked_at(cx) {
        asks.extend(of_run(pane, run, &repository, cx));
    }
    let mut seen = HashSet::new();
    asks.retain(|ask| seen.insert(ask.clone()));
    asks
}

/// Of the run that is looked at; what costs more only once it is opened.
fn of_run(pane: &Runs, run: &Run, repository: &Repository, cx: &Cx<'_>) -> Vec<Ask> {
    let check = OneRun::of(cx.environment, run.id);
    let mut asks = check.asks_when(pane.is_open(), cx.settings, cx.store);
    match pane.view {
        _ if !pane.is_open() => {}
        View::Compact | View::Log | View::Attempts => {}
        View::Kept => {
            asks.push(actions::Artifacts(run.id).in_repository(repository).into());
            asks.push(actions::Caches.in_repository(repository).into());
        }
        View::Deployed => {
            asks.extend(Deployed::of(cx.environment).asks(cx.settings, cx.store));
        }
    }
    asks
}

fn of_lists(pane: &Runs, repository: &Repository) -> Vec<Ask> {
    let mut asks: Vec<Ask> = lists(repository).into_iter().map(Ask::from).collect();
    let only = only::ask(&pane.only, repository);
    let others = only.filter(|ask| !asks.contains(ask));
    asks.extend(others);
    asks
}

pub(super) fn judges(pane: &Runs, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
    let run = pane.looked_at(cx)?;
    if pane.is_open() && pane.view == View::Deployed {
        let check = Deployed::of(cx.environment);
        return Some((check.topic(), check.asks(cx.settings, cx.store)));
    }
    let check = OneRun::of(cx.environment, run.id);
    let asks = check.asks_when(pane.is_open(), cx.settings, cx.store);
    Some((check.topic(), asks))
}

/// What is read next, and in how many milliseconds.
pub(super) fn polls(pane: &Runs, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
    let repository = of(cx)?;
    let lists = of_lists(pane, &repository);
    let under_way = |ask: &Ask| cx.store.load(ask).is_none_or(|load| load.asking.is_some());
    // What failed is asked again by a person.
    if lists.iter().any(under_way) || lists.iter().any(|ask| cx.store.fault(ask).is_some()) {
        return None;
    }
    let opened = pane
        .looked_at(cx)
        .filter(|run| pane.is_open() && !run.is_over());
    let busy = cx.store.runs(&repository).iter().any(|run| !run.is_over());
    let (after, asks) = match opened {
        Some(run) => (OPENED_MS, of_opened(run, &repository)),
        None if busy => (BUSY_MS, lists),
        None => (IDLE_MS, lists),
    };
    if asks
        .iter()
        .any(|ask| cx.store.load(ask).is_some_and(|load| load.asking.is_some()))
    {
        return None;
    }
    let budget = cx
        .store
        .get(&actions::BudgetLeft.in_repository(&repository));
    let left = budget.and_then(Budget::left);
    let mut asks = asks;
    asks.push(actions::BudgetLeft.in_repository(&repository).into());
    match left {
        Some(..EMPTY) => None,
        Some(..SPARING) => Some((after * 2, asks)),
        _ => Some((after, asks)),
    }
}

fn of_opened(run: &Run, repository: &Repository) -> Vec<Ask> {
    let jobs = actions::Jobs {
        run: run.id,
        attempt: run.attempt(),
    };
    let mut asks: Vec<Ask> = vec![
        actions::Run(run.id).in_repository(repository).into(),
        jobs.in_repository(repository).into(),
    ];
    if run.waits_for_somebody() {
        asks.push(
            deployments::Pending(run.id)
                .in_repository(repository)
                .into(),
        );
    }
    asks
}
