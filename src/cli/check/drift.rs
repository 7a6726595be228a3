//! `check drift`: the pane's questions and judgement, without a console.

use std::sync::Arc;

use jiff::Timestamp;

use super::{faults, read, runtime};
use crate::{
    ask::{Question, repo},
    cli::{Stop, console, not_restricted, output},
    config::Loaded,
    edge::dispatch::World,
    flow::{Judgement, Store, Topic},
    panes::drift::basis,
    report::drift::{Checked, Used, as_json, as_text},
    rules::drift::{DriftItem, DriftReport},
    run::judge::judging,
};

/// Each search walks the working tree: the worst items come first.
const MOST_SEARCHES: usize = 20;

pub(super) fn run(loaded: Loaded, role: Option<&str>, json: bool) -> Result<u8, Stop> {
    let drift = loaded.settings.drift.as_ref();
    if drift.is_none_or(|drift| {
        drift.policies.is_empty() && drift.compare.is_empty() && drift.template.is_empty()
    }) {
        return Err(no_source(&loaded));
    }
    let settings = loaded.settings;
    let environment = settings.current.clone();
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = runtime()?;
    let mut store = Store::default();
    let asks = |store: &Store| basis(&settings, &environment, store);
    runtime.block_on(read(&world, &mut store, asks));
    let judgement = judging(&Topic::Drift(environment.clone()), &settings, &store)();
    let Judgement::Drift(_, report) = judgement else {
        return Err(Stop::Usage("Drift was not judged.".to_owned()));
    };
    let now = Timestamp::now();
    if let Some(caller) = store.caller(&environment) {
        world.remember(&environment, &caller.account, &report.in_sync(now));
    }
    let faults = faults(&asks(&store), &store);
    let report = of_role(&report, role, !faults.is_empty())?;
    let used = runtime.block_on(used(&world, &report));
    runtime.shutdown_background();
    let checked = Checked {
        environment: environment.raw(),
        caller: store.caller(&environment),
        at: now,
        faults,
        report: &report,
        used: &used,
    };
    let text = if json {
        as_json(&checked)
    } else {
        as_text(&checked)
    };
    if json {
        output::json(&text)?;
    } else {
        output::report(&text)?;
    }
    Ok(checked.status().exit_code())
}

/// Searches the repository for what only live allows; without an answer nothing is claimed.
async fn used(world: &Arc<dyn World>, report: &DriftReport) -> Vec<Used> {
    let mut found = Vec::new();
    let relied_on = |item: &&DriftItem| item.reverting_denies() && !item.uses.is_empty();
    for item in report.items.iter().filter(relied_on).take(MOST_SEARCHES) {
        let ask = repo::Uses(item.uses.clone()).here();
        let answer = world.answer(ask.into()).await.ok();
        if let Some(uses) = answer.as_ref().and_then(repo::Uses::typed) {
            found.push(Used {
                role: item.role.clone(),
                item: item.key(),
                hits: uses.hits.clone(),
            });
        }
    }
    found
}

/// A role that nobody has is a slip of the pen, unless something could not be read.
fn of_role(report: &DriftReport, role: Option<&str>, unread: bool) -> Result<DriftReport, Stop> {
    let Some(role) = role else {
        return Ok(report.clone());
    };
    match report.of_role(role) {
        Some(report) => Ok(report),
        None if unread => Ok(DriftReport::default()),
        None => Err(Stop::Usage(format!(
            "Neither the repository nor the account has a role {role}. Look at its spelling, and at [drift] ignore."
        ))),
    }
}

fn no_source(loaded: &Loaded) -> Stop {
    if let Err(stop) = not_restricted(loaded, "check drift") {
        return stop;
    }
    let lines = [
        "There is nothing to compare the live policies with. Write watchkeeper.toml at the repository's root:",
        "",
        "[drift]",
        "policies = [\"infrastructure/iam\"]   # <dir>/<role>/<policy>.json",
        "",
        "or let `watchkeeper init` propose one.",
    ];
    Stop::Advice(lines.map(str::to_owned).to_vec())
}
