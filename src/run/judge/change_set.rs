//! What the reading of a change set rests on: its changes by meaning, and what the
//! gate's guards say of it with the live roles as they were seen last.

use super::authorization;
use crate::{
    ask::{Question, cloudformation},
    facts::{
        ChangeSet, ChangeSetId, EnvironmentName, Fault, FaultKind, PhysicalId, Reading, RoleName,
        Settings, Stack, StackName,
    },
    flow::Store,
    gate::{
        NestedState, RoleState, StackState,
        guards::{GuardRuling, Ruling},
        review,
    },
    rules::change_set::{self, ChangeSetReport, GuardWord},
};

pub(super) fn read(
    environment: &EnvironmentName,
    id: &ChangeSetId,
    settings: &Settings,
    store: &Store,
) -> ChangeSetReport {
    let Some(found) = store.get(&cloudformation::ChangeSet(id.clone()).of(environment)) else {
        return ChangeSetReport::default();
    };
    let mut report = change_set::judge(found);
    for given in guarded(environment, found, settings, store) {
        match word(given) {
            Some(word) => report.words.push(word),
            None => report.passed += 1,
        }
    }
    report.words.sort_by_key(|word| !word.stops);
    report
}

/// None: the guard passes it.
fn word(given: GuardRuling) -> Option<GuardWord> {
    let (stops, what) = match given.verdict {
        Ruling::Pass => return None,
        Ruling::Warn { what } => (false, what),
        Ruling::Stop { why, ask } => (true, vec![why, ask]),
    };
    Some(GuardWord {
        title: given.title.to_owned(),
        stops,
        what,
    })
}

/// Empty while the stack or the caller is not known.
fn guarded(
    environment: &EnvironmentName,
    found: &ChangeSet,
    settings: &Settings,
    store: &Store,
) -> Vec<GuardRuling> {
    let Some(caller) = store.caller(environment) else {
        return Vec::new();
    };
    if stack(environment, found, store).is_none() {
        return Vec::new();
    }
    let mut left = NestedState::MOST;
    let state = state(environment, found, store, NestedState::DEEPEST, &mut left);
    review(state, found.id.clone(), caller, environment, settings)
}

/// What is known of the stack and its change set, and of the nested ones so many levels down.
fn state(
    environment: &EnvironmentName,
    found: &ChangeSet,
    store: &Store,
    levels: usize,
    left: &mut usize,
) -> StackState {
    let stack = stack(environment, found, store).cloned();
    let name = stack
        .as_ref()
        .map_or_else(|| found.stack.as_name(), |stack| stack.name.clone());
    let mut state = StackState::of(name.clone(), known(stack));
    state.change_set = Some(Reading::Known(found.clone()));
    let template = cloudformation::Template { stack: name }.of(environment);
    let template = store.get(&template);
    state.template = template.map(|template| Reading::Known(template.body.clone()));
    let proposed = cloudformation::Proposed(found.id.clone()).of(environment);
    state.proposed = store.get(&proposed).cloned().map(Reading::Known);
    let roles = state.roles_to_read().into_iter();
    state.roles = roles
        .filter_map(|(role, _)| live(environment, role, store))
        .collect();
    for change in &found.changes {
        let Some(id) = change.nested.clone() else {
            continue;
        };
        let is_within = levels > 0 && *left > 0;
        *left = left.saturating_sub(1);
        let set = cloudformation::ChangeSet(id.clone()).of(environment);
        let nested = match store.get(&set).filter(|_| is_within) {
            Some(set) => self::state(environment, set, store, levels - 1, left),
            None => {
                let name = change.physical_id.as_ref().map_or("", PhysicalId::raw);
                let mut unread = StackState::of(StackName::from(name), known(None));
                unread.change_set = Some(known(None));
                unread
            }
        };
        state.nested.push(NestedState {
            logical_id: change.logical_id.clone(),
            change_set: id,
            state: nested,
        });
    }
    state
}

fn known<T>(found: Option<T>) -> Reading<T> {
    found.map_or_else(
        || {
            Reading::Unknown(Fault::new(
                FaultKind::Missing,
                "It was not read yet.",
                "Wait for it, or refresh.",
            ))
        },
        Reading::Known,
    )
}

fn stack<'a>(
    environment: &EnvironmentName,
    found: &ChangeSet,
    store: &'a Store,
) -> Option<&'a Stack> {
    let one = cloudformation::Stack(found.stack_name.clone()).of(environment);
    store.get(&one).or_else(|| {
        let all = store.get(&cloudformation::Stacks.of(environment))?;
        all.stacks.iter().find(|stack| stack.id == found.stack)
    })
}

/// The role as it was read last; None: it was not.
fn live(environment: &EnvironmentName, name: RoleName, store: &Store) -> Option<RoleState> {
    let known = authorization(environment, Some(&name), store)?;
    let reading = known.roles.iter().find(|role| role.name == name)?;
    Some(RoleState {
        role: reading.role.clone(),
        name,
        managed: known.managed.clone(),
        versions: Vec::new(),
        also_attached_to: Vec::new(),
        owner: Reading::Known(None),
        asked: Vec::new(),
    })
}
