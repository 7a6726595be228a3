//! The watch on a hundred copies of the demo's world: how long it takes to draw all findings
//! and chains again once a single fact is new.

use std::{sync::Arc, time::Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use watchkeeper::{
    ask::{Ask, Question, cloudformation, sts},
    checks::{Check, Conclusion, Registered, Store, watch::Watch},
    config::{self, Flags},
    edge::demo::{CONFIG, Demo, INVENTORY, PROJECT},
    facts::{Environment, EnvironmentName, Settings},
};

use crate::{
    Plan,
    stats::{median, ms, rounded},
};

const COPIES: usize = 100;
const OF: &str = "tradai-dev";

pub(crate) fn measure(plan: &Plan) -> Value {
    let settings = settings();
    let world = Demo::open().unwrap();
    let watch = Watch::of(&EnvironmentName::from(OF));
    let mut store = Store::default();
    let now: Timestamp = "2026-05-18T14:02:11Z".parse().unwrap();
    let mut round = 0;
    // What is concluded names what is read next.
    while read(&watch, &settings, &mut store, &world, now) || round < 2 {
        round += 1;
        let report = watch.judge(&settings, &store);
        store.judged(round, watch.topic(), Conclusion::Watch(Arc::new(report)));
    }
    let stacks: Ask = cloudformation::Stacks.of(&EnvironmentName::from(OF)).into();
    let mut took = Vec::new();
    let mut troubles = 0;
    for run in 0..plan.runs {
        let later = now + SignedDuration::from_secs(i64::try_from(run).unwrap_or(0) + 1);
        answer(&stacks, &mut store, &world, later);
        let since = Instant::now();
        let report = watch.judge(&settings, &store);
        took.push(ms(since.elapsed()));
        troubles = report.troubles.len();
        round += 1;
        store.judged(round, watch.topic(), Conclusion::Watch(Arc::new(report)));
    }
    json!({
        "environments": settings.environments.len(), "facts": store.iter().count(),
        "troubles": troubles, "judged again, ms": rounded(median(&took)),
    })
}

/// The demo's audited environment, again and again under other names.
fn settings() -> Settings {
    let flags = Flags {
        environment: Some(OF.to_owned()),
        ..Flags::default()
    };
    let loaded = config::embedded_with(CONFIG, PROJECT, INVENTORY, flags).unwrap();
    let mut settings = loaded.settings;
    let first = settings.environment_or_unknown(&EnvironmentName::from(OF));
    let copies = (1..COPIES).map(|number| Environment {
        name: EnvironmentName::new(format!("{OF}-{number}")),
        ..first.clone()
    });
    settings.environments = std::iter::once(first.clone()).chain(copies).collect();
    if let Some(inventory) = &mut settings.health {
        let env = inventory.env.get(&first.name).cloned().unwrap_or_default();
        let names = settings.environments.iter().map(|one| one.name.clone());
        inventory.env = names.map(|name| (name, env.clone())).collect();
    }
    settings
}

/// Whether there was anything left to read.
fn read(
    watch: &Watch,
    settings: &Settings,
    store: &mut Store,
    world: &Demo,
    now: Timestamp,
) -> bool {
    let mut any = false;
    loop {
        let mut asks = watch.asks(settings, store);
        let others = settings.environments.iter();
        asks.extend(others.map(|one| sts::CallerIdentity.of(&one.name).into()));
        asks.retain(|ask| store.load(ask).is_none());
        if asks.is_empty() {
            return any;
        }
        any = true;
        for ask in asks {
            answer(&ask, store, world, now);
        }
    }
}

/// As the world has it for the one environment that was recorded.
fn answer(ask: &Ask, store: &mut Store, world: &Demo, at: Timestamp) {
    let recorded = match ask {
        Ask::Aws(_, of) => Ask::Aws(EnvironmentName::from(OF), of.clone()),
        other => other.clone(),
    };
    let (ticket, _) = store.ask(ask, at);
    let result = world.read(&recorded).map(Arc::new);
    store.answered(ticket, ask, result, at);
}
