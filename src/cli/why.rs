//! `why STACK`: the chain from a stack that failed to its cause.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Stop,
    check::{self, Concluded},
    console, output,
};
use crate::{
    checks::{
        Conclusion, Registered,
        stacks::{Stacks, not_there},
    },
    config::Loaded,
    edge::dispatch::World,
    report::why::{Why, as_json, as_text},
};

pub(super) fn run(loaded: Loaded, stack: &str, json: bool) -> Result<u8, Stop> {
    let settings = loaded.settings;
    let environment = &settings.current;
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = check::runtime()?;
    let topic = Stacks::only(environment, stack).topic();
    let Concluded {
        store,
        faults,
        conclusion,
    } = runtime.block_on(check::concluded(&world, &settings, &topic));
    runtime.shutdown_background();
    let operation = match &conclusion {
        Conclusion::Stacks(report) => report.operations.first(),
        _ => None,
    };
    if operation.is_none() && faults.is_empty() {
        return Err(Stop::Usage(not_there(stack, environment).to_string()));
    }
    let why = Why {
        environment,
        caller: store.caller(environment),
        at: Timestamp::now(),
        faults,
        operation,
    };
    match json {
        true => output::json(&as_json(&why))?,
        false => output::report(&as_text(&why))?,
    }
    Ok(why.status().exit_code())
}
