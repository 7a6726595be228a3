//! What an approved write makes of the demo's stacks: state, events, change sets,
//! template, and the live roles that a change set changes.

mod make;
mod role;

use jiff::{SignedDuration, Timestamp};

use super::{Account, events::StackActivity, made::ROLE};
use crate::{
    facts::{
        ChangeSet, ChangeSetId, LogicalId, PhysicalId, RoleName, Stack, StackStatus,
        stack::{
            ChangeAction, ChangeSetStatus, ExecutionStatus, Operation, OperationType, Replacement,
            ResourceStatus,
        },
    },
    gate::{
        Assessment, TargetState,
        writes::{StackOperation, Subject},
    },
};

const USER: Option<&str> = Some("User Initiated");

/// The one place that changes a stack of the demo.
pub(in crate::edge::demo) fn perform(
    account: &Account<'_>,
    assessment: &Assessment,
    now: Timestamp,
) -> Result<(), String> {
    let stack = assessment.observed.stack().map(|state| state.stack.known());
    let stack = stack.flatten().ok_or("The stack was not read.")?;
    let at = later(stack, now);
    match assessment.draft.write.change().subject() {
        Subject::NewChangeSet(new) => make::make(account, &new, &assessment.observed, stack, at),
        Subject::ChangeSet {
            change_set: id,
            executes,
            ..
        } => {
            let set = change_set(account, id)?;
            if executes {
                return run(account, &set, stack, at);
            }
            account.remove_change_set(&set);
            Ok(())
        }
        Subject::Stack { operation, .. } => match operation {
            StackOperation::Protect => {
                account.put_stack(&after(assessment)?);
                Ok(())
            }
            StackOperation::ContinueRollBack { skip } => {
                let kind = OperationType::ContinueRollback;
                back(account, stack, &after(assessment)?, kind, skip, at)
            }
            StackOperation::RollBack => {
                let kind = OperationType::Rollback;
                back(account, stack, &after(assessment)?, kind, &[], at)
            }
            StackOperation::Delete => {
                account.remove_stack(stack);
                Ok(())
            }
        },
        _ => Err("That is no write to a stack.".to_owned()),
    }
}

/// The demo's time never goes back, whatever the machine's clock says.
fn later(stack: &Stack, now: Timestamp) -> Timestamp {
    let after = |written: Timestamp| written.saturating_add(SignedDuration::from_secs(1)).ok();
    now.max(stack.written().and_then(after).unwrap_or(now))
}

fn change_set(account: &Account<'_>, id: &ChangeSetId) -> Result<ChangeSet, String> {
    account.change_set(id).map_err(|fault| fault.what)
}

/// The stack as the gate said that it will be.
fn after(assessment: &Assessment) -> Result<Stack, String> {
    let change = assessment.draft.write.change();
    let after = change.after(&assessment.observed);
    match after.map_err(|why| why.to_string())? {
        TargetState::Stack(state) => state.stack.known().cloned(),
        TargetState::Role(_) | TargetState::File { .. } => None,
    }
    .ok_or_else(|| "The stack was not read.".to_owned())
}

/// Executes it: an update from its first event to its last.
fn run(account: &Account<'_>, set: &ChangeSet, stack: &Stack, at: Timestamp) -> Result<(), String> {
    let fault = |fault: crate::facts::Fault| fault.what;
    let proposed = account.proposed(&set.id).map_err(fault)?;
    let mut deployed = account.template(&stack.name).map_err(fault)?;
    let mut resources = account.resources(&stack.name).map_err(fault)?;
    let events = account.events(&stack.name).map_err(fault)?;
    let change = role::Change::of(stack, set, deployed.body.raw(), proposed.raw())?;
    let mut roles = Vec::new();
    for (id, physical) in modified(set)? {
        let name = RoleName::new(physical.raw());
        let (live, managed) = account.recorded.role(account.environment, &name);
        let live = live.known().ok_or("The role does not exist.")?;
        roles.push((change.made_of(live, id.raw())?, managed));
    }
    let mut told = StackActivity::new(stack, OperationType::UpdateStack, at);
    told.stack("UPDATE_IN_PROGRESS", USER);
    for resource in &mut resources.resources {
        if set
            .changes
            .iter()
            .any(|one| one.logical_id == resource.logical_id)
        {
            told.resource(resource, "UPDATE_IN_PROGRESS");
            told.resource(resource, "UPDATE_COMPLETE");
            resource.status = ResourceStatus::UpdateComplete;
            resource.updated = Some(told.ended());
        }
    }
    told.stack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", None);
    told.stack("UPDATE_COMPLETE", None);
    for (role, managed) in &roles {
        account
            .recorded
            .put_role(account.environment, role, managed);
    }
    let mut updated = began(stack, &told, at);
    updated.status = StackStatus::UpdateComplete;
    updated.change_set = Some(set.id.clone());
    updated.parameters.clone_from(&set.parameters);
    account.put_stack(&updated);
    account.put_resources(&stack.name, resources);
    account.put_events(told.over(events));
    deployed.body = proposed;
    account.put_template(deployed);
    executed(account, set);
    Ok(())
}

