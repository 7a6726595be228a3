//! What is known of stacks: the listing, what was read of single ones since, and the
//! state that their newest events have.

use std::collections::HashMap;

use jiff::Timestamp;

use super::Store;
use crate::{
    ask::cloudformation,
    facts::{EnvironmentName, Stack, StackId, StackName},
};

impl Store {
    /// Every stack that is known, each as it was seen last.
    pub fn stacks(&self, environment: &EnvironmentName) -> Vec<&Stack> {
        let mut single: HashMap<&str, (&Stack, Timestamp)> = HashMap::new();
        for (_, stack, at) in self.each_of::<cloudformation::Stack>(environment) {
            single.insert(stack.name.raw(), (stack, at));
        }
        let listed = self.each_of::<cloudformation::Stacks>(environment).next();
        let mut found: Vec<&Stack> = Vec::new();
        if let Some((_, all, listed_at)) = listed {
            for stack in &all.stacks {
                let newer = single
                    .remove(stack.name.raw())
                    .filter(|(one, at)| *at > listed_at && one.id == stack.id);
                found.push(newer.map_or(stack, |(one, _)| one));
            }
        }
        let mut rest: Vec<&Stack> = single.into_values().map(|(stack, _)| stack).collect();
        rest.retain(|stack| listed.is_none() && !stack.status.is_deleted());
        rest.sort_by_key(|stack| stack.name.raw());
        found.extend(rest);
        for stack in &mut found {
            let activity = self.activity(environment, &stack.id);
            *stack = activity
                .and_then(|activity| activity.stack.as_ref())
                .unwrap_or(stack);
        }
        found
    }

    pub fn stack(&self, environment: &EnvironmentName, id: &StackId) -> Option<&Stack> {
        let mut stacks = self.stacks(environment).into_iter();
        stacks.find(|stack| stack.id == *id)
    }

    pub fn stack_named(&self, environment: &EnvironmentName, name: &StackName) -> Option<&Stack> {
        let mut stacks = self.stacks(environment).into_iter();
        stacks.find(|stack| stack.name == *name)
    }

    /// Its events say that it began or ended its work since it was described, or say
    /// nothing of it: it is to be described once.
    pub fn is_outdated(&self, environment: &EnvironmentName, stack: &Stack) -> bool {
        let described = self.described(environment, &stack.id);
        let activity = self.activity(environment, &stack.id);
        described
            .zip(activity)
            .is_some_and(|(stack, activity)| stack.status.in_progress() != activity.at_work)
    }
}
