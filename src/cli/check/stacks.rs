//! `check stacks`: which stacks failed, from what, and which drifted.

use std::sync::Arc;

use jiff::Timestamp;

use super::{faults, read, runtime};
use crate::{
    ask::{Ask, Question, cloudformation},
    cli::{Stop, console, output},
    config::Loaded,
    edge::dispatch::World,
    facts::{EnvironmentName, Settings, Stack, StackName},
    flow::{Store, Topic},
    panes::stacks::{known_stacks, listing, newest_story, story_of},
    report::stacks::{Checked, as_json, as_text},
    run::judge::judging,
};

/// Failed stacks whose events are read: each costs a few calls.
const MOST: usize = 50;
/// Telling raises questions about roles, and their answers none that are new.
const ROUNDS: usize = 3;

pub(super) fn run(loaded: Loaded, stack: Option<&str>, json: bool) -> Result<u8, Stop> {
    let mut settings = loaded.settings;
    if let Some(stack) = stack {
        settings.stacks.watch = vec![StackName::from(stack)];
    }
    let environment = settings.current.clone();
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = runtime()?;
    let (store, asks) = runtime.block_on(told(&world, &settings, &environment));
    runtime.shutdown_background();
    let faults = faults(&asks, &store);
    let stacks = watched(&settings, &environment, &store);
    let subjects = stacks
        .iter()
        .map(|stack| {
            let story = newest_story(&environment, &store, stack);
            (*stack, story.map(AsRef::as_ref))
        })
        .collect();
    let whole = faults.is_empty() && is_complete(&environment, &store);
    let missing = missing(&settings, &stacks, whole);
    if let (Some(stack), false) = (stack, missing.is_empty()) {
        return Err(Stop::Usage(format!(
            "There is no stack {stack} in {}. Look at its spelling, and at the region.",
            environment.raw()
        )));
    }
    let checked = Checked {
        environment: environment.raw(),
        caller: store.caller(&environment),
        at: Timestamp::now(),
        faults,
        subjects,
        missing,
    };
    match json {
        true => output::json(&as_json(&checked))?,
        false => output::report(&as_text(&checked))?,
    }
    Ok(checked.status().exit_code())
}

/// Everything that the stories of the watched stacks rest on, and the stories.
pub(in crate::cli) async fn told(
    world: &Arc<dyn World>,
    settings: &Settings,
    environment: &EnvironmentName,
) -> (Store, Vec<Ask>) {
    let mut store = Store::default();
    let basis = |store: &Store| {
        let mut asks = listing(settings, environment, store);
        let failed = watched(settings, environment, store)
            .into_iter()
            .filter(|stack| stack.tells_of_failure());
        for stack in failed.take(MOST) {
            asks.extend(story_of(settings, environment, store, stack, false));
        }
        asks
    };
    for round in 1..=ROUNDS {
        read(world, &mut store, basis).await;
        let names: Vec<StackName> = watched(settings, environment, &store)
            .iter()
            .map(|stack| stack.name.clone())
            .collect();
        for name in names {
            let topic = Topic::Stack(environment.clone(), name);
            let judgement = judging(&topic, settings, &store)();
            store.judged(u64::try_from(round).unwrap_or(0), judgement);
        }
    }
    let mut asks = basis(&store);
    // What was read of every watched stack by name makes up for a list that is denied.
    let by_name = |name: &StackName| cloudformation::Stack(name.clone()).of(environment);
    let mut watch = settings.stacks.watch.iter().map(by_name);
    if !settings.stacks.watch.is_empty() && watch.all(|ask| store.answer(&ask).is_some()) {
        asks.retain(|ask| cloudformation::Stacks::back(ask).is_none());
    }
    (store, asks)
}

fn watched<'a>(
    settings: &Settings,
    environment: &EnvironmentName,
    store: &'a Store,
) -> Vec<&'a Stack> {
    let mut stacks = known_stacks(environment, store);
    stacks.retain(|stack| {
        let by_arn = settings
            .stacks
            .watch
            .iter()
            .any(|name| name.raw() == stack.id.raw());
        by_arn || settings.stacks.watches(&stack.name)
    });
    stacks
}

/// Every page of the list was read.
fn is_complete(environment: &EnvironmentName, store: &Store) -> bool {
    let all = store.get(&cloudformation::Stacks.of(environment));
    all.is_some_and(|all| all.complete)
}

/// Watched by name and not there: known for certain only when everything was read.
fn missing(settings: &Settings, stacks: &[&Stack], all_read: bool) -> Vec<StackName> {
    let is_there = |name: &StackName| {
        stacks
            .iter()
            .any(|stack| stack.name == *name || stack.id.raw() == name.raw())
    };
    let watch = settings.stacks.watch.iter();
    watch
        .filter(|name| all_read && !is_there(name))
        .cloned()
        .collect()
}
