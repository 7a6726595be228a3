//! Asks until the answers raise no further question.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::{runtime::Runtime, task::JoinSet};

use crate::{
    ask::Ask,
    cli::Stop,
    edge::dispatch::World,
    facts::{EnvironmentName, Fault},
    flow::Store,
};

pub(in crate::cli) fn runtime() -> Result<Runtime, Stop> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Stop::Usage(format!("No threads could be started: {error}.")))
}

/// Adds to the store whatever the basis wants and nobody asked yet.
pub(in crate::cli) async fn read(
    world: &Arc<dyn World>,
    store: &mut Store,
    basis: impl Fn(&Store) -> Vec<Ask>,
) {
    loop {
        let asks = basis(store);
        let new: Vec<Ask> = asks
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

/// What could not be read, and whose it is.
pub(in crate::cli) fn faults(asks: &[Ask], store: &Store) -> Vec<(String, Fault)> {
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
