//! What every write needs besides its approval: the executor that reaches the world,
//! the journal, and who is at the console.

use std::{sync::Arc, time::Duration};

use futures_core::future::BoxFuture;

use super::{Executor, Journal};
use crate::{
    facts::{Fault, FaultKind, Settings},
    gate::{
        Assessment, Confirmed, Draft, SessionId, WriteProgress, WriteReport,
        record::{HOLDS, Stage, Tree, Who},
    },
};

/// How long doubt is watched before it is called doubt.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// IAM is eventually consistent: the old state must hold for so long before
    /// a write whose answer was lost counts as not applied.
    pub holds: Duration,
    /// Between two looks.
    pub between: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            holds: HOLDS,
            between: Duration::from_secs(5),
        }
    }
}

/// Everything that a write needs besides its approval.
pub struct Writer<E, J> {
    pub(super) executor: E,
    pub(super) journal: J,
    pub(super) settings: Arc<Settings>,
    pub(super) session_id: SessionId,
    pub(super) who: Who,
    pub(super) patience: Patience,
}

/// Who is told how far a write has come.
pub type Heard = Arc<dyn Fn(WriteProgress) + Send + Sync>;

/// A writer of whatever world.
pub trait Writes: Send + Sync {
    fn assess(&self, draft: Draft) -> BoxFuture<'_, Result<Assessment, Fault>>;
    fn write(&self, confirmed: Confirmed, heard: Heard) -> BoxFuture<'_, WriteReport>;
    fn note(&self, assessment: &Assessment, stage: Stage) -> Result<(), Fault>;
}

impl<E: Executor, J: Journal> Writes for Writer<E, J> {
    fn assess(&self, draft: Draft) -> BoxFuture<'_, Result<Assessment, Fault>> {
        Box::pin(self.assess(draft))
    }

    fn write(&self, confirmed: Confirmed, heard: Heard) -> BoxFuture<'_, WriteReport> {
        Box::pin(self.write_heard(confirmed, heard))
    }

    fn note(&self, assessment: &Assessment, stage: Stage) -> Result<(), Fault> {
        self.note(assessment, stage)
    }
}

/// Nothing is written from here.
pub(in crate::edge) fn read_only() -> Fault {
    Fault::new(
        FaultKind::ReadOnly,
        "This console is read-only.",
        "Start it with --allow-writes, where your configuration permits it.",
    )
}

impl<E: std::fmt::Debug, J> std::fmt::Debug for Writer<E, J> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("executor", &self.executor)
            .field("session_id", &self.session_id)
            .finish_non_exhaustive()
    }
}

impl<E: Executor, J: Journal> Writer<E, J> {
    pub fn new(
        executor: E,
        journal: J,
        settings: Arc<Settings>,
        session_id: SessionId,
        who: Who,
    ) -> Self {
        Self {
            executor,
            journal,
            settings,
            session_id,
            who,
            patience: Patience::default(),
        }
    }

    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    pub fn journal(&self) -> &J {
        &self.journal
    }

    /// The working tree that files are written in from here.
    pub(super) fn tree(&self) -> Option<Tree> {
        let host = self.who.host.clone();
        self.executor.root().map(|root| Tree { root, host })
    }
}
