//! The log that somebody looks at: carries out orders, reads its sources, tells news.
//!
//! One log at a time. Nothing here waits: what is to be asked of the world, and after what
//! time to go on, comes out as steps, so that a thread performs them in the console and a
//! test performs them by itself. Files are read by a block whenever there is time.

mod files;
mod groups;
mod jobs;
mod worker;

use jiff::Timestamp;

use crate::{
    ask::{Answer, Ask},
    facts::Fault,
    logs::{Desk, LogSource, News, Order, Progress, Store, What, Window},
};
use files::Files;
use groups::Groups;
use jobs::Job;
pub use worker::{LogWorker, Piece};

/// How much text of events, pipes and packed files is held; then the oldest lines make room.
const BUDGET: usize = 256 << 20;

/// A question under way: which opening and which of its groups it is of, and how many
/// came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    log: u64,
    group: usize,
    round: u64,
}

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Answered by [`LogDesk::answered`].
    Ask(Reading, Ask),
    /// Pieces of the answer are told by [`LogDesk::piece`], its end by [`LogDesk::answered`].
    Stream(Reading, Ask),
    /// Answered by [`LogDesk::woke`] after so many milliseconds.
    Wake(Reading, u64),
}

#[derive(Debug, Default)]
pub struct LogDesk {
    open: Option<Open>,
    /// Something happened since the last news.
    dirty: bool,
}

#[derive(Debug)]
struct Open {
    desk: Desk,
    log: u64,
    groups: Groups,
    files: Option<Files>,
    job: Option<Job>,
    is_following: bool,
    fault: Option<Fault>,
}

impl LogDesk {
    /// Carries out an order.
    pub fn take(&mut self, order: &Order) -> Vec<Step> {
        self.dirty = true;
        if let What::Open(sources, window) = &order.what {
            let mut open = Open::new(order.log, sources, *window);
            open.desk.take(order);
            let mut steps = open.groups.begin();
            steps.extend(open.job.as_ref().map(Job::begin));
            self.open = Some(open);
            return steps;
        }
        let Some(open) = self.open.as_mut().filter(|open| open.log == order.log) else {
            return Vec::new();
        };
        open.desk.take(order);
        match &order.what {
            What::Close => {
                self.open = None;
                Vec::new()
            }
            What::Follow(follow) => {
                open.is_following = *follow;
                if let Some(files) = &mut open.files {
                    files.follow(*follow);
                }
                open.groups.follow(*follow)
            }
            What::Earlier(to) => open.groups.earlier(*to),
            What::Stop => {
                open.stop();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// An answer; one to an older log, or to a question that was given up, is dropped.
    pub fn answered(
        &mut self,
        reading: Reading,
        result: Result<&Answer, Fault>,
        now: Timestamp,
    ) -> Vec<Step> {
        let Some(open) = self.open.as_mut().filter(|open| open.log == reading.log) else {
            return Vec::new();
        };
        self.dirty = true;
        if let Some(job) = &mut open.job {
            job.answered(result, &mut open.desk);
            open.fault.clone_from(&job.fault);
            return Vec::new();
        }
        let steps = open.groups.answered(reading, result, now, &mut open.desk);
        open.fault = open.groups.fault().cloned();
        steps
    }

    /// A part of an answer that is long, and how long the whole will be.
    pub fn piece(&mut self, reading: Reading, piece: &[u8], size: Option<u64>) {
        let open = self.open.as_mut().filter(|open| open.log == reading.log);
        if let Some((job, desk)) = open.and_then(|open| Some((open.job.as_mut()?, &mut open.desk)))
        {
            self.dirty = true;
            job.piece(piece, size, desk);
        }
    }

    pub fn woke(&mut self, reading: Reading) -> Vec<Step> {
        match self.open.as_mut().filter(|open| open.log == reading.log) {
            Some(open) => open.groups.woke(reading),
            None => Vec::new(),
        }
    }

    /// Reads a block of a file; false: there is nothing to read at present.
    pub fn read_on(&mut self) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let Some(files) = &mut open.files else {
            return false;
        };
        match files.read_on(&mut open.desk) {
            Ok(read) => {
                self.dirty |= read;
                read
            }
            Err(fault) => {
                open.fault = Some(fault);
                self.dirty = true;
                false
            }
        }
    }

    /// After how many milliseconds a file is worth another look; None: by itself nothing comes.
    pub fn looks_again(&self) -> Option<u64> {
        let files = self.open.as_ref()?.files.as_ref()?;
        files.looks_again()
    }

    /// All that a screen shows, if anything happened since it was told last.
    pub fn news(&mut self) -> Option<News> {
        let open = self.open.as_mut().filter(|_| self.dirty)?;
        self.dirty = false;
        let (of_file, job) = (open.files.as_ref(), open.job.as_ref());
        let progress = Progress {
            is_reading: open.groups.is_reading()
                || of_file.is_some_and(Files::is_reading)
                || job.is_some_and(Job::is_reading),
            is_following: open.is_following,
            pages: open.groups.pages(),
            size: of_file.and_then(Files::size).or(job.and_then(Job::size)),
            fault: open.fault.clone(),
        };
        Some(open.desk.news(progress))
    }
}

impl Open {
    fn new(log: u64, sources: &[LogSource], window: Window) -> Self {
        let mut fault = None;
        let job = Job::of(log, sources);
        let (store, files) = match Files::open(sources) {
            Some(Ok((store, files))) => (store, Some(files)),
            Some(Err(why)) => {
                fault = Some(why);
                (Store::piped(), None)
            }
            None if job.is_some() => (Store::piped(), None),
            None => (Store::events(), None),
        };
        let desk = Desk::new(log, store, window, BUDGET);
        Self {
            desk: match job {
                Some(_) => desk.folding(),
                None => desk,
            },
            job,
            log,
            groups: Groups::of(log, sources),
            files,
            is_following: false,
            fault,
        }
    }

    fn stop(&mut self) {
        self.groups.stop(&mut self.desk);
        if let Some(files) = &mut self.files {
            files.stop();
        }
        if let Some(job) = &mut self.job {
            job.stop();
            self.fault.clone_from(&job.fault);
        }
    }
}
