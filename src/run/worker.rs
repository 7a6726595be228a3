//! One thread that judges, so that the loop never has to.
//!
//! Of two judgements of one topic that wait, only the newer is worth the work.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use super::{Judging, Outbox};
use crate::{checks::Topic, flow::Msg};

struct Job {
    topic: Topic,
    generation: u64,
    judging: Judging,
}

#[derive(Default)]
struct JobQueue {
    jobs: Mutex<Vec<Job>>,
    arrived: Condvar,
}

pub(super) struct Worker {
    queue: Arc<JobQueue>,
    outbox: Outbox,
    running: bool,
}

impl Worker {
    pub(super) fn new(outbox: Outbox) -> Self {
        Self {
            queue: Arc::default(),
            outbox,
            running: false,
        }
    }

    pub(super) fn judge(&mut self, topic: Topic, generation: u64, judging: Judging) {
        {
            let mut jobs = self.queue.jobs();
            jobs.retain(|job| job.topic != topic);
            jobs.push(Job {
                topic,
                generation,
                judging,
            });
        }
        self.queue.arrived.notify_one();
        if !self.running {
            self.start();
        }
    }

    fn start(&mut self) {
        let (queue, outbox) = (Arc::clone(&self.queue), self.outbox.clone());
        let started = thread::Builder::new()
            .name("judge".to_owned())
            .spawn(move || {
                loop {
                    queue.next().perform(&outbox);
                }
            });
        match started {
            Ok(_) => self.running = true,
            // The job stays on the desk and the next one tries again.
            Err(error) => tracing::error!("no thread for judging: {error}"),
        }
    }
}

impl JobQueue {
    fn jobs(&self) -> MutexGuard<'_, Vec<Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Job {
        let mut jobs = self.jobs();
        loop {
            if !jobs.is_empty() {
                return jobs.remove(0);
            }
            jobs = self
                .arrived
                .wait(jobs)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Job {
    /// A panic in a rule costs that judgement, not all that follow.
    fn perform(self, outbox: &Outbox) {
        let (generation, topic) = (self.generation, self.topic);
        match catch_unwind(AssertUnwindSafe(self.judging)) {
            Ok(conclusion) => outbox.send(Msg::Judged {
                generation,
                topic,
                conclusion,
            }),
            Err(_) => tracing::error!("judging {topic:?} panicked"),
        }
    }
}
