//! The world as it is: AWS over the network, the working tree, this
//! machine's memory and the journal of writes from disk. Only routes; it must not cache or judge.

use std::sync::Arc;

use super::{Answering, World};
use crate::{
    ask::{Answer, Ask, JournalAsk},
    edge::{aws::Aws, journal_file::JournalFile, repo::Repo, sightings::Sightings},
    facts::{AccountId, EnvironmentName, Fault, FaultKind, InSync},
};

pub struct Real {
    aws: Arc<Aws>,
    /// None: there is no repository here; the fault says what to do.
    repo: Arc<Result<Repo, Fault>>,
    memory: Arc<Sightings>,
    journal: Arc<JournalFile>,
}

impl std::fmt::Debug for Real {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Real").finish_non_exhaustive()
    }
}

impl Real {
    pub fn new(aws: Aws, repo: Result<Repo, Fault>, memory: Sightings) -> Self {
        Self {
            aws: Arc::new(aws),
            repo: Arc::new(repo),
            memory: Arc::new(memory),
            journal: Arc::new(JournalFile::off()),
        }
    }

    /// With this journal; without one there is none to show.
    #[must_use]
    pub fn journaling(mut self, journal: JournalFile) -> Self {
        self.journal = Arc::new(journal);
        self
    }
}

impl World for Real {
    fn answer(&self, ask: Ask) -> Answering {
        match ask {
            Ask::Aws(environment, ask) => {
                let aws = Arc::clone(&self.aws);
                Box::pin(async move { aws.answer(&environment, &ask).await })
            }
            Ask::Repo(ask) => {
                let repo = Arc::clone(&self.repo);
                blocking(move || repo.as_ref().as_ref().map_err(Clone::clone)?.answer(&ask))
            }
            Ask::Journal(JournalAsk::Entries | JournalAsk::Settled) => {
                let journal = Arc::clone(&self.journal);
                blocking(move || Ok(Answer::Journal(journal.view()?)))
            }
            Ask::Memory(ask) => {
                let memory = Arc::clone(&self.memory);
                blocking(move || memory.answer(&ask))
            }
        }
    }

    fn calls(&self) -> u64 {
        self.aws.calls()
    }

    fn remember(&self, environment: &EnvironmentName, account: &AccountId, seen: &[InSync]) {
        self.memory.remember(environment, account, seen);
    }
}

/// Reading from disk may block: it runs on threads kept for that.
fn blocking(read: impl FnOnce() -> Result<Answer, Fault> + Send + 'static) -> Answering {
    Box::pin(async move {
        tokio::task::spawn_blocking(read)
            .await
            .unwrap_or_else(|error| {
                Err(Fault::new(
                    FaultKind::Bug,
                    "Reading from disk stopped halfway through a mistake of this program.",
                    "Refresh; if it happens again, report it with the log of the run.",
                )
                .caused_by(error.to_string()))
            })
    })
}
