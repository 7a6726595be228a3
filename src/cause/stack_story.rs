//! A stack's newest operation, told from its cause, with whose fault a refusal is.
//!
//! Owns what it tells, so that it can be drawn and written down long after it was
//! made; making it walks every event, so it is made off the drawing task.

mod culprit;
mod merged;

pub(super) use culprit::side;
pub use culprit::{Culprit, DeclaringStack, TemplateDocument};

use std::{collections::HashSet, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use super::first_failure::Ending;
use super::first_failure::{self, EventView, Failure, Story};
use crate::facts::{
    AccountId, Authorization, Codified, Denied, Fault, LogicalId, Remote, RoleName, StackEvent,
    StackEvents, Unknown, stack::ResourceStatus,
};

/// What the story is told from.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    pub events: Option<Arc<StackEvents>>,
    /// The live roles, where they were read.
    pub live: Option<Arc<Authorization>>,
    /// Why they were not.
    pub live_fault: Option<Fault>,
    pub codified: Option<Arc<Codified>>,
    /// Documents that templates of the repository declare.
    pub templates: Vec<TemplateDocument>,
    /// Stacks that declare the roles.
    pub declared: Vec<DeclaringStack>,
}

/// The newest operation of a stack. Numbers are places in `events`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackStory {
    /// Newest first: the stack's and the nested ones'.
    pub events: Vec<ToldEvent>,
    pub from: Option<Timestamp>,
    /// None: the operation is under way, or nothing is known of it.
    pub until: Option<Timestamp>,
    /// The operation's first event is among those read.
    pub reached_start: bool,
    pub root: Option<ToldFailure>,
    /// What ContinueUpdateRollback would stop at.
    pub rollback_root: Option<ToldFailure>,
    /// What ended it beside failures, or without any.
    pub ending: Option<Ending>,
    /// How many failures only followed, those that sum others up included.
    pub followers: usize,
    pub left_behind: usize,
    /// Each piece of work on a resource, in the order in which it began.
    pub bars: Vec<Bar>,
    /// Nested stacks whose events could not be read, and why.
    pub unread: Vec<(LogicalId, Fault)>,
    /// Older events were dropped at a bound.
    pub cut: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldEvent {
    pub event: Arc<StackEvent>,
    pub mark: EventMark,
    /// It ended work that took so long.
    pub took: Option<SignedDuration>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventMark {
    #[default]
    Plain,
    /// The failure that the others followed from.
    Root,
    /// The first failure while rolling back.
    RollbackRoot,
    /// Somebody cancelled it, or it was turned down.
    Ending,
    /// Failed because another did.
    Follower,
    /// An old resource that could not be deleted after all else was done.
    LeftBehind,
    /// Of an operation before this one.
    Earlier,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldFailure {
    pub event: usize,
    pub denied: Option<Denied>,
    /// A nested stack failed and its events were not read.
    pub nested_unread: bool,
    pub culprit: Option<Culprit>,
}

/// Work on one resource. Numbers are places in `events`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub began: usize,
    pub ended: Option<usize>,
}

impl StackStory {
    pub fn told(&self, failure: &ToldFailure) -> Option<&StackEvent> {
        Some(&self.events.get(failure.event)?.event)
    }

    /// What ended the operation though nothing failed, in a sentence.
    pub fn ended(&self) -> Option<String> {
        let ending = self.ending?;
        let event = &self.events.get(ending.event())?.event;
        let said = event.said().map_or("no reason is given", Remote::raw);
        Some(match ending {
            Ending::Cancelled(_) => {
                let how = match event.status {
                    Some(ResourceStatus::DeleteInProgress) => "ordered its deletion",
                    _ => "cancelled it",
                };
                let before = match self.root.is_some() && !self.ordered_before_failing() {
                    true => "after the first failure",
                    false => "and nothing had failed before",
                };
                format!("somebody {how} while it was under way, {before}")
            }
            Ending::TurnedDown(_) => {
                format!("CloudFormation turned the deletion down: {said}")
            }
        })
    }

    /// A person's order came before the first failure: the newest event is the first.
    pub fn ordered_before_failing(&self) -> bool {
        let ending = self.ending.map(Ending::event);
        let root = self.root.as_ref().map(|root| root.event);
        ending.zip(root).is_some_and(|(ending, root)| ending > root)
    }

    /// How many resources failed only because another did: a stack that sums its
    /// resources up is none of them.
    pub fn followed(&self) -> usize {
        let follows = |told: &&ToldEvent| told.mark == EventMark::Follower;
        let resources = self.events.iter().filter(follows);
        resources
            .filter(|told| !told.event.is_of_the_stack())
            .count()
    }

    /// What was not read of the roles that were refused something, each once.
    pub fn unknown(&self) -> Vec<&Unknown> {
        let failures = self.root.iter().chain(&self.rollback_root);
        let blames = failures.filter_map(|failure| failure.culprit.as_ref());
        let mut found: Vec<&Unknown> = Vec::new();
        for unknown in blames.flat_map(|culprit| &culprit.unread) {
            if !found.contains(&unknown) {
                found.push(unknown);
            }
        }
        found
    }

    /// The roles of the account that were refused something, each once: forward and
    /// back may be different ones.
    pub fn roles(&self, account: &AccountId) -> Vec<RoleName> {
        let ours = |denied: &&Denied| denied.account().is_none_or(|of| of == *account);
        let roles = self.denied().filter(ours).filter_map(Denied::role);
        let mut seen = HashSet::new();
        roles.filter(|role| seen.insert(role.clone())).collect()
    }

    /// The refusals that the failures tell of: whoever explains them needs their roles.
    pub fn denied(&self) -> impl Iterator<Item = &Denied> {
        let failures = self.root.iter().chain(&self.rollback_root);
        failures.filter_map(|failure| failure.denied.as_ref())
    }
}

/// Tells the newest operation; empty when there are no events.
pub fn tell(inputs: &Inputs) -> StackStory {
    let Some(read) = inputs.events.as_deref() else {
        return StackStory::default();
    };
    let events = merged::events(read);
    let views: Vec<EventView<'_>> = events.iter().map(|event| merged::view(event)).collect();
    let story = first_failure::first_failure(&views, read.stack.raw());
    let nested = read.nested.iter();
    let unread = nested.filter_map(|it| Some((it.logical_id.clone(), it.fault.clone()?)));
    let mut told = StackStory {
        events: events.into_iter().map(plain).collect(),
        cut: read.cut,
        unread: unread.collect(),
        ..StackStory::default()
    };
    if let Some(story) = story {
        told.mark(story, inputs);
    }
    told
}

fn plain(event: Arc<StackEvent>) -> ToldEvent {
    ToldEvent {
        event,
        mark: EventMark::Plain,
        took: None,
    }
}

impl StackStory {
    fn mark(&mut self, story: Story, inputs: &Inputs) {
        self.from = Some(story.span.from);
        self.until = story.span.until;
        self.reached_start = story.span.reached_start;
        self.followers = story.followers.len();
        // Each is tried three times before it is left.
        let resource = |at: &usize| {
            let event = &self.events.get(*at)?.event;
            let id = event.physical_id.clone();
            Some((event.stack.clone(), event.logical_id.clone(), id))
        };
        let tried: HashSet<_> = story.left_behind.iter().filter_map(resource).collect();
        self.left_behind = tried.len();
        self.ending = story.ending;
        let ending = story.ending.map(Ending::event);
        let followers: HashSet<usize> = story.followers.into_iter().collect();
        let left: HashSet<usize> = story.left_behind.into_iter().collect();
        let at = |failure: &Option<Failure>| failure.as_ref().map(|failure| failure.event);
        let (root, rollback) = (at(&story.root), at(&story.rollback_root));
        for (place, told) in self.events.iter_mut().enumerate() {
            told.mark = match place {
                place if Some(place) == root => EventMark::Root,
                place if Some(place) == rollback => EventMark::RollbackRoot,
                place if Some(place) == ending => EventMark::Ending,
                place if followers.contains(&place) => EventMark::Follower,
                place if left.contains(&place) => EventMark::LeftBehind,
                _ if !story.span.holds(told.event.at) => EventMark::Earlier,
                _ => EventMark::Plain,
            };
        }
        for took in &story.durations {
            if let Some(ended) = took.ended {
                self.events[ended].took = took.took;
            }
        }
        let bars = story.durations.iter().map(|took| Bar {
            began: took.began,
            ended: took.ended,
        });
        self.bars = bars.collect();
        let explained = |failure: Failure| {
            let at = self.events[failure.event].event.at;
            let denied = failure.denied.as_ref();
            ToldFailure {
                event: failure.event,
                nested_unread: failure.nested_unread,
                culprit: denied.map(|denied| culprit::culprit(denied, at, inputs)),
                denied: failure.denied,
            }
        };
        self.root = story.root.map(explained);
        self.rollback_root = story.rollback_root.map(explained);
    }
}
