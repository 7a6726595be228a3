//! `why STACK`: the chain from a stack that failed to its cause.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Stop, check, console, output};
use crate::{
    config::Loaded,
    edge::dispatch::World,
    facts::StackName,
    panes::stacks::{known_stacks, newest_story},
    report::why::{Why, as_json, as_text},
};

pub(super) fn run(loaded: Loaded, stack: &str, json: bool) -> Result<u8, Stop> {
    let mut settings = loaded.settings;
    settings.stacks.watch = vec![StackName::from(stack)];
    let environment = settings.current.clone();
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = check::runtime()?;
    let (store, asks) = runtime.block_on(check::told(&world, &settings, &environment));
    runtime.shutdown_background();
    let faults = check::faults(&asks, &store);
    let found = known_stacks(&environment, &store)
        .into_iter()
        .find(|one| one.name.raw() == stack || one.id.raw() == stack);
    if found.is_none() && faults.is_empty() {
        return Err(Stop::Usage(format!(
            "There is no stack {stack} in {}. Look at its spelling, and at the region.",
            environment.raw()
        )));
    }
    let story = found.and_then(|stack| newest_story(&environment, &store, stack));
    let why = Why {
        environment: environment.raw(),
        caller: store.caller(&environment),
        at: Timestamp::now(),
        faults,
        stack: found,
        story: story.map(AsRef::as_ref),
    };
    match json {
        true => output::json(&as_json(&why))?,
        false => output::report(&as_text(&why))?,
    }
    Ok(why.status().exit_code())
}
