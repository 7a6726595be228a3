//! The world as it is: AWS over the network, the working tree and this
//! machine's memory from disk. Only routes; it must not cache or judge.

use std::sync::Arc;

use super::{Answering, World};
use crate::{
    ask::{Answer, Ask, MemoryAsk, RepoAsk},
    edge::aws::Aws,
    facts::{Fault, FaultKind},
};

type Reader<A> = Arc<dyn Fn(&A) -> Result<Answer, Fault> + Send + Sync>;

pub struct Real {
    aws: Arc<Aws>,
    repo: Reader<RepoAsk>,
    memory: Reader<MemoryAsk>,
}

impl std::fmt::Debug for Real {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Real").finish_non_exhaustive()
    }
}

impl Real {
    /// `repo` and `memory` may block: they run on threads kept for that.
    pub fn new(
        aws: Arc<Aws>,
        repo: impl Fn(&RepoAsk) -> Result<Answer, Fault> + Send + Sync + 'static,
        memory: impl Fn(&MemoryAsk) -> Result<Answer, Fault> + Send + Sync + 'static,
    ) -> Self {
        Self {
            aws,
            repo: Arc::new(repo),
            memory: Arc::new(memory),
        }
    }
}

impl World for Real {
    fn answer(&self, ask: Ask) -> Answering {
        match ask {
            Ask::Aws(environment, ask) => {
                let aws = Arc::clone(&self.aws);
                Box::pin(async move { aws.answer(&environment, &ask).await })
            }
            Ask::Repo(ask) => blocking(Arc::clone(&self.repo), ask),
            Ask::Memory(ask) => blocking(Arc::clone(&self.memory), ask),
        }
    }
}

fn blocking<A: Send + 'static>(read: Reader<A>, ask: A) -> Answering {
    Box::pin(async move {
        tokio::task::spawn_blocking(move || read(&ask))
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
