//! One thread that judges, so that the loop never has to.
//!
//! Of two judgements of one topic that wait, only the newer is worth the work.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use super::Judging;
use crate::{checks::Topic, flow::Msg};

/// Answers come in bursts, above all the first ones: what is judged while the next one
/// is on its way is judged twice, and what counts waits for what does not.
const MOMENT: Duration = Duration::from_millis(1);
/// But a stream of them must not keep anything from being judged.
const LONGEST: Duration = Duration::from_millis(10);

struct Job {
    topic: Topic,
    generation: u64,
    judging: Judging,
}

pub(super) struct Worker {
    outbox: Sender<Msg>,
    /// None: nothing was judged yet, so there is no thread.
    jobs: Option<Sender<Job>>,
}

impl Worker {
    pub(super) fn new(outbox: Sender<Msg>) -> Self {
        Self { outbox, jobs: None }
    }

    pub(super) fn judge(&mut self, topic: Topic, generation: u64, judging: Judging) {
        if self.jobs.is_none() {
            self.start();
        }
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(Job {
                topic,
                generation,
                judging,
            });
        }
    }

    fn start(&mut self) {
        let outbox = self.outbox.clone();
        let (jobs, inbox) = channel();
        let started = thread::Builder::new()
            .name("judge".to_owned())
            .spawn(move || work(&inbox, &outbox));
        match started {
            Ok(_) => self.jobs = Some(jobs),
            // The next judgement tries again.
            Err(error) => tracing::error!("no thread for judging: {error}"),
        }
    }
}

/// Until the loop ends.
fn work(inbox: &Receiver<Job>, outbox: &Sender<Msg>) {
    let mut waiting: VecDeque<Job> = VecDeque::new();
    while let Some(oldest) = waiting.pop_front().or_else(|| inbox.recv().ok()) {
        waiting.push_front(oldest);
        let since = Instant::now();
        while let Ok(newer) = inbox.recv_timeout(MOMENT) {
            waiting.retain(|job| job.topic != newer.topic);
            waiting.push_back(newer);
            if since.elapsed() > LONGEST {
                break;
            }
        }
        if let Some(next) = waiting.pop_front() {
            next.perform(outbox);
        }
    }
}

impl Job {
    /// A panic in a rule costs that judgement, not all that follow.
    fn perform(self, outbox: &Sender<Msg>) {
        let (generation, topic) = (self.generation, self.topic);
        match catch_unwind(AssertUnwindSafe(self.judging)) {
            // After the loop's end nobody listens, and that is fine.
            Ok(conclusion) => drop(outbox.send(Msg::Judged {
                generation,
                topic,
                conclusion,
            })),
            Err(_) => tracing::error!("judging {topic:?} panicked"),
        }
    }
}
