//! The embedded world: recorded answers of the stories, through the same dispatch
//! as AWS's own. No account, no network, no file of yours.
//!
//! `demo/*.json` are recordings: answers, and what became of them after each write.
//! What was never recorded is a fault that says so, never an invention.

mod after;
mod answers;
mod executor;
mod hub;
mod journal;
mod logs;
mod recorded;
mod recording;
mod registry;

use futures_core::future::BoxFuture;
use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

pub use executor::DemoExecutor;
pub use journal::MemoryJournal;

use self::{
    after::Texts,
    recording::{Recording, malformed},
};
use super::{
    acknowledgements::Acknowledgements,
    dispatch::World,
    runbook_file::RunbookFile,
    write::{Writer, Writes, read_only},
};
use crate::{
    ask::{
        ActionsAsk, Answer, Ask, AwsAsk, CloudTrailAsk, GitHubAsk, IamAsk, JournalAsk, LogsAsk,
        MemoryAsk, Question, RepoAsk, ServiceDiscoveryAsk, cloudtrail,
        github::actions,
        iam,
        journal::{Entries, Settled},
        logs::{Events, Streams},
        memory, repo, service_discovery,
    },
    facts::{
        AccountId, Acknowledgement, Authorization, EnvironmentName, Fault, FaultKind, Reading,
        Repository, RoleName, RoleReading, Settings, StepRecord, Use, UseHit, UsesFound,
        actions::{RunFilter, RunsPage},
    },
    gate::{SessionId, record::Who},
};

/// The demo's own two configuration files.
pub const CONFIG: &str = include_str!("demo/config.toml");
pub const PROJECT: &str = include_str!("demo/watchkeeper.toml");
/// What the demo's audited environment is expected to have.
pub const INVENTORY: &str = include_str!("demo/health.toml");

/// What the repository's template of the deploy role says, newer than what is deployed.
pub const DEPLOY_ROLE_TEMPLATE: &str = include_str!("demo/template.github-actions-dataops.yaml");

/// Files that the recordings name, because they are read better as files.
const TEXTS: Texts = &[
    ("deploy-role-template", DEPLOY_ROLE_TEMPLATE),
    (
        "hand-made-template",
        include_str!("demo/template.hand-made-20260518.yaml"),
    ),
    (
        "pipeline-dependabot",
        include_str!("demo/pipeline/dependabot.yml"),
    ),
    ("pipeline-cd", include_str!("demo/pipeline/cd.yml")),
    ("pipeline-ci", include_str!("demo/pipeline/ci.yml")),
    (
        "pipeline-debug",
        include_str!("demo/pipeline/debug-cli-trade.yml"),
    ),
    (
        "pipeline-sonarqube",
        include_str!("demo/pipeline/sonarqube.yml"),
    ),
    ("pipeline-makefile", include_str!("demo/pipeline/Makefile")),
    (
        "pipeline-template",
        include_str!("demo/pipeline/template.yaml"),
    ),
];

const RECORDINGS: &[&str] = &[
    include_str!("demo/alpha_prod.json"),
    include_str!("demo/alpha_prod_session.json"),
    include_str!("demo/insight_dev.json"),
    include_str!("demo/insight_prod.json"),
    include_str!("demo/repository.json"),
    include_str!("demo/dataops.json"),
    include_str!("demo/github.json"),
    include_str!("demo/logs.json"),
    include_str!("demo/tradai_dev.json"),
    include_str!("demo/health.json"),
    include_str!("demo/github_writes.json"),
    include_str!("demo/pipeline.json"),
    include_str!("demo/pipeline_online.json"),
];
const USES: &str = include_str!("demo/uses.json");

/// Lines of the demo's repository that make a request.
#[derive(Debug, Deserialize)]
struct RecordedUse {
    action: String,
    values: Vec<String>,
    hits: Vec<UseHit>,
}

#[derive(Debug)]
pub struct Demo {
    recorded: Arc<recorded::Recorded>,
    uses: Vec<RecordedUse>,
    /// With another one, what is shown does not depend on the day.
    pub clock: fn() -> Timestamp,
    /// How much later than recorded the log was looked at first.
    shift: OnceLock<SignedDuration>,
    acknowledged: Acknowledgements,
    /// None: this world cannot be written to.
    writer: Option<Arc<Writer<DemoExecutor, MemoryJournal>>>,
    runbooks: RunbookFile,
}

