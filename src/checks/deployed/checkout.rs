//! Which commit a deploy job checks out, as its workflow's text says: that of its run, or
//! another one, which the log alone can name.

use crate::{
    ask::{Question, github::contents},
    cause::{
        job_stack::checks_out_head,
        workflow::{JobText, WorkflowText},
    },
    checks::Store,
    facts::{Remote, Repository, actions::Run},
};

/// What the workflow's text says of the checkout.
pub(super) enum Checkout {
    /// The very commit that the run is of.
    Head,
    /// Another one, or it can't be told: with why.
    Other(String),
}

/// The workflow's text as it was at the run's commit.
pub(super) fn workflow(run: &Run) -> Option<contents::File> {
    Some(contents::File {
        path: Remote::new(run.file()?),
        at: Remote::new(run.sha()),
    })
}

pub(super) fn checkout(
    run: &Run,
    environment: Option<&Remote>,
    repository: &Repository,
    store: &Store,
) -> Checkout {
    if run.event.as_ref().map(Remote::raw) == Some("workflow_run") {
        let said = "A run of workflow_run checks out another commit than its own";
        return Checkout::Other(said.to_owned());
    }
    let unread = || Checkout::Other("The workflow's text was not read".to_owned());
    let Some(asked) = workflow(run) else {
        return unread();
    };
    let text = store.get(&asked.in_repository(repository));
    let text = text.and_then(|file| WorkflowText::read(file.text.as_ref()?.raw()).ok());
    let Some(text) = text else {
        return unread();
    };
    let of = |job: &&JobText| {
        let named = job.environment.as_deref();
        named.is_some() && named == environment.map(Remote::raw)
    };
    let Some(job) = text.jobs.iter().find(of) else {
        let said = "The workflow's text does not name this environment";
        return Checkout::Other(said.to_owned());
    };
    match checks_out_head(job) {
        Some(true) => Checkout::Head,
        Some(false) => Checkout::Other("Its checkout has a ref of its own".to_owned()),
        None => Checkout::Other("The job has no checkout of its own".to_owned()),
    }
}

/// The log alone can name the commit.
pub(super) fn needs_log(
    run: &Run,
    environment: Option<&Remote>,
    repository: &Repository,
    store: &Store,
) -> bool {
    let asked = workflow(run).map(|asked| asked.in_repository(repository));
    // The text first: a log is long.
    let is_read =
        asked.is_none_or(|asked| store.load(&asked).is_some_and(|load| load.asking.is_none()));
    is_read
        && matches!(
            checkout(run, environment, repository, store),
            Checkout::Other(_)
        )
}
