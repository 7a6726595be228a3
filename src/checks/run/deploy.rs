//! The stack that a failed job deploys, with what it did, and why a token was refused:
//! the way from GitHub to AWS.
//!
//! Names come out of logs and files: they say where to look, in the account that the
//! environment is, and nowhere else.

use super::{Deploy, JobFailure, OneRun, RunStory, Sought, asks::file_at, beyond};
use crate::{
    ask::{
        Question,
        github::{actions, contents},
        iam,
    },
    cause::{
        job_stack::{
            CREDENTIALS, NamedStack, deploys, role_in_job, role_in_log, stack_in_job, stack_in_log,
            stack_in_samconfig,
        },
        no_jobs::Shape,
        token_subject::{
            Inputs, Presented, TokenStory, TrustOf, TrustVerdict, is_refused_token, judge,
        },
        workflow::{JobText, WorkflowText},
    },
    checks::{
        Check, Conclusion, Registered, Store, Topic,
        stack::{LastOperation, OperationReport},
    },
    facts::{
        Arn, EnvironmentName, Fault, Remote, Repository, Role, RoleName, Settings, StackName,
        Unknown, actions::Run,
    },
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
        let token = token(refused, &run, check, repository, store);
        story.token = Some(token.story(&mut sought));
    }
    if let Some(one) = found.iter().find(|one| one.stack.is_some() && !one.refused) {
        sought.stack.clone_from(&one.stack);
        story.deploy = deploy(one, &run, check, settings, store);
        let of = |job| token(job, &run, check, repository, store);
        // Of a role that is a secret the trust policies alone tell.
        if let Some(deploy) = story.deploy.as_mut().filter(|_| one.takes_a_secret_role()) {
            deploy.accepting = of(one).story(&mut sought).accepting;
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

fn token<'a>(
    job: &'a Found<'a>,
    run: &'a Run,
    check: &'a OneRun,
    repository: &'a Repository,
    store: &'a Store,
) -> Token<'a> {
    Token {
        job,
        run,
        repository,
        check,
        store,
    }
}

/// The token of a job, and where to look for what becomes of it.
struct Token<'a> {
    job: &'a Found<'a>,
    run: &'a Run,
    repository: &'a Repository,
    check: &'a OneRun,
    store: &'a Store,
}

impl Token<'_> {
    fn story(&self, sought: &mut Sought) -> TokenStory {
        sought.token = true;
        let store = self.store;
        let presented = Presented::of(&Inputs {
            run: self.run,
            repository: self.repository,
            facts: store.get(&contents::Repository.in_repository(self.repository)),
            template: store.get(&actions::OidcSubject.in_repository(self.repository)),
            job: self.job.text,
        });
        let mut story = TokenStory {
            presented,
            ..TokenStory::default()
        };
        match &self.job.role {
            Some(role) => {
                sought.trust = Some(role.clone());
                match self.trust(role, &story.presented) {
                    Ok(verdict) => {
                        let role = role.clone();
                        story.trust = Some(TrustOf { role, verdict });
                    }
                    Err(why) => story.open = Some(why),
                }
            }
            None => {
                sought.all_roles = self.job.text.is_some();
                story.accepting = self.accepting(&story.presented);
                story.open = Some("Which role it asks for is a secret, or is not said.".to_owned());
            }
        }
        story
    }

    fn trust(&self, role: &Arn, presented: &Presented) -> Result<TrustVerdict, String> {
        let environment = &self.check.environment;
        if self.store.caller(environment).is_some() && !self.check.is_here(role, self.store) {
            let account = role.account();
            let account = account.as_ref().map_or("?", |account| account.raw());
            return Err(format!(
                "The role is of account {account}, which {} is not: its trust policy was not read.",
                environment.raw()
            ));
        }
        let name = RoleName::new(role.last_segment());
        let all = self.store.authorization(environment, Some(&name));
        let unread = |fault: &Fault| format!("{} {}", fault.what, fault.hint);
        let Some(all) = all else {
            let asked = iam::Roles(vec![name]).of(environment);
            let fault = self.store.fault(&asked);
            return Err(fault.map_or_else(|| "The role was not read.".to_owned(), unread));
        };
        let mut roles = all.roles.iter();
        let reading = roles.find(|one| one.name == name);
        let reading = reading.ok_or("The account has no such role.")?;
        let live: &Role = reading.role.read().map_err(unread)?;
        let trust: &Remote = live.trust.read().map_err(unread)?;
        Ok(judge(&live.arn, trust.raw(), presented))
    }

    /// None: the roles were not read.
    fn accepting(&self, presented: &Presented) -> Option<Vec<Arn>> {
        let all = self.store.authorization(&self.check.environment, None)?;
        let roles = all.roles.iter().filter_map(|one| one.role.known());
        let accepts = roles.filter(|role| {
            let trust = role.trust.known();
            trust.is_some_and(|trust| {
                judge(&role.arn, trust.raw(), presented) == TrustVerdict::Accepts
            })
        });
        Some(accepts.map(|role| role.arn.clone()).collect())
    }
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

impl Conclusion {
    /// What a run's story tells of the stack that it deploys.
    pub(in crate::checks) fn of_stack(
        &self,
        environment: &EnvironmentName,
    ) -> Option<(Topic, Self)> {
        let Self::OneRun(story) = self else {
            return None;
        };
        let deploy = story.deploy.as_ref()?;
        let operation = deploy.operation.clone()?;
        let stack: &StackName = &deploy.named.stack;
        let topic = LastOperation::of(environment, stack).topic();
        Some((topic, Self::Stack(operation.into())))
    }
}