impl Demo {
    /// The embedded recordings.
    pub fn open() -> Result<Self, Fault> {
        Self::with_recordings(&[])
    }

    /// With further recordings over the embedded ones.
    pub fn with_recordings(more: &[&str]) -> Result<Self, Fault> {
        let recording = Recording::open(&[RECORDINGS, more].concat(), TEXTS)?;
        // Those of the embedded ones are tried by a test, for each start would wait for it.
        if !more.is_empty() {
            recording.try_writes()?;
        }
        let uses = serde_json::from_str(USES);
        Ok(Self {
            recorded: Arc::new(recorded::Recorded::new(recording)),
            uses: uses.map_err(|error| malformed(&error.to_string().into()))?,
            clock: Timestamp::now,
            shift: OnceLock::new(),
            acknowledged: Acknowledgements::held(),
            writer: None,
            runbooks: RunbookFile::in_memory(),
        })
    }

    /// A world that approved writes of this run change.
    #[must_use]
    pub fn writable(mut self, settings: Arc<Settings>, session_id: SessionId) -> Self {
        let executor = DemoExecutor::new(Arc::clone(&self.recorded), self.clock);
        let who = Who {
            user: "you".to_owned(),
            host: "demo".to_owned(),
            ssh_client: None,
        };
        let writer = Writer::new(
            executor,
            MemoryJournal::default(),
            settings,
            session_id,
            who,
        );
        self.writer = Some(Arc::new(writer));
        self
    }

    pub fn read(&self, ask: &Ask) -> Result<Answer, Fault> {
        match ask {
            Ask::Memory(MemoryAsk::Executions) => {
                Ok(memory::Executions::answered(self.runbooks.records()?))
            }
            // It is on no host.
            Ask::Repo(RepoAsk::Hosted) => Ok(repo::Hosted::answered(None)),
            Ask::Repo(RepoAsk::Uses(repo::Uses(wanted))) => {
                Ok(repo::Uses::answered(self.uses(wanted)))
            }
            Ask::Aws(environment, AwsAsk::Iam(IamAsk::Roles(asked))) => {
                Ok(iam::Roles::answered(self.roles(environment, asked)?))
            }
            Ask::Aws(_, AwsAsk::CloudTrail(CloudTrailAsk::LastWrites(_))) => {
                let quiet = || Ok(cloudtrail::LastWrites::answered(Vec::new()));
                let answers = self.recorded.answers.lock();
                answers.get(ask).cloned().unwrap_or_else(quiet)
            }
            Ask::Aws(_, AwsAsk::CloudTrail(CloudTrailAsk::WrittenBy(_))) => {
                let quiet = || Ok(cloudtrail::WrittenBy::answered(Vec::new()));
                let answers = self.recorded.answers.lock();
                answers.get(ask).cloned().unwrap_or_else(quiet)
            }
            // Only one of the demo's accounts uses Cloud Map.
            Ask::Aws(_, AwsAsk::ServiceDiscovery(ServiceDiscoveryAsk::Namespaces)) => {
                let none = || Ok(service_discovery::Namespaces::answered(Vec::new()));
                let answers = self.recorded.answers.lock();
                answers.get(ask).cloned().unwrap_or_else(none)
            }
            Ask::Memory(MemoryAsk::Acknowledgements(ask)) => {
                let known = self.acknowledged.answer(ask)?;
                Ok(memory::Acknowledgements::answered(known))
            }
            Ask::Journal(ask) => {
                let view = self.writer.as_ref().map(|writer| writer.journal().view());
                let view = view.unwrap_or_default();
                Ok(match ask {
                    JournalAsk::Entries => Entries::answered(view),
                    JournalAsk::Settled => Settled::answered(view),
                })
            }
            Ask::GitHub(of, GitHubAsk::Actions(ActionsAsk::Runs(asked))) => {
                Ok(actions::Runs::answered(self.runs(of, asked)?))
            }
            Ask::Aws(of, AwsAsk::Logs(LogsAsk::Events(asked))) => {
                let shift = self.shift();
                let found = logs::events(&self.recorded, of, asked, shift)?;
                Ok(Events::answered(found))
            }
            Ask::Aws(of, AwsAsk::Logs(LogsAsk::Streams(asked))) => {
                let shift = self.shift();
                let found = logs::streams(&self.recorded, of, asked, shift)?;
                Ok(Streams::answered(found))
            }
            ask => self.recorded.answer(ask),
        }
    }

