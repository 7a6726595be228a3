//! `why STACK` and `why RUN`: the chain from what failed to its cause.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Stop,
    check::{self, Concluded},
    console, output,
};
use crate::{
    ask::{Ask, AskOf, Question, github::actions},
    checks::{
        self, Conclusion, Registered, Store, Topic,
        run::OneRun,
        stacks::{Stacks, not_there},
    },
    config::Loaded,
    edge::{dispatch::World, github},
    facts::{RunLink, Settings},
    report::why::{Told, Why, as_json, as_text},
};

pub(super) fn run(loaded: Loaded, of: &str, json: bool) -> Result<u8, Stop> {
    let mut settings = loaded.settings;
    let (topic, is_run) = match RunLink::parse(of) {
        Some(link) => (of_run(&link, &mut settings)?, true),
        None if of.contains("://") => return Err(Stop::Usage(no_run(of))),
        None => (Stacks::only(&settings.current, of).topic(), false),
    };
    let environment = &settings.current;
    let world: Arc<dyn World> = Arc::new(console::world(&settings, loaded.repo_root));
    let runtime = check::runtime()?;
    let Concluded {
        mut store,
        faults,
        conclusion,
    } = runtime.block_on(check::concluded(&world, &settings, &topic));
    let left = artifacts(&conclusion, &settings, &store);
    let evidence = |_: &Store| left.iter().cloned().map(Ask::from).collect();
    runtime.block_on(check::read(&world, &mut store, evidence));
    runtime.shutdown_background();
    let told = match &conclusion {
        Conclusion::Stacks(report) => report.operations.first().map(Told::Operation),
        Conclusion::OneRun(story) => story.run.is_some().then_some(Told::Run(story)),
        _ => None,
    };
    if told.is_none() && faults.is_empty() {
        let said = match is_run {
            true => "No repository on GitHub is known: write `[github] repository = \"OWNER/NAME\"` in watchkeeper.toml, or give the run's address.".to_owned(),
            false => not_there(of, environment).to_string(),
        };
        return Err(Stop::Usage(said));
    }
    let why = Why {
        environment,
        caller: store.caller(environment),
        at: Timestamp::now(),
        faults,
        told,
        artifacts: left.as_ref().and_then(|asked| store.get(asked)),
    };
    match json {
        true => output::json(&as_json(&why))?,
        false => output::report(&as_text(&why))?,
    }
    Ok(why.status().exit_code())
}

/// What the run left behind: shown with its story, and decides nothing.
fn artifacts(
    conclusion: &Conclusion,
    settings: &Settings,
    store: &Store,
) -> Option<AskOf<actions::Artifacts>> {
    let Conclusion::OneRun(story) = conclusion else {
        return None;
    };
    let run = story.run.as_ref()?.id;
    let repository = checks::repository(settings, store)?;
    Some(actions::Artifacts(run).in_repository(&repository))
}

/// An address names its repository too, and must be of the host that is asked: a token
/// goes to no other because somebody pasted one.
fn of_run(link: &RunLink, settings: &mut Settings) -> Result<Topic, Stop> {
    if let Some(repository) = &link.repository {
        let asked = github::host_in_use()
            .map_err(|fault| Stop::Usage(format!("{} {}", fault.what, fault.hint)))?;
        let given = repository.host().unwrap_or_default();
        if !given.eq_ignore_ascii_case(&asked) {
            let run = link.run.0;
            return Err(Stop::Usage(format!(
                "This is an address on {given}, and the GitHub that is asked is {asked}: nothing was sent to either. It would have been run {run} of {repository}: `watchkeeper why {run}` asks {asked} for that."
            )));
        }
        settings.repository = Some(repository.clone());
    }
    Ok(OneRun::of(&settings.current, link.run).topic())
}

fn no_run(address: &str) -> String {
    format!(
        "{address} is not an address of a workflow run: they are like https://github.com/OWNER/NAME/actions/runs/NUMBER."
    )
}
