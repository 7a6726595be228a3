//! A check against the demo's world, as the command line runs it: asked until nothing new is
//! asked, judged, and asked again.

use std::sync::Arc;

use jiff::Timestamp;
use watchkeeper::{
    checks::{Conclusion, Store, Topic},
    edge::demo::Demo,
    facts::Settings,
};

use super::harness::STARTED;

const ROUNDS: u64 = 3;

pub fn concluded(world: &Demo, settings: &Settings, topic: &Topic) -> (Store, Conclusion) {
    let now: Timestamp = STARTED.parse().unwrap();
    let mut store = Store::default();
    for round in 1..=ROUNDS {
        loop {
            let asks = topic.asks(settings, &store).into_iter();
            let new: Vec<_> = asks.filter(|ask| store.load(ask).is_none()).collect();
            if new.is_empty() {
                break;
            }
            for ask in new {
                let (ticket, _) = store.ask(&ask, now);
                store.answered(ticket, &ask, world.read(&ask).map(Arc::new), now);
            }
        }
        for first in topic.first(settings, &store) {
            let conclusion = first.judge(settings, &store);
            store.judged(round, first, conclusion);
        }
    }
    let conclusion = topic.judge(settings, &store);
    (store, conclusion)
}
