//! Asks until the answers raise no further question.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::{runtime::Runtime, task::JoinSet};

use crate::{
    ask::Ask,
    checks::{Conclusion, Store, Topic},
    cli::Stop,
    edge::dispatch::World,
    facts::{EnvironmentName, Fault, Settings},
};

pub(in crate::cli) fn runtime() -> Result<Runtime, Stop> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Stop::Usage(format!("No threads could be started: {error}.")))
}

/// What a check concluded, and all that it rests on.
pub(in crate::cli) struct Concluded {
    pub(in crate::cli) store: Store,
    /// What was needed and could not be read, and whose it is.
    pub(in crate::cli) faults: Vec<(String, Fault)>,
    pub(in crate::cli) conclusion: Conclusion,
}

/// What is judged first raises questions, and their answers none that are new.
const ROUNDS: u64 = 3;

pub(in crate::cli) async fn concluded(
    world: &Arc<dyn World>,
    settings: &Settings,
    topic: &Topic,
) -> Concluded {
    let mut store = Store::default();
    for round in 1..=ROUNDS {
        read(world, &mut store, |store| topic.asks(settings, store)).await;
        for first in topic.first(settings, &store) {
            let conclusion = first.judge(settings, &store);
            store.judged(round, first, conclusion);
        }
    }
    let conclusion = topic.judge(settings, &store);
    let faults = faults(&topic.needed(settings, &store), &store);
    Concluded {
        store,
        faults,
        conclusion,
    }
}

/// Adds to the store whatever is wanted and nobody asked yet.
pub(in crate::cli) async fn read(
    world: &Arc<dyn World>,
    store: &mut Store,
    wanted: impl Fn(&Store) -> Vec<Ask>,
) {
    loop {
        let new: Vec<Ask> = wanted(store)
            .into_iter()
            .filter(|ask| store.load(ask).is_none())
            .collect();
        if new.is_empty() {
            return;
        }
        let mut tasks = JoinSet::new();
        for ask in new {
            let (ticket, _) = store.ask(&ask, Timestamp::now());
            let world = Arc::clone(world);
            tasks.spawn(async move {
                let result = world.answer(ask.clone()).await;
                (ticket, ask, result, Timestamp::now())
            });
        }
        while let Some(done) = tasks.join_next().await {
            if let Ok((ticket, ask, result, at)) = done {
                store.answered(ticket, &ask, result.map(Arc::new), at);
            }
        }
        // A task that panicked leaves its request open: it counts as failed, not as unknown.
        let open: Vec<Ask> = store
            .iter()
            .filter(|(_, l)| l.asking.is_some())
            .map(|(a, _)| a.clone())
            .collect();
        for ask in open {
            store.give_up(&ask, Timestamp::now(), "R reads again.");
        }
    }
}

fn faults(asks: &[Ask], store: &Store) -> Vec<(String, Fault)> {
    let whose = |ask: &Ask| {
        ask.environment()
            .map_or("repository", EnvironmentName::raw)
            .to_owned()
    };
    store
        .faults(asks)
        .map(|(ask, fault)| (whose(ask), fault.clone()))
        .collect()
}
