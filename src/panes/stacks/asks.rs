//! What the stacks pane needs to know, in the order in which it becomes askable.

use std::collections::HashSet;

use super::{Open, Stacks, known, view::View};
use crate::{
    ask::{Ask, AskOf, Question, cloudformation, iam, repo, sts},
    facts::{
        ChangeSetId, EnvironmentName, EventExtent, Fault, FaultKind, Settings, Stack, StackId,
        StackName, TemplateSource, stack::ChangeSetStatus,
    },
    flow::{Store, Topic},
    gate::NestedState,
    panes::Cx,
};

/// Sources of templates that are looked through for a role.
const MOST_SOURCES: usize = 8;

/// The list. Where the account's stacks may not be listed, the watched ones by name.
pub fn listing(settings: &Settings, environment: &EnvironmentName, store: &Store) -> Vec<Ask> {
    let identity = sts::CallerIdentity.of(environment).into();
    if store.caller(environment).is_none() {
        return vec![identity];
    }
    let all = cloudformation::Stacks.of(environment);
    let fault = store.load(&all).and_then(|load| load.fault.as_ref());
    let denied = fault.is_some_and(|(fault, _)| matches!(fault.kind, FaultKind::Denied { .. }));
    let mut asks = vec![identity, all.into()];
    if denied {
        let one = |name: &StackName| cloudformation::Stack(name.clone()).of(environment).into();
        asks.extend(settings.stacks.watch.iter().map(one));
    }
    asks
}

/// How far the events of a stack are read: what failed, or all that it did.
fn extent(stack: &Stack, opened: bool) -> Option<EventExtent> {
    match () {
        () if opened || stack.status.in_progress() => Some(EventExtent::Operation),
        () if stack.status.is_failed() => Some(EventExtent::Failures),
        // Its events say what was not done; none of them need be a failure.
        () if stack.tells_of_failure() => Some(EventExtent::Operation),
        () => None,
    }
}

/// The ways to ask for a stack's events: the newest page, what failed, the operation.
pub(super) fn events_asks(
    environment: &EnvironmentName,
    stack: &StackName,
) -> [AskOf<cloudformation::Events>; 3] {
    use EventExtent::{Failures, FirstPage, Operation};
    [FirstPage, Failures, Operation].map(|extent| {
        let stack = stack.clone();
        cloudformation::Events { stack, extent }.of(environment)
    })
}

/// A stack's events, and, once they tell of a refusal, whose fault that is.
pub fn story_of(
    settings: &Settings,
    environment: &EnvironmentName,
    store: &Store,
    stack: &Stack,
    opened: bool,
) -> Vec<Ask> {
    let Some(extent) = extent(stack, opened) else {
        return Vec::new();
    };
    let [page, failures, whole] = events_asks(environment, &stack.name);
    // Of ten thousand events the newest page comes first, in one call.
    let goes_on = store.load(&whole).is_some()
        || [&page, &failures]
            .iter()
            .any(|ask| store.answer(ask).is_some());
    let events = match extent {
        EventExtent::Operation if goes_on => whole,
        EventExtent::Failures => failures,
        EventExtent::FirstPage | EventExtent::Operation => page,
    };
    let mut asks = vec![events.into()];
    let story = store.story(environment, &stack.name);
    let (Some(story), Some(caller)) = (story, store.caller(environment)) else {
        return asks;
    };
    // Another account's roles are not ours to read.
    let roles = story.roles(&caller.account);
    if roles.is_empty() {
        return asks;
    }
    asks.push(iam::Roles(roles).of(environment).into());
    if let Some(drift) = &settings.drift {
        if drift.describes(environment) {
            asks.push(repo::Codified.here().into());
        }
        let listed = known::known_stacks(environment, store);
        let here = |name: &&StackName| listed.iter().any(|stack| stack.name == **name);
        let sources = drift.template.iter().map(|source| &source.stack);
        let of_source = |name: &StackName| -> [Ask; 2] {
            [
                cloudformation::Stack(name.clone()).of(environment).into(),
                cloudformation::Resources(name.clone())
                    .of(environment)
                    .into(),
            ]
        };
        let sources = sources.filter(here).take(MOST_SOURCES);
        asks.extend(sources.flat_map(of_source));
        if !drift.template.is_empty() {
            asks.push(repo::Templates.here().into());
        }
    }
    asks
}

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

