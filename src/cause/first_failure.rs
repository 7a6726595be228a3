//! The first failure of a stack's operation, among the hundreds that followed it.
//!
//! The first by time that is not the consequence of another: a cancelled resource,
//! a summary, a parent that only says that its nested stack failed. What fails
//! while rolling back has a root of its own. A roll back that somebody ordered or
//! continued goes on with the operation before it, and its first failure is there.
//! Reads a borrowed view of the events, so that whoever keeps them need not copy.

mod durations;
mod ending;
mod kinds;
mod spans;

use std::{
    collections::{HashMap, HashSet},
    iter,
};

use jiff::Timestamp;

use self::kinds::Kind;
pub use self::{
    durations::Took,
    ending::Ending,
    spans::{Span, spans},
};
use super::denial;
use crate::facts::Denied;

/// What is needed of one stack event.
#[derive(Clone, Copy, Debug)]
pub struct EventView<'a> {
    pub stack_id: &'a str,
    pub logical_id: &'a str,
    pub physical_id: &'a str,
    pub resource_type: &'a str,
    pub status: &'a str,
    pub reason: Option<&'a str>,
    pub at: Timestamp,
    /// The event tells of a hook that failed and let nothing pass.
    pub hook_stops: bool,
}

impl EventView<'_> {
    /// The event is about the stack as a whole.
    pub fn is_of_stack(&self) -> bool {
        self.physical_id == self.stack_id
    }
}

/// One operation told from its cause. Numbers are places in the events given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub span: Span,
    /// The failure that the others followed from.
    pub root: Option<Failure>,
    /// The first failure while rolling back: what ContinueUpdateRollback stops at.
    pub rollback_root: Option<Failure>,
    /// What ended it beside failures, or without any.
    pub ending: Option<Ending>,
    /// Failures that only followed: cancelled, summed up, or told by a parent.
    pub followers: Vec<usize>,
    /// Old resources that could not be deleted after all else was done.
    pub left_behind: Vec<usize>,
    /// Each resource's work, oldest first.
    pub durations: Vec<Took>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub event: usize,
    /// The refused call that its reason tells of.
    pub denied: Option<Denied>,
    /// The nested stack failed and its events are not among those given.
    pub nested_unread: bool,
}

/// When in its stack's operation an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Forward,
    Rollback,
    Cleanup,
}

