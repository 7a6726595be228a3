//! What the stacks pane asks beyond its checks, and what its view rests on.

use std::collections::HashSet;

use super::{Open, Stacks, view::View};
use crate::{
    ask::{Ask, Question, cloudformation, repo},
    checks::{Check, Registered, Topic, change_set::ChangeSetReview, stack::LastOperation, stacks},
    facts::{Fault, Settings, Stack, StackId, StackName, TemplateSource, stack::ChangeSetStatus},
    panes::Cx,
};

/// The templates that the project names for the stack.
pub(super) fn template_sources<'a>(
    settings: &'a Settings,
    stack: &StackName,
) -> impl Iterator<Item = &'a TemplateSource> {
    let sources = settings.drift.iter().flat_map(|drift| &drift.template);
    sources.filter(move |source| source.stack == *stack)
}

/// The stack that is looked at: the opened one, else the one whose detail is shown.
pub(super) fn looked_at(pane: &Stacks) -> Option<&StackId> {
    let open = pane.open.as_ref().map(|open| &open.stack);
    open.or(pane.cursor.detail_of())
}

fn stack_looked_at<'a>(pane: &Stacks, cx: &Cx<'a>) -> Option<&'a Stack> {
    cx.store.stack(cx.environment, looked_at(pane)?)
}

/// The stacks were read, or as many of them as may be.
pub(super) fn is_list_read(cx: &Cx<'_>) -> bool {
    let asks = stacks::Stacks::of(cx.environment).listing(cx.settings, cx.store);
    let all = asks.iter().all(|ask| cx.store.answer(ask).is_some());
    all || !cx.store.stacks(cx.environment).is_empty()
}

/// The list, and the story that is looked at.
fn basis(pane: &Stacks, cx: &Cx<'_>) -> Vec<Ask> {
    let mut asks = stacks::Stacks::of(cx.environment).listing(cx.settings, cx.store);
    let Some(stack) = stack_looked_at(pane, cx) else {
        return asks;
    };
    let opened = pane.open.as_ref();
    let opened = opened.is_some_and(|open| open.view.is_of_events());
    let operation = LastOperation::of(cx.environment, &stack.name);
    asks.extend(operation.asks_when(opened, cx.settings, cx.store));
    asks
}

pub(super) fn wants(pane: &Stacks, cx: &Cx<'_>) -> Vec<Ask> {
    let mut asks = basis(pane, cx);
    if cx.store.caller(cx.environment).is_none() {
        return asks;
    }
    if let Some(stack) = stack_looked_at(pane, cx) {
        if cx.store.is_outdated(cx.environment, stack) {
            let stack = cloudformation::Stack(stack.name.clone());
            asks.push(stack.of(cx.environment).into());
        }
        // A change set can be made from it.
        let mut sources = template_sources(cx.settings, &stack.name);
        let templates: Ask = repo::Templates.here().into();
        if sources.next().is_some() && !asks.contains(&templates) {
            asks.push(templates);
        }
    }
    if let Some((_, of_review)) = opened_change_set(pane, cx) {
        asks.extend(of_review);
    }
    if let Some(open) = &pane.open {
        asks.extend(of_view(open, cx));
        if open.view == View::Drift {
            // What drifted can be put back from it.
            asks.push(deployed(open, cx));
        }
        asks.extend(of_failed(open, cx));
    }
    if let Some(detection) = &pane.detection {
        asks.extend(detection.wants(cx.environment));
    }
    let mut seen = HashSet::new();
    asks.retain(|ask| seen.insert(ask.clone()));
    asks
}

fn deployed(open: &Open, cx: &Cx<'_>) -> Ask {
    let stack = open.name.clone();
    let template = cloudformation::Template { stack };
    template.of(cx.environment).into()
}

/// The change set that is looked at, and what it is judged by: the template in force too.
fn opened_change_set(pane: &Stacks, cx: &Cx<'_>) -> Option<(ChangeSetReview, Vec<Ask>)> {
    let open = pane.open.as_ref()?;
    let review = ChangeSetReview::of(cx.environment, open.change_set.as_ref()?);
    let mut asks = vec![deployed(open, cx)];
    asks.extend(review.asks(cx.settings, cx.store));
    Some((review, asks))
}

/// None: no stack is looked at, and the list is shown as it was read.
pub(super) fn judges(pane: &Stacks, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
    let mut basis = basis(pane, cx);
    if let Some((review, asks)) = opened_change_set(pane, cx) {
        basis.extend(asks);
        return Some((review.topic(), basis));
    }
    let stack = stack_looked_at(pane, cx)?;
    let operation = LastOperation::of(cx.environment, &stack.name);
    // Shown until the rest is read.
    let [page, ..] = operation.events();
    basis.push(page.into());
    Some((operation.topic(), basis))
}

/// What the opened view shows besides the story.
fn of_view(open: &Open, cx: &Cx<'_>) -> Option<Ask> {
    let (name, environment) = (open.name.clone(), cx.environment);
    Some(match (open.view, &open.change_set) {
        (View::ChangeSets, Some(id)) => {
            cloudformation::ChangeSet(id.clone()).of(environment).into()
        }
        (View::ChangeSets, None) => cloudformation::ChangeSets(name).of(environment).into(),
        (View::Resources, _) => cloudformation::Resources(name).of(environment).into(),
        (View::Template, _) => cloudformation::Template { stack: name }
            .of(environment)
            .into(),
        (View::Drift, _) => cloudformation::ResourceDrifts(name).of(environment).into(),
        (View::Story | View::Events | View::Timeline | View::Values, _) => return None,
    })
}

/// What is wrong with the opened change set, where it failed and not for being empty.
fn of_failed(open: &Open, cx: &Cx<'_>) -> Option<Ask> {
    let set = view_answer::<cloudformation::ChangeSet>(open, cx)?;
    let failed = set.status == ChangeSetStatus::Failed && !set.is_empty();
    let failures = || cloudformation::ChangeSetFailures(set.id.clone()).of(cx.environment);
    failed.then(|| failures().into())
}

/// Whether what the view rests on is there.
pub(super) fn is_read(open: &Open, cx: &Cx<'_>) -> bool {
    match open.view {
        View::Values | View::Story => true,
        View::Events | View::Timeline => cx.store.story(cx.environment, &open.name).is_some(),
        _ => of_view(open, cx).is_some_and(|ask| cx.store.answer(&ask).is_some()),
    }
}

/// The fault of what the view rests on, if it has one.
pub(super) fn view_fault<'a>(open: &Open, cx: &Cx<'a>) -> Option<&'a Fault> {
    cx.store.fault(&of_view(open, cx)?)
}

/// The answer of the view's own ask, where that is this question.
pub(super) fn view_answer<'a, Q: Question>(open: &Open, cx: &Cx<'a>) -> Option<&'a Q::Answer> {
    cx.store.load(&of_view(open, cx)?)?.of::<Q>()
}
