//! Performs asks as tasks and sends their answers back as messages.
//!
//! Every ask ends in exactly one message unless it was cancelled: a task that
//! hangs or panics is answered for. Nothing here knows what an answer means.

mod real;

pub use real::Real;

use futures_core::future::BoxFuture;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, mpsc::Sender},
    time::Duration,
};

use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::{
    runtime::Handle,
    task::{AbortHandle, JoinHandle},
};

use super::{
    log_desk::{LogWorker, Piece},
    write::{Heard, Writes, read_only},
};
use crate::{
    ask::{ActionsAsk, Answer, Ask, GitHubAsk, MemoryAsk, Ticket},
    facts::{AccountId, Acknowledgement, EnvironmentName, Fault, FaultKind, InSync, StepRecord},
    flow::Msg,
    gate::{Assessment, Confirmed, Draft, Outcome, Verified, WriteReport, record::Stage},
    logs::Order,
};

/// Who answers: AWS and the working tree, or a recording of them.
pub trait World: Send + Sync {
    fn answer(&self, ask: Ask) -> BoxFuture<'static, Result<Answer, Fault>>;

    /// Answers what may be long piece by piece: the answer itself is then without its text.
    /// Who has it whole gives it whole.
    fn streamed(&self, ask: Ask, _: Piece) -> BoxFuture<'static, Result<Answer, Fault>> {
        self.answer(ask)
    }

    /// Calls to AWS so far.
    fn calls(&self) -> u64 {
        0
    }

    /// Its hands.
    fn writer(&self) -> Result<Arc<dyn Writes>, Fault> {
        Err(read_only())
    }

    /// Reads afresh what a proposed write rests on, and weighs it.
    fn assess(&self, draft: Draft) -> BoxFuture<'static, Result<Assessment, Fault>> {
        let writer = self.writer();
        Box::pin(async move { writer?.assess(draft).await })
    }

    /// Writes what was approved: the straight line of `edge::write`.
    fn write(&self, confirmed: Confirmed, heard: Heard) -> BoxFuture<'static, WriteReport> {
        let writer = self.writer();
        Box::pin(async move {
            match writer {
                Ok(writer) => writer.write(confirmed, heard).await,
                Err(fault) => WriteReport::Refused(fault),
            }
        })
    }

    /// Notes in the journal what was proposed or refused; may block.
    fn note(&self, assessment: &Assessment, stage: Stage) {
        let writer = self.writer();
        if let Err(fault) = writer.and_then(|writer| writer.note(assessment, stage)) {
            tracing::warn!(?fault, "the journal did not take a note");
        }
    }

    /// Where a file of the repository lies on this machine.
    fn file(&self, _path: &str) -> Option<PathBuf> {
        None
    }

    /// Keeps what was in sync; may block. A world without a memory keeps nothing.
    fn remember(&self, _: &EnvironmentName, _: &AccountId, _: &[InSync]) {}

    /// Records a step of a runbook; may block.
    fn record(&self, _: StepRecord) -> Result<(), Fault> {
        Err(read_only())
    }

    /// Keeps what a person acknowledged; may block.
    fn acknowledge(
        &self,
        _: &EnvironmentName,
        _: &AccountId,
        _: &Acknowledgement,
    ) -> Result<(), Fault> {
        Err(Fault::new(
            FaultKind::Missing,
            "This world keeps no notes.",
            "Write it where your team hands over.",
        ))
    }
}

