//! What is known of stacks: the listing, what was read of single ones since, and the
//! state that their newest events have.

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;

use crate::{
    ask::cloudformation,
    cause::stack_story::StackStory,
    facts::{EnvironmentName, Stack, StackId},
    flow::Store,
    panes::Cx,
};

/// Every stack that is known, each as it was seen last.
pub fn known_stacks<'a>(environment: &EnvironmentName, store: &'a Store) -> Vec<&'a Stack> {
    let mut single: HashMap<&str, (&Stack, Timestamp)> = HashMap::new();
    for (_, stack, at) in store.each_of::<cloudformation::Stack>(environment) {
        single.insert(stack.name.raw(), (stack, at));
    }
    let listed = store.each_of::<cloudformation::Stacks>(environment).next();
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
        let told = store.told(environment, &stack.id);
        *stack = told.and_then(|told| told.stack.as_ref()).unwrap_or(stack);
    }
    found
}

pub(super) fn stack<'a>(id: &StackId, cx: &Cx<'a>) -> Option<&'a Stack> {
    known_stacks(cx.environment, cx.store)
        .into_iter()
        .find(|stack| stack.id == *id)
}

/// Its events say that it began or ended its work since it was described, or say
/// nothing of it: it is to be described once.
pub(super) fn is_outdated(stack: &Stack, cx: &Cx<'_>) -> bool {
    let described = cx.store.described(cx.environment, &stack.id);
    let told = cx.store.told(cx.environment, &stack.id);
    described
        .zip(told)
        .is_some_and(|(stack, told)| stack.status.in_progress() != told.at_work)
}

/// The story of the stack's newest operation, once it was told.
pub fn newest_story<'a>(
    environment: &EnvironmentName,
    store: &'a Store,
    stack: &Stack,
) -> Option<&'a Arc<StackStory>> {
    store.story(environment, &stack.name)
}