/// The newest operation of a stack; None when no event is of it.
/// The events are of the stack and its nested ones, each stack's newest first.
pub fn first_failure(events: &[EventView<'_>], stack: &str) -> Option<Story> {
    let span = spans(events, stack).into_iter().next()?;
    Some(story(events, stack, span))
}

/// The operation in one of the `spans` of a stack.
pub fn story(events: &[EventView<'_>], stack: &str, span: Span) -> Story {
    let order = spans::chronological(events, |event| span.holds(event.at));
    let phases = phases(events, stack, &order);
    let failing: Vec<(usize, Kind, Phase)> = order
        .iter()
        .zip(&phases)
        .filter_map(|(at, phase)| Some((*at, kinds::kind(&events[*at], stack)?, *phase)))
        .collect();
    let nested = Nested::of(events, &order, &failing);
    let mut story = Story {
        durations: durations::durations(events, &order),
        span,
        root: None,
        rollback_root: None,
        ending: ending::of(events, stack, &order),
        followers: Vec::new(),
        left_behind: Vec::new(),
    };
    let root = nested.first(events, &failing, Phase::Forward);
    let rollback = nested.first(events, &failing, Phase::Rollback);
    for (at, kind, phase) in &failing {
        let is_root = Some(*at) == root || Some(*at) == rollback;
        if *phase == Phase::Cleanup && *kind == Kind::Own {
            story.left_behind.push(*at);
        } else if !is_root && nested.is_follower(events, *at, *kind, *phase) {
            story.followers.push(*at);
        }
    }
    let failure = |event: usize| Failure {
        event,
        denied: events[event].reason.and_then(telling),
        nested_unread: kinds::kind(&events[event], stack) == Some(Kind::Embedded),
    };
    story.root = root.map(failure);
    story.rollback_root = rollback.map(failure);
    if let Some(forward) = way_forward(events, stack, &order, &story.span) {
        story.root = story.root.or(forward.root);
        story.ending = story.ending.or(forward.ending);
    }
    story
}

/// The operation that an ordered roll back goes on with; None where there is none, or
/// where its events are not among those given.
fn way_forward(
    events: &[EventView<'_>],
    stack: &str,
    order: &[usize],
    span: &Span,
) -> Option<Story> {
    let mut all = order.iter().map(|at| &events[*at]);
    let first = all.find(|event| event.stack_id == stack && event.is_of_stack())?;
    if spoken(first.status) != Some(Phase::Rollback) {
        return None;
    }
    let mut older = spans(events, stack).into_iter();
    let before = older.find(|one| one.from < span.from)?;
    Some(story(events, stack, before))
}

/// The denial that says most.
fn telling(reason: &str) -> Option<Denied> {
    let mut found = denial::denials(reason);
    let best = found.iter().position(Denied::is_action_known).unwrap_or(0);
    (best < found.len()).then(|| found.swap_remove(best))
}

/// Each event's phase, from what its own stack said of itself before; a nested
/// stack that said nothing goes with the outermost.
fn phases(events: &[EventView<'_>], outermost: &str, order: &[usize]) -> Vec<Phase> {
    let mut of_stack: HashMap<&str, Phase> = HashMap::new();
    let mut phases = Vec::with_capacity(order.len());
    for at in order {
        let event = &events[*at];
        let own = of_stack.get(event.stack_id);
        let phase = own.or_else(|| of_stack.get(outermost)).copied();
        // The event that turns a stack back still tells of the way forward.
        phases.push(phase.unwrap_or(Phase::Forward));
        if event.is_of_stack()
            && let Some(phase) = spoken(event.status)
        {
            of_stack.insert(event.stack_id, phase);
        }
    }
    phases
}

/// The phase that a stack's own status begins.
fn spoken(status: &str) -> Option<Phase> {
    if !status.ends_with("_IN_PROGRESS") {
        return None;
    }
    Some(if status.contains("_CLEANUP_") {
        Phase::Cleanup
    } else if status.contains("ROLLBACK_") {
        Phase::Rollback
    } else {
        Phase::Forward
    })
}

/// Which stack is inside which, and which of them failed.
struct Nested<'a> {
    parents: HashMap<&'a str, &'a str>,
    /// Stacks with a failure of their own, or of one nested in them, and when.
    failed: HashSet<(&'a str, Phase)>,
    /// Resources that a hook stopped, which tells of it itself.
    hooked: HashSet<(&'a str, &'a str)>,
}

/// Deeper nesting than CloudFormation lets anybody build.
const DEEPEST: usize = 32;

impl<'a> Nested<'a> {
    fn of(events: &[EventView<'a>], order: &[usize], failing: &[(usize, Kind, Phase)]) -> Self {
        let mut parents = HashMap::new();
        for event in order.iter().map(|at| &events[*at]) {
            if event.resource_type == kinds::STACK && !event.is_of_stack() {
                parents.insert(event.physical_id, event.stack_id);
            }
        }
        let told = failing.iter();
        let told =
            told.filter(|(_, kind, _)| matches!(kind, Kind::Own | Kind::Hooked | Kind::Embedded));
        let failed = told.map(|(at, _, phase)| (events[*at].stack_id, *phase));
        let stopped = order.iter().map(|at| &events[*at]);
        let stopped = stopped.filter(|event| event.hook_stops);
        let hooked = stopped.map(|event| (event.stack_id, event.logical_id));
        Self {
            hooked: hooked.collect(),
            parents,
            failed: failed.collect(),
        }
    }

    fn depth(&self, stack: &str) -> usize {
        let parents = iter::successors(self.parents.get(stack), |stack| self.parents.get(*stack));
        parents.take(DEEPEST).count()
    }

    fn is_follower(&self, events: &[EventView<'_>], at: usize, kind: Kind, phase: Phase) -> bool {
        match kind {
            Kind::Own => false,
            Kind::Cancelled | Kind::Summary => true,
            Kind::Hooked => {
                let event = &events[at];
                self.hooked.contains(&(event.stack_id, event.logical_id))
            }
            Kind::Embedded => self.failed.contains(&(events[at].physical_id, phase)),
        }
    }

    /// The first of a phase that follows from nothing. At the same moment the
    /// deeper stack was first: its failure is what the parent reports.
    fn first(
        &self,
        events: &[EventView<'_>],
        failing: &[(usize, Kind, Phase)],
        phase: Phase,
    ) -> Option<usize> {
        let mut genuine = failing.iter().filter(|(at, kind, there)| {
            *there == phase && !self.is_follower(events, *at, *kind, phase)
        });
        let (mut first, ..) = *genuine.next()?;
        for (at, ..) in genuine {
            if events[*at].at != events[first].at {
                break;
            }
            if self.depth(events[*at].stack_id) > self.depth(events[first].stack_id) {
                first = *at;
            }
        }
        Some(first)
    }
}
