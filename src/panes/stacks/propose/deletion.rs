//! A stack that is to go: one that never came to be, or one whose deletion failed; and
//! which resources are left out of what goes on. Drafts only.

use std::collections::BTreeSet;

use super::{Stacks, of_now, of_stack, stack};
use crate::{
    ask::{Question, cloudformation},
    facts::{
        LogicalId, Reason, Stack, StackResource, StackStatus,
        stack::{ClientToken, ResourceStatus},
    },
    gate::writes::{DeleteStack, FinishDeletion},
    panes::{Cx, Proposed, stacks::resources::Resources, stacks::view::View},
};

/// All that the stack still has goes, what failed included.
pub(in crate::panes::stacks) fn delete(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    if stack.status == StackStatus::DeleteFailed {
        return Ok(of_stack(finish(stack, Vec::new(), cx).into(), cx));
    }
    if !DeleteStack::begins_in(&stack.status) {
        return Err(format!(
            "Stack {} is {}: only a stack whose creation or deletion failed is deleted from here.",
            stack.name.raw(),
            stack.status.raw()
        )
        .into());
    }
    let write = DeleteStack {
        stack: stack.name.clone(),
    };
    Ok(of_stack(write.into(), cx))
}

/// What is marked among the resources is kept, else all that failed.
pub(in crate::panes::stacks) fn delete_keeping(pane: &Stacks, cx: &Cx<'_>) -> Proposed {
    let stack = stack(pane, cx)?;
    if stack.status != StackStatus::DeleteFailed {
        return Err(format!(
            "Stack {} is {}: resources are kept only where a deletion failed.",
            stack.name.raw(),
            stack.status.raw()
        )
        .into());
    }
    let all = cloudformation::Resources(stack.name.clone()).of(cx.environment);
    let all = cx.store.get(&all);
    let all = all.ok_or("The stack's resources were not read yet: what failed is not known.")?;
    let failed: Vec<LogicalId> = all.resources.iter().filter_map(failed).collect();
    if failed.is_empty() {
        return Err("No resource of the stack failed to be deleted: delete it again.".into());
    }
    let marked = pane.skip.get(&stack.id);
    let marked: Vec<LogicalId> = failed
        .iter()
        .filter(|id| marked.is_some_and(|marked| marked.contains(*id)))
        .cloned()
        .collect();
    let keep = if marked.is_empty() { failed } else { marked };
    Ok(of_stack(finish(stack, keep, cx).into(), cx))
}

fn failed(one: &StackResource) -> Option<LogicalId> {
    (one.status == ResourceStatus::DeleteFailed).then(|| one.logical_id.clone())
}

fn finish(stack: &Stack, keep: Vec<LogicalId>, cx: &Cx<'_>) -> FinishDeletion {
    FinishDeletion {
        stack: stack.name.clone(),
        keep,
        token: ClientToken::from(of_now(cx).as_str()),
    }
}

/// A resource that failed is left out of what goes on, or no longer; or why it can't be.
pub(in crate::panes::stacks) fn leave_out(pane: &mut Stacks, cx: &Cx<'_>) -> Option<Reason> {
    Some(left_out(pane, cx).unwrap_or_else(|why| why))
}

fn left_out(pane: &mut Stacks, cx: &Cx<'_>) -> Result<Reason, Reason> {
    let stack = stack(pane, cx)?;
    let (name, status) = (stack.name.raw(), stack.status.raw());
    if !matches!(
        stack.status,
        StackStatus::UpdateRollbackFailed | StackStatus::DeleteFailed
    ) {
        return Err(format!(
            "Stack {name} is {status}: a resource is left out only where a roll back or a deletion failed."
        )
        .into());
    }
    let open = pane.open.as_ref();
    let Some(open) = open.filter(|open| open.view == View::Resources) else {
        let key = cx.key("stacks.resources");
        return Err(format!("Choose it among the resources of stack {name} ({key}).").into());
    };
    let resources = Resources::of(pane, open, cx);
    let selected = pane.view.selected();
    let selected = selected.ok_or("No resource is selected.")?;
    let id = resources.stuck(selected).ok_or_else(|| {
        let of = resources.status(selected).unwrap_or("not read yet");
        format!("{selected} is {of}: only what failed can be left out.")
    })?;
    let (goes_on, key) = match stack.status {
        StackStatus::DeleteFailed => ("deletion is finished", "stacks.delete-keeping"),
        _ => ("roll back goes on", "stacks.roll-back"),
    };
    let goes_on = format!("when the {goes_on} ({})", cx.key(key));
    let marked: &mut BTreeSet<LogicalId> = pane.skip.entry(open.stack.clone()).or_default();
    if marked.remove(&id) {
        return Ok(format!("{} is not left out any more {goes_on}.", id.raw()).into());
    }
    let said = format!("{} is left out {goes_on}.", id.raw());
    marked.insert(id);
    Ok(said.into())
}
