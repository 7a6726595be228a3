//! The world as it is: AWS and GitHub over the network, the working tree, this
//! machine's memory and the journal of writes from disk. Only routes; it must not cache or judge.

use futures_core::future::BoxFuture;
use std::{path::PathBuf, sync::Arc};

use super::World;
use crate::{
    ask::{ActionsAsk, Answer, Ask, GitHubAsk, JournalAsk, MemoryAsk, Question, journal, memory},
    edge::{
        acknowledgements::Acknowledgements,
        aws::Aws,
        blocking::blocking,
        github::{GitHub, Surroundings},
        in_sync_history::InSyncHistory,
        journal_file::{self, JournalFile},
        log_desk::Piece,
        repo::Repo,
        runbook_file::RunbookFile,
        write::{RealExecutor, WorkingTree, Writer, Writes, read_only},
    },
    facts::{AccountId, Acknowledgement, EnvironmentName, Fault, InSync, Settings, StepRecord},
    gate::SessionId,
};

pub struct Real {
    aws: Arc<Aws>,
    github: Arc<GitHub>,
    /// None: there is no repository here; the fault says what to do.
    repo: Arc<Result<Repo, Fault>>,
    memory: Arc<InSyncHistory>,
    runbooks: Arc<RunbookFile>,
    acknowledged: Arc<Acknowledgements>,
    journal: Arc<JournalFile>,
    /// None: nothing can be written from here, nor doubt settled.
    writer: Option<Arc<RealWriter>>,
}

type RealWriter = Writer<RealExecutor, Arc<JournalFile>>;

impl std::fmt::Debug for Real {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Real").finish_non_exhaustive()
    }
}

impl Real {
    /// `github`: what is found around it. Its requests share the connections of AWS's.
    pub fn new(
        aws: Aws,
        github: Surroundings,
        repo: Result<Repo, Fault>,
        memory: InSyncHistory,
    ) -> Self {
        let github = GitHub::sharing(github, aws.pools().clone());
        Self {
            aws: Arc::new(aws),
            github: Arc::new(github),
            repo: Arc::new(repo),
            memory: Arc::new(memory),
            runbooks: Arc::new(RunbookFile::Off),
            acknowledged: Arc::new(Acknowledgements::Off),
            journal: Arc::new(JournalFile::off()),
            writer: None,
        }
    }

    /// With this journal; without one there is none to show.
    #[must_use]
    pub fn journaling(mut self, journal: JournalFile) -> Self {
        self.journal = Arc::new(journal);
        self
    }

    /// With this record of runbooks; without one no step of any can be taken.
    #[must_use]
    pub fn recording(mut self, runbooks: RunbookFile) -> Self {
        self.runbooks = Arc::new(runbooks);
        self
    }

    /// With what people acknowledge; without, nothing can be.
    #[must_use]
    pub fn acknowledging(mut self, acknowledged: Acknowledgements) -> Self {
        self.acknowledged = Arc::new(acknowledged);
        self
    }

    /// With hands. Whether they may write, the settings say, and the gate each time.
    #[must_use]
    pub fn writing(
        mut self,
        settings: Arc<Settings>,
        tree: Result<WorkingTree, Fault>,
        session_id: SessionId,
    ) -> Self {
        let executor = RealExecutor::new(Arc::clone(&self.aws), tree);
        let executor = executor.with_github(Arc::clone(&self.github));
        let journal = Arc::clone(&self.journal);
        let writer = Writer::new(executor, journal, settings, session_id, journal_file::who());
        self.writer = Some(Arc::new(writer));
        self
    }
}

impl World for Real {
    fn answer(&self, ask: Ask) -> BoxFuture<'static, Result<Answer, Fault>> {
        match ask {
            Ask::Aws(environment, ask) => {
                let aws = Arc::clone(&self.aws);
                Box::pin(async move { aws.answer(&environment, &ask).await })
            }
            Ask::GitHub(repository, ask) => {
                let github = Arc::clone(&self.github);
                Box::pin(async move { github.answer(&repository, &ask).await })
            }
            Ask::Repo(ask) => {
                let repo = Arc::clone(&self.repo);
                let read = move || repo.as_ref().as_ref().map_err(Clone::clone)?.answer(&ask);
                Box::pin(from_disk(read))
            }
            Ask::Journal(ask) => {
                let (journal, writer) = (Arc::clone(&self.journal), self.writer.clone());
                Box::pin(async move {
                    if let (JournalAsk::Settled, Some(writer)) = (&ask, writer) {
                        // What could not be settled is in doubt still, and shown as that.
                        if let Err(fault) = writer.settle().await {
                            tracing::warn!(?fault, "doubt could not be settled");
                        }
                    }
                    let answered = match ask {
                        JournalAsk::Entries => journal::Entries::answered,
                        JournalAsk::Settled => journal::Settled::answered,
                    };
                    from_disk(move || Ok(answered(journal.view()?))).await
                })
            }
            Ask::Memory(MemoryAsk::InSync(ask)) => {
                let memory = Arc::clone(&self.memory);
                let read = move || Ok(memory::InSync::answered(memory.answer(&ask)));
                Box::pin(from_disk(read))
            }
            Ask::Memory(MemoryAsk::Executions) => {
                let runbooks = Arc::clone(&self.runbooks);
                let read = move || Ok(memory::Executions::answered(runbooks.records()?));
                Box::pin(from_disk(read))
            }
            Ask::Memory(MemoryAsk::Acknowledgements(ask)) => {
                let known = Arc::clone(&self.acknowledged);
                let read = move || Ok(memory::Acknowledgements::answered(known.answer(&ask)?));
                Box::pin(from_disk(read))
            }
        }
    }

    fn streamed(&self, ask: Ask, piece: Piece) -> BoxFuture<'static, Result<Answer, Fault>> {
        match ask {
            Ask::GitHub(repository, GitHubAsk::Actions(ActionsAsk::JobLog(job))) => {
                let github = Arc::clone(&self.github);
                Box::pin(async move { github.streamed_log(&repository, &job, &piece).await })
            }
            ask => self.answer(ask),
        }
    }

    fn writer(&self) -> Result<Arc<dyn Writes>, Fault> {
        let writer = self.writer.clone().ok_or_else(read_only)?;
        Ok(writer)
    }

    fn file(&self, path: &str) -> Option<PathBuf> {
        self.repo.as_ref().as_ref().ok()?.file(path)
    }

    fn calls(&self) -> u64 {
        self.aws.calls()
    }

    fn remember(&self, environment: &EnvironmentName, account: &AccountId, seen: &[InSync]) {
        self.memory.remember(environment, account, seen);
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

async fn from_disk<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    blocking(
        read,
        "Reading from disk stopped halfway through a mistake of this program.",
        "Refresh; if it happens again, report it with the log of the run.",
    )
    .await?
}