/// Where the loop's questions and writes go. No call may wait; what comes of one is a message.
pub trait Dispatcher {
    /// Answered by `Msg::Answered`.
    fn ask(&self, ticket: Ticket, ask: Ask);
    /// Nobody waits any more: stops the work, and no message comes of it.
    fn cancel(&self, ticket: Ticket);
    /// Answered by `Msg::Prepared`; to be cancelled like an ask. This and the next two
    /// are for worlds that can be written to; others have no use for them.
    fn prepare(&self, _: Ticket, _: Draft) {}
    /// Answered by `Msg::Written`. It is in nobody's power to cancel: what was
    /// begun is seen to its end, or found in doubt at the next start.
    fn apply(&self, _: Ticket, _: Confirmed) {}
    /// A journal that can't take it refuses the write itself later.
    fn note(&self, _: Assessment, _: Stage) {}
    /// Where a file of the repository lies on this machine, if it does.
    fn file(&self, _path: &str) -> Option<PathBuf> {
        None
    }
    /// Answered by `Msg::Log`, once or more often.
    fn log(&self, _: Order) {}
    /// Keeps what was in sync. A failure is silent: the next check does it again.
    fn remember(&self, environment: EnvironmentName, account: AccountId, seen: Vec<InSync>);
    /// Answered by `Msg::Answered`. It is in nobody's power to cancel.
    fn record(&self, _: Ticket, _: StepRecord) {}
    /// Answered by `Msg::Acknowledged`: a person wrote it, so it must not be lost in silence.
    /// A stand-in without a world keeps nothing.
    fn acknowledge(&self, _: EnvironmentName, _: AccountId, _: Acknowledgement) {}
}

/// Longer than any single call may take, so that a call's own fault comes first.
const OVERALL: Duration = Duration::from_secs(180);

pub struct Dispatch {
    world: Arc<dyn World>,
    messages: Sender<Msg>,
    runtime: Handle,
    /// The limit for a whole ask.
    pub overall: Duration,
    running: Arc<Mutex<HashMap<Ticket, AbortHandle>>>,
    /// None: no log was looked at yet, so there is no thread.
    logs: Mutex<Option<LogWorker>>,
}

impl std::fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dispatch")
            .field("running", &self.running.lock().len())
            .finish_non_exhaustive()
    }
}

impl Dispatch {
    pub fn new(world: Arc<dyn World>, messages: Sender<Msg>, runtime: Handle) -> Self {
        Self {
            world,
            messages,
            runtime,
            overall: OVERALL,
            running: Arc::default(),
            logs: Mutex::default(),
        }
    }

    /// Work that can be cancelled under its ticket and ends in one message.
    fn begin(&self, ticket: Ticket, work: impl Future<Output = Msg> + Send + 'static) {
        let (messages, running) = (self.messages.clone(), Arc::clone(&self.running));
        // Held until the task is noted: it cannot finish before it can be cancelled.
        let mut noted = self.running.lock();
        let task = self.runtime.spawn(async move {
            let msg = work.await;
            running.lock().remove(&ticket);
            // The other end is gone only when the program is.
            let _ = messages.send(msg);
        });
        if let Some(older) = noted.insert(ticket, task.abort_handle()) {
            older.abort();
        }
    }

    /// How many asks are under way.
    pub fn running(&self) -> usize {
        self.running.lock().len()
    }
}

impl Dispatcher for Dispatch {
    fn ask(&self, ticket: Ticket, ask: Ask) {
        let world = Arc::clone(&self.world);
        // A log takes as long as it takes: only silence ends it.
        let overall = match ask {
            Ask::GitHub(_, GitHubAsk::Actions(ActionsAsk::JobLog(_))) => Duration::MAX,
            _ => self.overall,
        };
        self.begin(ticket, async move {
            let (asked, answers) = (ask.clone(), Arc::clone(&world));
            let answered = async move { answers.answer(asked).await };
            let result = within(&ask.in_words(), overall, answered).await;
            Msg::Answered {
                ticket,
                ask,
                result: result.map(Arc::new),
                at: Timestamp::now(),
                calls: world.calls(),
            }
        });
    }

    fn cancel(&self, ticket: Ticket) {
        if let Some(task) = self.running.lock().remove(&ticket) {
            task.abort();
        }
    }

    fn log(&self, order: Order) {
        let mut worker = self.logs.lock();
        if worker.is_none() {
            let (world, counted) = (Arc::clone(&self.world), Arc::clone(&self.world));
            *worker = LogWorker::start(
                Box::new(move |ask, piece| match piece {
                    Some(piece) => world.streamed(ask, piece),
                    None => world.answer(ask),
                }),
                Box::new(move || counted.calls()),
                self.messages.clone(),
                self.runtime.clone(),
            );
        }
        if let Some(worker) = &*worker {
            worker.take(order);
        }
    }

    fn remember(&self, environment: EnvironmentName, account: AccountId, seen: Vec<InSync>) {
        let world = Arc::clone(&self.world);
        self.runtime
            .spawn_blocking(move || world.remember(&environment, &account, &seen));
    }

