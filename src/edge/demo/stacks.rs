//! The demo's stacks as a write to them needs them: the same state that is read of
//! AWS, out of the recorded answers.
//!
//! Nothing here decides whether something may be done: that was the gate's.

mod account;

pub(super) use account::Account;

use crate::{
    ask::cloudformation,
    facts::{
        Arn, ChangeSet, ChangeSetId, EventExtent, Fault, FaultKind, LogicalId, Reading, Remote,
        RoleName, StackName, stack::ChangeSetName,
    },
    gate::{
        RoleState, StackState,
        writes::{StackPart, Subject, Write},
    },
};

/// Everything that the gate looks at. `role` reads a live role with these policies.
pub(super) fn observed(
    account: &Account<'_>,
    write: &Write,
    name: &StackName,
    role: impl Fn(&RoleName, &[Arn]) -> RoleState,
) -> StackState {
    let mut state = looked(account, write, name);
    let Subject::Stack(_, part) = write.change().subject() else {
        return state;
    };
    if let StackPart::Execute(_) | StackPart::NewChangeSet(_) = part {
        let template = account.template(name);
        state.template = Some(reading(template.map(|template| template.body)));
    }
    if let StackPart::ContinueRollBack(_) = part {
        state.stuck = Some(reading(stuck(account, name)));
    }
    if let StackPart::Execute(change_set) = part {
        let proposed = account.proposed(change_set);
        state.proposed = Some(reading(proposed));
        for (name, policies) in state.roles_to_read() {
            state.roles.push(role(&name, &policies));
        }
        // Nobody recorded an instance profile: as whom things run by one is not known.
        for name in state.run_as().roles {
            if state.reading_of(&name).is_none() {
                state.given.push(role(&name, &[]));
            }
        }
    }
    state
}

/// How far it is: the stack and its change set alone, and what failed first.
pub(super) fn looked(account: &Account<'_>, write: &Write, name: &StackName) -> StackState {
    let mut state = StackState::of(name.clone(), reading(account.stack(name)));
    state.change_set = match write.change().subject() {
        Subject::Stack(_, StackPart::Execute(id) | StackPart::DeleteChangeSet(id)) => {
            Some(reading(account.change_set(id)))
        }
        Subject::Stack(_, StackPart::NewChangeSet(new)) => named(account, name, new.name),
        _ => None,
    };
    state
}

pub(super) fn with_failure(account: &Account<'_>, mut state: StackState) -> StackState {
    let failed = state
        .stack
        .known()
        .is_some_and(|stack| stack.status.is_failed());
    if failed {
        state.failure = first_failure(account, &state.name);
    }
    state
}

/// The change set of this name, where the stack has one.
fn named(
    account: &Account<'_>,
    stack: &StackName,
    name: &ChangeSetName,
) -> Option<Reading<ChangeSet>> {
    let all = match account.change_sets(stack) {
        Ok(all) => all,
        Err(fault) => return Some(Reading::Unknown(fault)),
    };
    let found = all.into_iter().find(|one| one.name == *name)?;
    Some(reading(account.change_set(&found.id)))
}

/// What failed to go back, by the resources' own states.
fn stuck(account: &Account<'_>, name: &StackName) -> Result<Vec<LogicalId>, Fault> {
    let all = account.resources(name)?.resources.into_iter();
    let failed = all.filter(|one| one.status.is_failed());
    Ok(failed.map(|one| one.logical_id).collect())
}

/// A sentence: which resource, and in whose words.
fn first_failure(account: &Account<'_>, name: &StackName) -> Option<Remote> {
    let ask = cloudformation::Events {
        stack: name.clone(),
        extent: EventExtent::Failures,
    };
    let events = account.get(ask).ok()?;
    let failed = events.failed();
    let first = failed.first()?;
    let reason = first.reason.as_ref().map_or("", Remote::raw);
    Some(Remote::new(format!(
        "{} ({}): {reason}",
        first.logical_id.raw(),
        first.resource_type.raw()
    )))
}

fn reading<T>(answer: Result<T, Fault>) -> Reading<T> {
    answer.map_or_else(Reading::Unknown, Reading::Known)
}

/// As CloudFormation says it of a change set that is gone.
fn gone(id: &ChangeSetId) -> Fault {
    Fault::new(
        FaultKind::Missing,
        format!("Change set {} does not exist.", id.raw()),
        "Refresh the list of the stack's change sets.",
    )
    .caused_by(format!("ChangeSet [{}] does not exist", id.raw()))
}
