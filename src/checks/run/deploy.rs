//! The stack that a failed job deploys, with what it did: the way from GitHub to AWS.
//!
//! Names come out of logs and files: they say where to look, in the account that the
//! environment is, and nowhere else.

use super::{Deploy, JobFailure, OneRun, RunStory, Sought, asks::file_at, beyond, token::Token};
use crate::{
    ask::{
        Question,
        github::{actions, contents},
    },
    cause::{
        job_stack::{
            CREDENTIALS, NamedStack, deploys, role_in_job, role_in_log, stack_in_job, stack_in_log,
            stack_in_samconfig,
        },
        no_jobs::Shape,
        token_subject::is_refused_token,
        workflow::{JobText, WorkflowText},
    },
    checks::{
        Check, Conclusion, Registered, Store, Topic,
        stack::{LastOperation, OperationReport},
    },
    facts::{Arn, EnvironmentName, Fault, Repository, Settings, StackName, Unknown, actions::Run},
};

/// A failed job, and what its log and its text name.
struct Found<'a> {
    failure: &'a JobFailure,
    text: Option<&'a JobText>,
    stack: Option<NamedStack>,
    role: Option<Arn>,
    refused: bool,
}

impl Found<'_> {
    fn token<'a>(
        &'a self,
        run: &'a Run,
        check: &'a OneRun,
        repository: &'a Repository,
        store: &'a Store,
    ) -> Token<'a> {
        Token {
            text: self.text,
            role: self.role.as_ref(),
            run,
            repository,
            check,
            store,
        }
    }

    /// Its credentials name a role, and what names it is not shown to anybody.
    fn takes_a_secret_role(&self) -> bool {
        let step = self.text.and_then(|job| job.step_of(CREDENTIALS));
        self.role.is_none() && step.is_some_and(|step| step.with("role-to-assume").is_some())
    }
}

pub(super) fn fill(
    story: &mut RunStory,
    check: &OneRun,
    repository: &Repository,
    settings: &Settings,
    store: &Store,
) {
    let Some(run) = story.run.clone() else {
        return;
    };
    let file = run
        .file()
        .map(|path| file_at(path, &run).in_repository(repository));
    let text = file.as_ref().and_then(|file| store.get(file));
    let text = text.and_then(|file| WorkflowText::read(file.text.as_ref()?.raw()).ok());
    let mut sought = Sought::default();
    if story.is_without_jobs() && Shape::of(&run).is_some_and(Shape::rests_on_text) {
        sought.called = text.as_ref().map(beyond::called).unwrap_or_default();
    }
    let failures = story.failures.clone();
    let found = failures
        .iter()
        .map(|failure| find(failure, text.as_ref(), &run, repository, store, &mut sought));
    let found: Vec<Found<'_>> = found.collect();
    if let Some(refused) = found.iter().find(|one| one.refused) {
        story.token = Some(
            refused
                .token(&run, check, repository, store)
                .story(&mut sought),
        );
    }
    if let Some(one) = found.iter().find(|one| one.stack.is_some() && !one.refused) {
        sought.stack.clone_from(&one.stack);
        sought.role.clone_from(&one.role);
        story.deploy = deploy(one, &run, check, settings, store);
        // Of a role that is a secret the trust policies alone tell.
        if let Some(deploy) = story.deploy.as_mut().filter(|_| one.takes_a_secret_role()) {
            deploy.accepting = one
                .token(&run, check, repository, store)
                .story(&mut sought)
                .accepting;
        }
    }
    story.sought = sought;
    story
        .unread
        .extend(unread(story, &run, check, repository, store));
}

