//! The thread that owns the log: orders and answers in, news out, files read in between.
//!
//! News go out when everything that waits was taken in, and not more often than a screen
//! is drawn; so a burst of orders is one answer, and a flood of lines no flood of news.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use futures_core::future::BoxFuture;
use jiff::Timestamp;
use tokio::{runtime::Handle, task::AbortHandle};

use super::{LogDesk, Reading, Step};
use crate::{
    ask::{Answer, Ask},
    facts::Fault,
    flow::Msg,
    logs::{Order, What},
};

/// Who takes the pieces of a long answer, with how long the whole will be.
pub type Piece = Arc<dyn Fn(Vec<u8>, Option<u64>) + Send + Sync>;
/// Who answers what is asked for the log; with somebody who takes pieces, piece by piece.
pub(super) type Answers =
    Box<dyn Fn(Ask, Option<Piece>) -> BoxFuture<'static, Result<Answer, Fault>> + Send>;
/// How many calls to AWS were made so far.
pub(super) type Calls = Box<dyn Fn() -> u64 + Send>;

/// Between two news while lines stream in.
const INTERVAL: Duration = Duration::from_millis(33);

enum Input {
    Order(Order),
    Answered(Reading, Result<Answer, Fault>),
    Piece(Reading, Vec<u8>, Option<u64>),
    Woke(Reading),
    End,
}

/// The other end of the thread. When it is dropped the thread ends.
pub struct LogWorker {
    inputs: Sender<Input>,
}

impl std::fmt::Debug for LogWorker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogWorker").finish_non_exhaustive()
    }
}

impl LogWorker {
    /// None: the system starts no more threads.
    pub fn start(
        answers: Answers,
        calls: Calls,
        messages: Sender<Msg>,
        runtime: Handle,
    ) -> Option<Self> {
        let (inputs, inbox) = channel();
        let work = Work {
            desk: LogDesk::default(),
            answers,
            calls,
            messages,
            runtime,
            inputs: inputs.clone(),
            told: None,
            streaming: None,
        };
        let started = thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || work.run(&inbox));
        match started {
            Ok(_) => Some(Self { inputs }),
            Err(error) => {
                tracing::error!("no thread for the log: {error}");
                None
            }
        }
    }

    pub fn take(&self, order: Order) {
        // A thread that ended has nobody to tell its news to.
        let _ = self.inputs.send(Input::Order(order));
    }
}

impl Drop for LogWorker {
    fn drop(&mut self) {
        let _ = self.inputs.send(Input::End);
    }
}

/// Of orders of one kind that wait, only the newest is worth the work: somebody types.
fn newest(mut waiting: Vec<Input>) -> Vec<Input> {
    let kind = |input: &Input| match input {
        Input::Order(order) => match &order.what {
            What::Filter(_) | What::Search(_) | What::Show(_) => {
                Some((order.log, std::mem::discriminant(&order.what)))
            }
            _ => None,
        },
        _ => None,
    };
    let kinds: Vec<_> = waiting.iter().map(kind).collect();
    let mut at = 0;
    waiting.retain(|_| {
        let later = kinds.get(at + 1..).unwrap_or_default();
        let is_old = kinds[at].is_some() && later.contains(&kinds[at]);
        at += 1;
        !is_old
    });
    waiting
}

struct Work {
    desk: LogDesk,
    answers: Answers,
    calls: Calls,
    messages: Sender<Msg>,
    runtime: Handle,
    inputs: Sender<Input>,
    told: Option<Instant>,
    /// An answer that is still coming in, as long as somebody wants it.
    streaming: Option<AbortHandle>,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.stop_streaming();
    }
}

impl Work {
    fn run(mut self, inbox: &Receiver<Input>) {
        let mut reads = false;
        loop {
            let wait = match reads {
                true => Some(Duration::ZERO),
                false => self.desk.looks_again().map(Duration::from_millis),
            };
            let first = match wait {
                Some(wait) => match inbox.recv_timeout(wait) {
                    Ok(input) => Some(input),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                },
                None => match inbox.recv() {
                    Ok(input) => Some(input),
                    Err(_) => return,
                },
            };
            let asked = first.is_some();
            let waiting = first.into_iter().chain(inbox.try_iter());
            for input in newest(waiting.collect()) {
                match self.take(input) {
                    Some(steps) => self.perform(steps),
                    None => return,
                }
            }
            // Somebody waits for what the order asks: that comes before the next block.
            if asked && !self.tell(true) {
                return;
            }
            reads = self.desk.read_on();
            if !self.tell(!reads) {
                return;
            }
        }
    }

    /// None: nobody wants anything any more.
    fn take(&mut self, input: Input) -> Option<Vec<Step>> {
        Some(match input {
            Input::End => return None,
            Input::Order(order) => {
                if matches!(order.what, What::Open(..) | What::Close | What::Stop) {
                    self.stop_streaming();
                }
                self.desk.take(&order)
            }
            Input::Piece(reading, piece, size) => {
                self.desk.piece(reading, &piece, size);
                Vec::new()
            }
            Input::Answered(reading, result) => {
                let result = result.as_ref().map_err(Clone::clone);
                self.desk.answered(reading, result, Timestamp::now())
            }
            Input::Woke(reading) => self.desk.woke(reading),
        })
    }

    fn stop_streaming(&mut self) {
        if let Some(streaming) = self.streaming.take() {
            streaming.abort();
        }
    }

    fn perform(&mut self, steps: Vec<Step>) {
        for step in steps {
            let inputs = self.inputs.clone();
            match step {
                Step::Ask(reading, ask) => {
                    let answer = (self.answers)(ask, None);
                    self.runtime.spawn(async move {
                        let _ = inputs.send(Input::Answered(reading, answer.await));
                    });
                }
                Step::Stream(reading, ask) => {
                    let pieces = inputs.clone();
                    let piece: Piece = Arc::new(move |piece, size| {
                        let _ = pieces.send(Input::Piece(reading, piece, size));
                    });
                    let answer = (self.answers)(ask, Some(piece));
                    let task = self.runtime.spawn(async move {
                        let _ = inputs.send(Input::Answered(reading, answer.await));
                    });
                    self.streaming = Some(task.abort_handle());
                }
                Step::Wake(reading, after_ms) => {
                    self.runtime.spawn(async move {
                        tokio::time::sleep(Duration::from_millis(after_ms)).await;
                        let _ = inputs.send(Input::Woke(reading));
                    });
                }
            }
        }
    }

    /// False: nobody listens any more.
    fn tell(&mut self, at_once: bool) -> bool {
        let recent = self.told.is_some_and(|told| told.elapsed() < INTERVAL);
        if recent && !at_once {
            return true;
        }
        let Some(news) = self.desk.news() else {
            return true;
        };
        self.told = Some(Instant::now());
        let calls = (self.calls)();
        let news = Box::new(news);
        self.messages.send(Msg::Log { news, calls }).is_ok()
    }
}