pub(super) fn wants(pane: &Stacks, cx: &Cx<'_>) -> Vec<Ask> {
    let mut asks = basis(pane, cx);
    if cx.store.caller(cx.environment).is_none() {
        return asks;
    }
    if let Some(stack) = looked_at(pane).and_then(|id| known::stack(id, cx))
        && known::is_outdated(stack, cx)
    {
        let stack = cloudformation::Stack(stack.name.clone());
        asks.push(stack.of(cx.environment).into());
    }
    if let Some(stack) = looked_at(pane).and_then(|id| known::stack(id, cx)) {
        // A change set can be made from it.
        let mut sources = template_sources(cx.settings, &stack.name);
        let templates: Ask = repo::Templates.here().into();
        if sources.next().is_some() && !asks.contains(&templates) {
            asks.push(templates);
        }
    }
    if let Some((open, id)) = opened_change_set(pane) {
        asks.extend(of_change_set(open, id, cx));
    }
    if let Some(open) = &pane.open {
        asks.extend(of_view(open, cx));
        if open.view == View::Drift {
            // What drifted can be put back from it.
            let stack = open.name.clone();
            let template = cloudformation::Template { stack };
            asks.push(template.of(cx.environment).into());
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

fn opened_change_set(pane: &Stacks) -> Option<(&Open, &ChangeSetId)> {
    let open = pane.open.as_ref()?;
    Some((open, open.change_set.as_ref()?))
}

/// Change sets that are read with one that is opened: its own and its nested ones.
const MOST_CHANGE_SETS: usize = 1 + NestedState::MOST;

/// What a change set is judged by: itself, the templates in force and proposed, the
/// roles in it, and the same of the change sets of nested stacks.
fn of_change_set(open: &Open, id: &ChangeSetId, cx: &Cx<'_>) -> Vec<Ask> {
    let template = |stack| cloudformation::Template { stack }.of(cx.environment).into();
    let mut wanted: Vec<Ask> = vec![template(open.name.clone())];
    let (mut roles, mut sets, mut at) = (Vec::new(), vec![id.clone()], 0);
    while let Some(id) = sets.get(at).filter(|_| at < MOST_CHANGE_SETS).cloned() {
        at += 1;
        let set = cloudformation::ChangeSet(id.clone()).of(cx.environment);
        if let Some(found) = cx.store.get(&set) {
            let stack = known::stack(&found.stack, cx);
            let stack = stack.map_or_else(|| found.stack.as_name(), |stack| stack.name.clone());
            wanted.extend((at > 1).then(|| template(stack)));
            roles.extend(Some(found.roles()).filter(|roles| !roles.is_empty()));
            let nested = found
                .changes
                .iter()
                .filter_map(|change| change.nested.clone());
            let new: Vec<_> = nested.filter(|id| !sets.contains(id)).collect();
            sets.extend(new);
        }
        let proposed = cloudformation::Proposed(id).of(cx.environment);
        wanted.extend([set.into(), proposed.into()]);
    }
    let role = |names| iam::Roles(names).of(cx.environment).into();
    wanted.extend(roles.into_iter().map(role));
    wanted
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

/// The list, and the story or the change set that is looked at.
fn basis(pane: &Stacks, cx: &Cx<'_>) -> Vec<Ask> {
    let mut asks = listing(cx.settings, cx.environment, cx.store);
    let Some(stack) = looked_at(pane).and_then(|id| known::stack(id, cx)) else {
        return asks;
    };
    let opened = pane
        .open
        .as_ref()
        .is_some_and(|open| matches!(open.view, View::Story | View::Events | View::Timeline));
    asks.extend(story_of(
        cx.settings,
        cx.environment,
        cx.store,
        stack,
        opened,
    ));
    asks
}

pub(super) fn judges(pane: &Stacks, cx: &Cx<'_>) -> (Topic, Vec<Ask>) {
    let environment = cx.environment.clone();
    let mut basis = basis(pane, cx);
    if let Some((open, id)) = opened_change_set(pane) {
        basis.extend(of_change_set(open, id, cx));
        return (Topic::ChangeSet(environment, id.clone()), basis);
    }
    let stack = looked_at(pane).and_then(|id| known::stack(id, cx));
    let name = stack.map_or_else(|| StackName::from(""), |stack| stack.name.clone());
    // Shown until the rest is read.
    let [page, ..] = events_asks(cx.environment, &name);
    basis.push(page.into());
    (Topic::Stack(environment, name), basis)
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
    let load = cx.store.load(&of_view(open, cx)?)?;
    load.fault.as_ref().map(|(fault, _)| fault)
}

/// The answer of the view's own ask, where that is this question.
pub(super) fn view_answer<'a, Q: Question>(open: &Open, cx: &Cx<'a>) -> Option<&'a Q::Answer> {
    cx.store.load(&of_view(open, cx)?)?.of::<Q>()
}