    /// From the first look on so much that the recording ends now.
    fn shift(&self) -> SignedDuration {
        let later = || (self.clock)().duration_since(self.recorded.started());
        *self.shift.get_or_init(later)
    }

    fn uses(&self, wanted: &[Use]) -> UsesFound {
        let is_wanted = |use_: &&RecordedUse| {
            wanted.iter().any(|w| {
                w.action == use_.action && (use_.values.is_empty() || w.values == use_.values)
            })
        };
        let hits = self.uses.iter().filter(is_wanted);
        UsesFound {
            hits: hits.flat_map(|use_| use_.hits.clone()).collect(),
            cut: false,
        }
    }

    /// Those of the newest runs that the filter lets through: the whole list was recorded.
    fn runs(&self, of: &Repository, asked: &actions::Runs) -> Result<RunsPage, Fault> {
        let (filter, page) = (RunFilter::default(), 1);
        let all = actions::Runs { filter, page }.in_repository(of);
        let mut page = self.recorded.get(&all)?;
        let wanted = &asked.filter;
        page.workflow_runs.retain(|run| {
            let state = wanted.status.as_ref();
            let states = [run.status.as_ref(), run.conclusion.as_ref()];
            let is_of = wanted.workflow.is_none() || run.workflow_id == wanted.workflow;
            let is_on = wanted.branch.is_none() || run.head_branch == wanted.branch;
            is_of && is_on && (state.is_none() || states.contains(&state))
        });
        page.total_count = Some(page.workflow_runs.len() as u64);
        Ok(page)
    }

    /// Any choice of roles from all that this environment's recordings have.
    fn roles(
        &self,
        environment: &EnvironmentName,
        asked: &iam::Roles,
    ) -> Result<Authorization, Fault> {
        let iam::Roles(names) = asked;
        let answers = self.recorded.answers.lock();
        let known: Vec<&Authorization> = recorded::authorizations(&answers, environment).collect();
        let Some(any) = known.first() else {
            return Err(not_recorded(&asked.clone().of(environment)));
        };
        let role = |name: &RoleName| {
            let mut roles = known.iter().flat_map(|authorization| &authorization.roles);
            roles
                .find(|role| role.name == *name)
                .cloned()
                .unwrap_or_else(|| missing(name))
        };
        Ok(Authorization {
            roles: names.iter().map(role).collect(),
            managed: any.managed.clone(),
            complete: false,
            source: "iam:GetRole".into(),
            pages: u32::try_from(names.len()).unwrap_or(u32::MAX),
        })
    }
}

impl World for Demo {
    fn answer(&self, ask: Ask) -> BoxFuture<'static, Result<Answer, Fault>> {
        let result = self.read(&ask);
        Box::pin(async move { result })
    }

    fn writer(&self) -> Result<Arc<dyn Writes>, Fault> {
        let writer = self.writer.clone().ok_or_else(read_only)?;
        Ok(writer)
    }

    fn record(&self, record: StepRecord) -> Result<(), Fault> {
        self.runbooks.record(record)
    }

    fn acknowledge(
        &self,
        environment: &EnvironmentName,
        account: &AccountId,
        what: &Acknowledgement,
    ) -> Result<(), Fault> {
        self.acknowledged.keep(environment, account, what)
    }
}

fn missing(name: &RoleName) -> RoleReading {
    RoleReading {
        name: name.clone(),
        role: Reading::Unknown(Fault::new(
            FaultKind::Missing,
            format!("The account has no role {}.", name.raw()),
            "Create it, or remove it from the repository.",
        )),
    }
}

fn not_recorded(ask: &Ask) -> Fault {
    Fault::new(
        FaultKind::Missing,
        "The demo has no recorded answer for this.",
        "Try something else: its stories are in the panes 2 to 8.",
    )
    .caused_by(format!("{ask:?}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn each_write_that_the_demo_has_recorded_can_be_made() {
        let recording = Recording::open(RECORDINGS, TEXTS).unwrap();
        assert!(!recording.writes.is_empty());
        recording.try_writes().unwrap();
    }
}
