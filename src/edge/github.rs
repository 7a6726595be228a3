//! GitHub: one host, as variables name it, and one client for it, which only reads. What
//! an approved plan sends goes by a client of its own, in `writing`.
//!
//! Nothing is read or built before the first ask, because the console draws its first
//! frame before that. A repository of another host is refused: its name comes out of a
//! clone, and no clone chooses where a token goes.

mod cache;
mod client;
mod contents;
mod fault;
mod host;
pub mod lock;
mod log;
mod pages;
pub mod permit;
mod reader;
mod request;
mod surroundings;
mod token;
mod traffic;
mod wire;
mod writing;

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Mutex as Turn;

pub use self::writing::GitHubSigning;
use self::{client::Client, host::Host, traffic::Traffic};
pub(in crate::edge) use self::{
    reader::Reader,
    writing::{Answered, NoAnswer},
};
use super::{http::Pools, log_desk::Piece};
use crate::{
    ask::{Answer, GitHubAsk, Question, github::actions::JobLog},
    facts::{Fault, FaultKind, Repository},
};

pub use self::surroundings::{Limits, Surroundings};

/// The host that is asked, as addresses name it: by the variables of this process.
pub fn host_in_use() -> Result<String, Fault> {
    let around = Surroundings::from_environment(None, false);
    Ok(Host::of(&around)?.web)
}

#[derive(Debug)]
pub struct GitHub {
    around: Surroundings,
    pools: Pools,
    traffic: Arc<Traffic>,
    client: Mutex<Option<Arc<Client>>>,
    /// One at a time looks for a token.
    opening: Turn<()>,
}

impl GitHub {
    pub fn new(around: Surroundings) -> Self {
        Self::sharing(around, Pools::default())
    }

    /// With connections and a count of requests that others use too.
    pub(in crate::edge) fn sharing(around: Surroundings, pools: Pools) -> Self {
        Self {
            around,
            pools,
            traffic: Arc::default(),
            client: Mutex::default(),
            opening: Turn::default(),
        }
    }

    pub async fn answer(&self, repository: &Repository, ask: &GitHubAsk) -> Result<Answer, Fault> {
        let client = self.client().await?;
        own(&client.host, repository)?;
        let reader = Reader {
            client: &client,
            repository,
        };
        let answer = match ask {
            GitHubAsk::Actions(ask) => ask.read(&reader).await,
            GitHubAsk::Deployments(ask) => ask.read(&reader).await,
            GitHubAsk::Contents(ask) => ask.read(&reader).await,
            GitHubAsk::Source(ask) => ask.read(&reader).await,
            GitHubAsk::Protection(ask) => ask.read(&reader).await,
        };
        if let Err(fault) = &answer
            && fault.kind == FaultKind::Expired
        {
            self.forget(&client);
        }
        answer
    }

    /// The log of a job, given away piece by piece, however long it is.
    pub async fn streamed_log(
        &self,
        repository: &Repository,
        asked: &JobLog,
        piece: &Piece,
    ) -> Result<Answer, Fault> {
        let client = self.client().await?;
        own(&client.host, repository)?;
        let reader = Reader {
            client: &client,
            repository,
        };
        let log = client.log(&reader.job_log(asked), Some(piece)).await?;
        Ok(JobLog::answered(log))
    }

    async fn client(&self) -> Result<Arc<Client>, Fault> {
        let known = || self.client.lock().clone();
        if let Some(client) = known() {
            return Ok(client);
        }
        let _turn = self.opening.lock().await;
        if let Some(client) = known() {
            return Ok(client);
        }
        let client = Client::open(&self.around, &self.pools, &self.traffic).await?;
        let client = Arc::new(client);
        *self.client.lock() = Some(Arc::clone(&client));
        Ok(client)
    }

    /// A token that is of no use: the next ask looks for one anew, so that after
    /// `gh auth login` the work goes on where it stopped.
    fn forget(&self, client: &Arc<Client>) {
        let mut held = self.client.lock();
        if held.as_ref().is_some_and(|held| Arc::ptr_eq(held, client)) {
            *held = None;
        }
    }
}

/// The repository is on the host that is asked.
fn own(host: &Host, repository: &Repository) -> Result<(), Fault> {
    match repository.host() {
        Some(other) if !other.eq_ignore_ascii_case(&host.web) => Err(Fault::new(
            FaultKind::Missing,
            format!(
                "{repository} is on {other}, and {} is the GitHub that is asked: nothing was sent to either.",
                host.web
            ),
            format!("If {other} is yours, set GH_HOST to it."),
        )),
        _ => Ok(()),
    }
}
