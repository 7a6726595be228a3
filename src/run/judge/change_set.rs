//! What the reading of a change set rests on: its changes by meaning, and what the
//! gate's guards say of it with the live roles as they were seen last.

use super::{authorization, stacks::cloudformation};
use crate::{
    ask::{Answer, CfnAsk},
    facts::{ChangeSet, ChangeSetId, EnvironmentName, Reading, RoleName, Settings, Stack},
    flow::Store,
    gate::{
        RoleState, StackState,
        guards::{Given, Verdict},
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
    let answer = store.answer(&cloudformation(environment, CfnAsk::ChangeSet(id.clone())));
    let Some(Answer::ChangeSet(found)) = answer.map(AsRef::as_ref) else {
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
fn word(given: Given) -> Option<GuardWord> {
    let (stops, what) = match given.verdict {
        Verdict::Pass => return None,
        Verdict::Warn { what } => (false, what),
        Verdict::Stop { why, ask } => (true, vec![why, ask]),
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
) -> Vec<Given> {
    let (Some(caller), Some(stack)) = (
        store.caller(environment),
        stack(environment, found, store).cloned(),
    ) else {
        return Vec::new();
    };
    let template = CfnAsk::Template {
        stack: stack.name.clone(),
    };
    let template = store.answer(&cloudformation(environment, template));
    let mut state = StackState::of(stack.name.clone(), Reading::Known(stack));
    state.change_set = Some(Reading::Known(found.clone()));
    state.template = match template.map(AsRef::as_ref) {
        Some(Answer::StackTemplate(template)) => Some(Reading::Known(template.body.clone())),
        _ => None,
    };
    let proposed = store.answer(&cloudformation(
        environment,
        CfnAsk::Proposed(found.id.clone()),
    ));
    state.proposed = match proposed.map(AsRef::as_ref) {
        Some(Answer::Proposed(text)) => Some(Reading::Known(text.clone())),
        _ => None,
    };
    let roles = state.roles_to_read().into_iter();
    state.roles = roles
        .filter_map(|(role, _)| live(environment, role, store))
        .collect();
    review(state, found.id.clone(), caller, environment, settings)
}

fn stack<'a>(
    environment: &EnvironmentName,
    found: &ChangeSet,
    store: &'a Store,
) -> Option<&'a Stack> {
    let one = CfnAsk::Stack(found.stack_name.clone());
    let one = store.answer(&cloudformation(environment, one));
    if let Some(Answer::Stack(stack)) = one.map(AsRef::as_ref) {
        return Some(stack);
    }
    let all = store.answer(&cloudformation(environment, CfnAsk::Stacks))?;
    match all.as_ref() {
        Answer::Stacks(all) => all.stacks.iter().find(|stack| stack.id == found.stack),
        _ => None,
    }
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
    })
}