fn find<'a>(
    failure: &'a JobFailure,
    text: Option<&'a WorkflowText>,
    run: &Run,
    repository: &Repository,
    store: &Store,
    sought: &mut Sought,
) -> Found<'a> {
    let log = store.get(&actions::JobLog(failure.job.id).in_repository(repository));
    let log = log.map_or("", |log| log.text.raw());
    let job = text.and_then(|text| text.job(failure.name()));
    let refused = failure.denied.iter().any(is_refused_token);
    let in_log = stack_in_log(log);
    // A job that has to do with AWS names its credentials; of one without a log that is
    // not known.
    let of_aws =
        log.contains(CREDENTIALS) || (log.is_empty() && failure.log_state.said().is_some());
    let role = role_in_log(log).or_else(|| role_in_job(job?));
    sought.workflow |= refused || (of_aws && (in_log.is_none() || role_in_log(log).is_none()));
    let deploying = job.filter(|job| deploys(job));
    let stack = in_log.or_else(|| stack_in_job(deploying?)).or_else(|| {
        sought.samconfig |= deploying.is_some();
        let asked = file_at("samconfig.toml", run).in_repository(repository);
        stack_in_samconfig(store.get(&asked)?.text.as_ref()?.raw(), deploying?)
    });
    Found {
        failure,
        text: job,
        stack,
        role,
        refused,
    }
}

fn deploy(
    found: &Found<'_>,
    run: &Run,
    check: &OneRun,
    settings: &Settings,
    store: &Store,
) -> Option<Deploy> {
    let named = found.stack.clone()?;
    let caller = store.caller(&check.environment);
    let account = found.role.as_ref().and_then(Arn::account);
    let elsewhere = account
        .as_ref()
        .zip(caller)
        .filter(|(of, caller)| **of != caller.account);
    let open = elsewhere.map(|(of, caller)| {
        format!(
            "The job deploys to account {}, and {} is account {}: its stack was not read.",
            of.raw(),
            check.environment.raw(),
            caller.account.raw()
        )
    });
    let stack = store.stack_named(&check.environment, &named.stack);
    let is_read = open.is_none() && stack.is_some();
    let operation = LastOperation::of(&check.environment, &named.stack);
    let operation = is_read.then(|| operation.judge(settings, store));
    let open = open.or_else(|| of_another_time(operation.as_ref()?, found, run));
    Some(Deploy {
        job: found.failure.name().to_owned(),
        named,
        role: found.role.clone(),
        accepting: None,
        operation,
        open,
    })
}

/// What the stack did last was not this run's doing.
fn of_another_time(operation: &OperationReport, found: &Found<'_>, run: &Run) -> Option<String> {
    let stack = operation.stack.as_ref()?;
    let began = found.failure.job.started_at.or(run.began())?;
    let written = stack.written()?;
    (written < began).then(|| {
        format!(
            "{} was last changed before this run: what it says is older.",
            stack.name.raw()
        )
    })
}

/// What was named and could not be read.
fn unread(
    story: &RunStory,
    run: &Run,
    check: &OneRun,
    repository: &Repository,
    store: &Store,
) -> Vec<Unknown> {
    let mut asks = check.of_aws(&story.sought);
    if story.sought.workflow || story.sought.samconfig {
        asks.extend(
            run.file()
                .map(|path| super::asks::file(path, run, repository)),
        );
    }
    if story.sought.token {
        asks.push(actions::OidcSubject.in_repository(repository).into());
        asks.push(contents::Repository.in_repository(repository).into());
    }
    let faults = store.faults(&asks);
    let of = |(ask, fault): (&crate::ask::Ask, &Fault)| Unknown {
        what: ask.in_words(),
        why: fault.what.clone(),
        hint: fault.hint.clone(),
    };
    faults.map(of).collect()
}

impl RunStory {
    /// What it tells of the stack that the run deploys.
    pub(super) fn of_stack(&self, environment: &EnvironmentName) -> Option<(Topic, Conclusion)> {
        let deploy = self.deploy.as_ref()?;
        let operation = deploy.operation.clone()?;
        let stack: &StackName = &deploy.named.stack;
        let topic = LastOperation::of(environment, stack).topic();
        Some((topic, Conclusion::Stack(operation.into())))
    }
}