/// The others were made for a stack that is no more.
fn executed(account: &Account<'_>, set: &ChangeSet) {
    for row in account.change_sets(&set.stack_name).unwrap_or_default() {
        let Ok(mut one) = account.change_set(&row.id) else {
            continue;
        };
        if one.id == set.id {
            one.execution = ExecutionStatus::Complete;
        } else if one.status == ChangeSetStatus::CreateComplete
            && one.execution == ExecutionStatus::Available
        {
            one.execution = ExecutionStatus::Obsolete;
        }
        account.put_change_set(&one);
    }
}

/// The roles that it modifies; it may do nothing else.
fn modified(set: &ChangeSet) -> Result<Vec<(&LogicalId, &PhysicalId)>, String> {
    let mut found = Vec::new();
    for change in &set.changes {
        let stays = change.action == ChangeAction::Modify
            && change.replacement == Some(Replacement::No)
            && change.resource_type.raw() == ROLE;
        match change.physical_id.as_ref().filter(|_| stays) {
            Some(physical) => found.push((&change.logical_id, physical)),
            None => {
                return Err(format!(
                    "The demo's CloudFormation only modifies roles: {} ({}) is beyond it.",
                    change.logical_id.raw(),
                    change.resource_type.raw()
                ));
            }
        }
    }
    Ok(found)
}

/// Goes back, as CloudFormation does it: what failed is brought back, and what is
/// skipped counts as brought back.
fn back(
    account: &Account<'_>,
    stack: &Stack,
    after: &Stack,
    kind: OperationType,
    skip: &[LogicalId],
    at: Timestamp,
) -> Result<(), String> {
    let resources = account.resources(&stack.name);
    let mut resources = resources.map_err(|fault| fault.what)?;
    let events = account.events(&stack.name).map_err(|fault| fault.what)?;
    let mut told = StackActivity::new(stack, kind, at);
    let word = match after.status {
        StackStatus::RollbackComplete => "ROLLBACK",
        _ => "UPDATE_ROLLBACK",
    };
    told.stack(&format!("{word}_IN_PROGRESS"), USER);
    let undone =
        |status: &ResourceStatus| status.is_failed() || status.raw().ends_with("_IN_PROGRESS");
    for resource in &mut resources.resources {
        if !undone(&resource.status) {
            continue;
        }
        if !skip.contains(&resource.logical_id) {
            told.resource(resource, "UPDATE_IN_PROGRESS");
        }
        told.resource(resource, "UPDATE_COMPLETE");
        resource.status = ResourceStatus::UpdateComplete;
        resource.reason = None;
        resource.updated = Some(told.ended());
    }
    told.stack(&format!("{word}_COMPLETE_CLEANUP_IN_PROGRESS"), None);
    told.stack(&format!("{word}_COMPLETE"), None);
    let mut updated = began(after, &told, at);
    updated.reason = None;
    account.put_stack(&updated);
    account.put_resources(&stack.name, resources);
    account.put_events(told.over(events));
    Ok(())
}

/// The stack of which this operation is the newest.
fn began(stack: &Stack, told: &StackActivity<'_>, at: Timestamp) -> Stack {
    let mut stack = stack.clone();
    stack.updated = Some(at);
    let operation = Operation {
        id: told.operation(),
        kind: Some(told.kind()),
    };
    stack.operations.insert(0, operation);
    stack
}
