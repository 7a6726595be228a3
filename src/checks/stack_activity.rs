//! What a stack's events tell of it beyond what was described: events are read again
//! and again while it works, and its own state stands among them.
//!
//! Holds for as long as the stack is not described again, which brings the rest:
//! outputs, drift, parameters.

use super::{StackActivity, Store};
use crate::{
    ask::{Answer, Ask, Question, cloudformation},
    facts::{EnvironmentName, EventExtent, Stack, StackEvent, StackEvents, StackId, StackStatus},
};

impl Store {
    /// What its events told of a stack since it was described.
    pub fn activity(
        &self,
        environment: &EnvironmentName,
        stack: &StackId,
    ) -> Option<&StackActivity> {
        self.activity.get(&(environment.clone(), stack.clone()))
    }

    /// Takes what an answer just brought: of events what they tell, and of stacks
    /// that what their events told before is over.
    pub(super) fn note_activity(&mut self, ask: &Ask, answer: &Answer) {
        let Some(environment) = ask.environment() else {
            return;
        };
        if cloudformation::Stacks::typed(answer).is_some() {
            self.activity.retain(|(of, _), _| of != environment);
        } else if let Some(stack) = cloudformation::Stack::typed(answer) {
            self.activity
                .remove(&(environment.clone(), stack.id.clone()));
        } else if let Some(events) = cloudformation::Events::typed(answer)
            && let Some(asked) = cloudformation::Events::back(ask)
            && let Some(known) = self.described(environment, &events.stack)
            && let Some(activity) = StackActivity::since(known, events, asked.extent)
        {
            let key = (environment.clone(), events.stack.clone());
            self.activity.insert(key, activity);
        }
    }

    /// The stack as it was described last, in the list or by itself.
    pub fn described(&self, environment: &EnvironmentName, id: &StackId) -> Option<&Stack> {
        let singly = self.each_of::<cloudformation::Stack>(environment);
        let singly = singly.map(|(_, stack, at)| (stack, at));
        let listed = self.each_of::<cloudformation::Stacks>(environment);
        let listed =
            listed.flat_map(|(_, all, at)| all.stacks.iter().map(move |stack| (stack, at)));
        let found = singly.chain(listed).filter(|(stack, _)| stack.id == *id);
        found.max_by_key(|(_, at)| *at).map(|(stack, _)| stack)
    }
}

impl StackActivity {
    /// What the events say beyond the description. None: more has to be read.
    fn since(known: &Stack, events: &StackEvents, extent: EventExtent) -> Option<Self> {
        let own = |event: &&StackEvent| event.is_of_the_stack() && event.stack == events.stack;
        let newest = events.events.iter().map(AsRef::as_ref).find(own);
        if newest.is_none() && extent != EventExtent::Operation {
            return None;
        }
        let status = newest.and_then(|event| event.status.as_ref());
        let status = status.map(|status| StackStatus::of(status.raw()));
        Some(Self {
            at_work: status.as_ref().is_some_and(StackStatus::in_progress),
            stack: newest
                .zip(status)
                .and_then(|(event, status)| state(known, event, status)),
        })
    }
}

/// The stack in another state, while it works. The list of events can lag behind: what
/// happened before the stack was written last is of an earlier operation, and of a
/// stack that was at rest the description is the better word.
fn state(known: &Stack, event: &StackEvent, status: StackStatus) -> Option<Stack> {
    let earlier = known.updated.is_some_and(|updated| event.at < updated);
    if earlier || !known.status.in_progress() || status == known.status {
        return None;
    }
    Some(Stack {
        status,
        reason: event.reason.clone(),
        detailed_status: event.detailed_status.clone(),
        ..known.clone()
    })
}