    fn record(&self, ticket: Ticket, record: StepRecord) {
        let (world, messages) = (Arc::clone(&self.world), self.messages.clone());
        let here = Arc::clone(&self.world);
        let written = self.runtime.spawn_blocking(move || here.record(record));
        self.runtime.spawn(async move {
            let ask = Ask::Memory(MemoryAsk::Executions);
            let result = match written.await {
                Ok(Ok(())) => world.answer(ask.clone()).await,
                Ok(Err(fault)) => Err(fault),
                Err(error) => Err(stopped(&error)),
            };
            let _ = messages.send(Msg::Answered {
                ticket,
                ask,
                result: result.map(Arc::new),
                at: Timestamp::now(),
                calls: world.calls(),
            });
        });
    }

    fn acknowledge(&self, environment: EnvironmentName, account: AccountId, what: Acknowledgement) {
        let (world, messages) = (Arc::clone(&self.world), self.messages.clone());
        self.runtime.spawn_blocking(move || {
            let result = world.acknowledge(&environment, &account, &what);
            let _ = messages.send(Msg::Acknowledged { result });
        });
    }

    fn file(&self, path: &str) -> Option<PathBuf> {
        self.world.file(path)
    }

    fn prepare(&self, ticket: Ticket, draft: Draft) {
        let (world, overall) = (Arc::clone(&self.world), self.overall);
        self.begin(ticket, async move {
            let assessed = async move { world.assess(draft).await };
            let result = within("what a change needs to know", overall, assessed).await;
            Msg::Prepared {
                ticket,
                result: result.map(Box::new),
                at: Timestamp::now(),
            }
        });
    }

    fn apply(&self, ticket: Ticket, confirmed: Confirmed) {
        let (world, messages) = (Arc::clone(&self.world), self.messages.clone());
        let runtime = self.runtime.clone();
        let told = messages.clone();
        let heard: Heard = Arc::new(move |progress| {
            let _ = told.send(Msg::Writing {
                ticket,
                progress,
                at: Timestamp::now(),
            });
        });
        // The journal waits for the disk, so not on a thread that others need.
        let writing = self
            .runtime
            .spawn_blocking(move || runtime.block_on(world.write(confirmed, heard)));
        self.runtime.spawn(async move {
            let report = writing.await.unwrap_or_else(|error| WriteReport::Done {
                // How far it came is in the journal, or nowhere.
                outcome: Outcome::InDoubt(stopped(&error)),
                verified: Verified::default(),
                change: "unknown".to_owned(),
                request_ids: Vec::new(),
                made: None,
                unjournaled: None,
            });
            let _ = messages.send(Msg::Written {
                ticket,
                report,
                at: Timestamp::now(),
            });
        });
    }

    fn note(&self, assessment: Assessment, stage: Stage) {
        let world = Arc::clone(&self.world);
        self.runtime
            .spawn_blocking(move || world.note(&assessment, stage));
    }
}

impl Drop for Dispatch {
    fn drop(&mut self) {
        for task in self.running.lock().values() {
            task.abort();
        }
    }
}

/// Work in a task of its own, so that its panic ends here and not in silence.
async fn within<T: Send + 'static>(
    words: &str,
    overall: Duration,
    work: impl Future<Output = Result<T, Fault>> + Send + 'static,
) -> Result<T, Fault> {
    let mut task = Inner(tokio::spawn(work));
    match tokio::time::timeout(overall, &mut task.0).await {
        Ok(Ok(result)) => result,
        Ok(Err(error)) => Err(stopped(&error)),
        Err(_) => Err(Fault::new(
            FaultKind::Offline,
            format!(
                "No answer came within {} seconds: {words}.",
                overall.as_secs()
            ),
            "Check the network and the endpoint, then refresh.",
        )),
    }
}

/// A task that ends with the one that waits for it.
struct Inner<T>(JoinHandle<Result<T, Fault>>);

impl<T> Drop for Inner<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn stopped(error: &tokio::task::JoinError) -> Fault {
    Fault::new(
        FaultKind::Bug,
        "Answering this stopped halfway through a mistake of this program.",
        "Refresh; if it happens again, report it with the log of the run.",
    )
    .caused_by(error.to_string())
}
