//! The events that this session has read, by stack: contiguous from the newest
//! backwards, each once, within bounds.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::facts::{OperationId, StackEvent, StackId, StackName, StackStatus, stack::EventId};

/// Of each stack, the newest.
const MAX_EVENTS: usize = 20_000;
/// Of all stacks together: those not looked at for longest are forgotten.
const MAX_IN_ALL: usize = 2 * MAX_EVENTS;
const MAX_STACKS: usize = 200;
/// What failed in an operation that is over stays so, but may be told late.
const FAILURES_STAND: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub(in crate::edge::aws) struct Cache {
    stacks: Mutex<HashMap<StackName, Arc<Entry>>>,
    /// DescribeEvents is denied or unknown here: it is not tried again.
    pub(super) no_describe_events: AtomicBool,
}

#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Held while the newest page is read: two asks at once read it once.
    pub(super) reading: tokio::sync::Mutex<()>,
    pub(super) known: Mutex<Option<Known>>,
}

/// What became of turning to older events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turned {
    Page,
    /// There is nothing older, or no room for it.
    End,
}

/// How it goes on behind the oldest event that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Older {
    Token(String),
    Nothing,
    /// There was more than is kept.
    Cut,
}

#[derive(Debug)]
pub(super) struct Known {
    pub(super) stack: StackId,
    /// Newest first.
    pub(super) events: Vec<Arc<StackEvent>>,
    ids: HashSet<EventId>,
    pub(super) older: Older,
    /// When the newest page was read.
    read_at: Instant,
    /// The newest that its parent said of it when it was read.
    pub(super) mentioned: Option<EventId>,
    /// What DescribeEvents named of operations that are over, and when.
    failures: HashMap<OperationId, (Instant, Vec<Arc<StackEvent>>)>,
}

impl Cache {
    pub(super) fn entry(&self, name: &StackName) -> Arc<Entry> {
        Arc::clone(self.stacks.lock().entry(name.clone()).or_default())
    }

    /// Forgets other stacks until the bounds hold; they are read again when asked for.
    pub(super) fn make_room(&self, for_name: &StackName) {
        let mut stacks = self.stacks.lock();
        loop {
            let total: usize = stacks.values().map(|entry| entry.len()).sum();
            let others = stacks.iter().filter(|(name, _)| *name != for_name);
            let oldest = others.min_by_key(|(_, entry)| entry.read_at());
            match oldest.map(|(name, _)| name.clone()) {
                Some(oldest) if total > MAX_IN_ALL || stacks.len() > MAX_STACKS => {
                    stacks.remove(&oldest);
                }
                _ => return,
            }
        }
    }

    /// Looks at what is known of a stack; None when nothing is.
    pub(super) fn with<T>(&self, name: &StackName, look: impl FnOnce(&Known) -> T) -> Option<T> {
        let entry = self.stacks.lock().get(name).cloned()?;
        let known = entry.known.lock();
        known.as_ref().map(look)
    }

    /// As `with`, to note something of what is known.
    pub(super) fn note(&self, name: &StackName, note: impl FnOnce(&mut Known)) {
        let entry = self.stacks.lock().get(name).cloned();
        if let Some(entry) = entry
            && let Some(known) = entry.known.lock().as_mut()
        {
            note(known);
        }
    }
}

impl Entry {
    fn len(&self) -> usize {
        self.known
            .lock()
            .as_ref()
            .map_or(0, |known| known.events.len())
    }

    pub(super) fn read_at(&self) -> Option<Instant> {
        self.known.lock().as_ref().map(|known| known.read_at)
    }
}

impl Known {
    pub(super) fn new(stack: StackId, page: Vec<StackEvent>, older: Older) -> Self {
        let mut known = Self {
            stack,
            events: Vec::new(),
            ids: HashSet::new(),
            older,
            read_at: Instant::now(),
            mentioned: None,
            failures: HashMap::new(),
        };
        known.take(page);
        known
    }

    pub(super) fn knows_any(&self, page: &[StackEvent]) -> bool {
        page.iter().any(|event| self.ids.contains(&event.id))
    }

    /// Newer events, which go over into those that are known.
    pub(super) fn take_newer(&mut self, page: Vec<StackEvent>) {
        self.take(page);
        self.read_at = Instant::now();
    }

    pub(super) fn take_older(&mut self, page: Vec<StackEvent>, older: Older) {
        self.older = older;
        self.take(page);
    }

    fn take(&mut self, page: Vec<StackEvent>) {
        for event in page {
            if self.ids.insert(event.id.clone()) {
                self.events.push(Arc::new(event));
            }
        }
        // Stable: of the same moment those read first stay first, as the service put them.
        self.events.sort_by_key(|event| Reverse(event.at));
        if self.events.len() > MAX_EVENTS {
            for gone in self.events.drain(MAX_EVENTS..) {
                self.ids.remove(&gone.id);
            }
            self.older = Older::Cut;
        }
    }

    fn newest_operation(&self) -> &[Arc<StackEvent>] {
        let start = self
            .events
            .iter()
            .position(|event| event.starts_operation());
        &self.events[..start.map_or(self.events.len(), |at| at + 1)]
    }

    pub(super) fn reached_start(&self) -> bool {
        self.events.iter().any(|event| event.starts_operation())
    }

    /// The start of the way forward is known: of what an ordered or continued roll back
    /// goes back from, too.
    pub(super) fn reached_forward(&self) -> bool {
        let mut starts = self.events.iter().filter(|event| event.starts_operation());
        starts.any(|event| !event.goes_back())
    }

    /// The operations that the newest events belong to, newest first: an update
    /// and the rollback it ended in.
    pub(super) fn operations(&self) -> Vec<OperationId> {
        let mut operations: Vec<OperationId> = Vec::new();
        for event in self.newest_operation() {
            if let Some(id) = &event.operation
                && !operations.contains(id)
            {
                operations.push(id.clone());
            }
        }
        operations
    }

    /// The newest word on the stack as a whole is that it does something.
    pub(super) fn is_at_work(&self) -> bool {
        self.status().is_some_and(|status| status.in_progress())
    }

    /// None: what was read so far does not say it.
    fn status(&self) -> Option<StackStatus> {
        let mut events = self.events.iter();
        let newest = events.find(|event| event.is_of_the_stack())?;
        Some(StackStatus::of(newest.status.as_ref()?.raw()))
    }

    /// What failed in an operation, where it was asked after its end and not long ago.
    pub(super) fn failures(&self, of: &OperationId) -> Option<Vec<Arc<StackEvent>>> {
        let (at, failures) = self.failures.get(of)?;
        (at.elapsed() < FAILURES_STAND).then(|| failures.clone())
    }

    pub(super) fn keep_failures(&mut self, of: &OperationId, failures: &[Arc<StackEvent>]) {
        // Before its end is known, more of it may fail.
        if self.status().is_some_and(|status| !status.in_progress()) {
            self.failures
                .retain(|_, (at, _)| at.elapsed() < FAILURES_STAND);
            let kept = (Instant::now(), failures.to_vec());
            self.failures.insert(of.clone(), kept);
        }
    }
}
