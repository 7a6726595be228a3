//! `check X`: a check without a console. Which there are says the registry of checks.

mod arguments;
mod earlier;
mod read;

use std::sync::Arc;

use jiff::Timestamp;

pub(super) use arguments::Check;
use arguments::Form;
pub(super) use read::{Concluded, concluded, read, runtime};

use super::{Stop, console, not_restricted, output};
use crate::{
    config::Loaded,
    edge::dispatch::World,
    report::{
        check::{Checked, as_json, as_text},
        export::Spelling,
    },
};

pub(super) fn run(loaded: Loaded, check: &Check) -> Result<u8, Stop> {
    let topic = check.topic(&loaded.settings.current);
    if check.compare.is_some() || check.baseline.is_some() {
        not_restricted(&loaded, "check --compare and --baseline")?;
    }
    let lacks = topic.lacks(&loaded.settings);
    if !lacks.is_empty() {
        not_restricted(&loaded, &format!("check {}", check.command.name))?;
        return Err(Stop::Advice(
            lacks.iter().map(|&line| line.to_owned()).collect(),
        ));
    }
    let settings = loaded.settings;
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = runtime()?;
    let Concluded {
        mut store,
        faults,
        conclusion,
    } = runtime.block_on(concluded(&world, &settings, &topic));
    let now = Timestamp::now();
    if let Some(caller) = store.caller(topic.environment()) {
        let seen = topic.in_sync(&conclusion, now);
        world.remember(topic.environment(), &caller.account, &seen);
    }
    let conclusion = topic.narrowed(conclusion, faults.is_empty());
    let conclusion = conclusion.map_err(|why| Stop::Usage(why.to_string()))?;
    // Without a baseline yet every fault is new.
    let baseline = check.baseline.as_ref().filter(|path| path.exists());
    let conclusion = match check.compare.as_ref().or(baseline) {
        Some(path) => earlier::since(conclusion, path)?,
        None => conclusion,
    };
    let evidence = |_: &_| topic.evidence(&conclusion);
    runtime.block_on(read(&world, &mut store, evidence));
    runtime.shutdown_background();
    let checked = Checked {
        command: check.command,
        topic: &topic,
        conclusion: &conclusion,
        store: &store,
        at: now,
        faults,
        acceptances: &settings.accepted,
    };
    print(check.form, &checked)?;
    Ok(checked.outcome(check.fail_on).exit_code())
}

fn print(form: Form, checked: &Checked<'_>) -> Result<(), Stop> {
    match form {
        Form::Json => output::json(&as_json(checked)),
        Form::Text => output::report(&as_text(checked)),
        Form::Export(export) => {
            let text = (export.render)(checked);
            match export.spelling {
                Spelling::Json => output::json(&text),
                Spelling::Lines => output::report(&text),
                Spelling::Commands => output::commands(&text),
            }
        }
    }
}
