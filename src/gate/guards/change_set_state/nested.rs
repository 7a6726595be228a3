//! A nested stack's own change set: it came with the one that is executed, is of
//! the very stack that its parent changes, and was read. Else what is executed
//! is not what the preview shows.

use super::{Ruling, at_rest, refresh, strange};
use crate::{
    facts::{
        ChangeSet, ChangeSetId, Reading, Remote, stack::ChangeSetStatus, stack::ExecutionStatus,
    },
    gate::{Changed, NestedState, StackNode},
};

/// AWS's reason why a nested change set can't be executed by itself.
const BY_ROOT: &str = "Executable from root change set";

/// A change of a nested stack is that of a change set which was read.
pub(super) fn followed(level: &StackNode<'_>, change: &Changed<'_>) -> Option<Ruling> {
    let id = change.name();
    let Some(named) = &change.nested else {
        return Some(Ruling::stop(
            format!(
                "Stop and escalate: it changes nested stack {id}, whose own changes are not in this preview."
            ),
            "Make the change set anew with its nested stacks included, or review the nested stack's changes by hand.",
        ));
    };
    if !change.resource_type.is_stack() {
        return Some(strange(&format!(
            "It has a change set of its own for {id}, which is not a stack."
        )));
    }
    let mut read = level.state.nested.iter();
    let found = read.any(|one| one.logical_id == change.logical_id && one.change_set == *named);
    (!found).then(|| {
        refresh(&format!(
            "The change set of nested stack {id} was not read."
        ))
    })
}

/// What is unusual about it; nothing is said of the stack that is written to itself.
pub(super) fn node_warnings(
    level: &StackNode<'_>,
    root: &ChangeSet,
) -> Result<Vec<String>, Ruling> {
    let (Some(nested), Some(above)) = (level.nested(), level.above.last()) else {
        return Ok(Vec::new());
    };
    let of = level.words();
    let set = match &level.state.change_set {
        Some(Reading::Known(set)) => set,
        Some(Reading::Unknown(fault)) => {
            return Err(Ruling::stop(
                format!(
                    "Stop and escalate: the change set{of} could not be read: {}",
                    fault.what
                ),
                fault.hint.clone(),
            ));
        }
        None => return Err(refresh(&format!("The change set{of} was not read."))),
    };
    let parent = above.change_set();
    if let Some(why) = foreign(level, nested, set, parent, root) {
        return Err(Ruling::stop(
            format!("Stop and escalate: the change set{of} {why}."),
            "What would be executed there is not what this preview shows: make the change set anew.",
        ));
    }
    if set.is_empty() {
        return Ok(vec![format!(
            "AWS says that nothing changes in nested stack {}.",
            level.state.name.short()
        )]);
    }
    let Reading::Known(stack) = &level.state.stack else {
        return Err(refresh(&format!("The stack{of} could not be read.")));
    };
    if let Some(stopped) = at_rest(stack).or_else(|| unfit(set, &of)) {
        return Err(stopped);
    }
    Ok(Vec::new())
}

/// Why it is not the one that is executed with the root's, as the rest of a sentence.
fn foreign(
    level: &StackNode<'_>,
    nested: &NestedState,
    set: &ChangeSet,
    parent: Option<&ChangeSet>,
    root: &ChangeSet,
) -> Option<String> {
    let id = |of: &Option<ChangeSetId>| of.as_ref().map_or("none", ChangeSetId::raw).to_owned();
    if set.id != nested.change_set {
        return Some("is another one than its parent names".to_owned());
    }
    if parent.is_none() || set.parent.as_ref() != parent.map(|parent| &parent.id) {
        return Some(format!("has another parent: {}", id(&set.parent)));
    }
    if set.root.as_ref() != Some(&root.id) {
        return Some(format!(
            "is executed with another change set: {}",
            id(&set.root)
        ));
    }
    let stack = level.state.stack.known();
    if stack.is_some_and(|stack| stack.id != set.stack) {
        return Some("is of another stack than was read".to_owned());
    }
    let changes = parent.into_iter().flat_map(|parent| &parent.changes);
    let mut mine = changes.filter(|change| change.nested.as_ref() == Some(&set.id));
    let (Some(change), None) = (mine.next(), mine.next()) else {
        return Some("is not that of exactly one change of its parent".to_owned());
    };
    let physical = change.physical_id.as_ref();
    if physical.is_some_and(|physical| physical.raw() != set.stack.raw()) {
        return Some("is of another stack than its parent changes".to_owned());
    }
    let here = place(root.stack.raw());
    if place(set.stack.raw()) != here || place(set.id.raw()) != here {
        return Some("is of another account or region".to_owned());
    }
    let above = stack.and_then(|stack| stack.parent.as_ref());
    let expected = parent.map(|parent| &parent.stack);
    (above.is_some() && above != expected).then(|| "is of another stack's child".to_owned())
}

/// Partition, service, region and account of an ARN.
fn place(arn: &str) -> Vec<&str> {
    arn.split(':').take(5).collect()
}

fn unfit(set: &ChangeSet, of: &str) -> Option<Ruling> {
    let reason = set.reason.as_ref().map_or("", Remote::raw);
    let again = "Make a new change set: this one is not whole, or the stack has moved since.";
    if set.status != ChangeSetStatus::CreateComplete {
        return Some(Ruling::stop(
            format!("The change set{of} is {}. {reason}", set.status.raw()),
            again,
        ));
    }
    let by_root =
        set.execution == ExecutionStatus::Unavailable && reason.trim_end_matches('.') == BY_ROOT;
    (!by_root && set.execution != ExecutionStatus::Available).then(|| {
        Ruling::stop(
            format!(
                "The change set{of} can't be executed: it is {}. {reason}",
                set.execution.raw()
            ),
            again,
        )
    })
}
