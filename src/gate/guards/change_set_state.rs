//! A change set is executed only when it is whole, fresh and all of it is known.
//!
//! So too is that of every nested stack. Fails closed: a word that this program does not know, a state that is not
//! the one to execute from, a change that is not described stops.

mod nested;

use crate::{
    facts::{
        ChangeSet, Reading, Remote, ResourceChange, Stack, StackStatus,
        stack::{
            ChangeAction, ChangeDetail, ChangeSetStatus, DeploymentConfigMode, ExecutionStatus,
            OnStackFailure, ResourceAttribute,
        },
    },
    gate::{StackNode, StackState},
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new(
    "change_set_state",
    "the change set is whole and fresh",
    check,
);

fn check(case: &Case<'_>) -> Ruling {
    let Some(change_set) = case.subject().executed() else {
        return Ruling::Pass;
    };
    let Some(state) = case.stack() else {
        return refresh("The stack was not read.");
    };
    let set = match &state.change_set {
        Some(Reading::Known(set)) => set,
        Some(Reading::Unknown(fault)) => {
            return Ruling::stop(
                format!("The change set could not be read: {}", fault.what),
                fault.hint.clone(),
            );
        }
        None => return refresh("The change set was not read."),
    };
    let Reading::Known(stack) = &state.stack else {
        return refresh("The stack could not be read.");
    };
    if set.id != *change_set || set.stack != stack.id {
        return refresh("What was read is another change set, or one of another stack.");
    }
    if let Some(stopped) = at_rest(stack).or_else(|| unfit(set)) {
        return stopped;
    }
    let mut said = Vec::new();
    for level in state.levels() {
        match node_warnings(&level, set) {
            Ok(warnings) => said.extend(warnings),
            Err(stopped) => return stopped,
        }
    }
    Ruling::warn_all(said)
}

/// One stack of the tree: its change set belongs there, and all of it is known.
fn node_warnings(level: &StackNode<'_>, root: &ChangeSet) -> Result<Vec<String>, Ruling> {
    let mut said = nested::node_warnings(level, root)?;
    let Some(set) = level.state.change_set() else {
        return Err(refresh("A change set was not read."));
    };
    match unknown(level, set).or_else(|| cut(level.state, set)) {
        Some(stopped) => Err(stopped),
        None => {
            let stack = level.state.stack.known();
            let creates = stack.is_some_and(|one| one.status == StackStatus::ReviewInProgress);
            let of = level.words();
            let words = warnings(set, creates).into_iter();
            said.extend(words.map(|words| match of.is_empty() {
                true => words,
                false => format!("The change set{of}: {words}"),
            }));
            Ok(said)
        }
    }
}

/// Whether the stack takes an update, or is yet to be created.
fn at_rest(stack: &Stack) -> Option<Ruling> {
    let creates = stack.status == StackStatus::ReviewInProgress;
    (!stack.status.takes_updates() && !creates).then(|| {
        Ruling::stop(
            format!(
                "Stack {} is {}: it takes no update.",
                stack.name.raw(),
                stack.status.raw()
            ),
            "Wait until it is at rest, or bring it out of its failed state first.",
        )
    })
}

fn refresh(why: &str) -> Ruling {
    Ruling::stop(why, "Refresh, and look at the change set anew.")
}

fn unfit(set: &ChangeSet) -> Option<Ruling> {
    if set.execution == ExecutionStatus::Complete {
        return Some(Ruling::stop(
            "The change set was executed already.",
            "Make a new one, if more is to change.",
        ));
    }
    if set.is_empty() || set.changes.is_empty() && set.other_changes == 0 {
        return Some(Ruling::stop(
            "The change set didn't contain changes: there is nothing to execute.",
            "Delete it.",
        ));
    }
    let reason = set.reason.as_ref().map_or("", Remote::raw);
    if set.status != ChangeSetStatus::CreateComplete {
        return Some(Ruling::stop(
            format!("The change set is {}. {reason}", set.status.raw()),
            "Make a new one, or wait until it is complete.",
        ));
    }
    (set.execution != ExecutionStatus::Available).then(|| {
        Ruling::stop(
            format!(
                "The change set can't be executed: it is {}. {reason}",
                set.execution.raw()
            ),
            "Make a new change set: the stack has moved since this one was made.",
        )
    })
}

fn unknown(level: &StackNode<'_>, set: &ChangeSet) -> Option<Ruling> {
    let of = level.words();
    if let Some((what, word)) = strange_mode(set) {
        return Some(strange(&format!("Its {what}{of} is `{word}`.")));
    }
    if set.other_changes > 0 || set.pages == 0 {
        return Some(strange(&format!(
            "It holds changes{of} that are of no resource."
        )));
    }
    level.changes().iter().find_map(|change| {
        let id = change.name();
        if let Some(word) = strange_word(change) {
            return Some(strange(&format!("It would do `{word}` to {id}.")));
        }
        if change.action == ChangeAction::Dynamic {
            return Some(strange(&format!(
                "What it would do to {id} is decided only while it is executed (Dynamic)."
            )));
        }
        let is_stack = change.resource_type.is_stack() || change.nested.is_some();
        is_stack.then(|| nested::followed(level, change)).flatten()
    })
}

fn strange(what: &str) -> Ruling {
    Ruling::stop(
        format!("Stop and escalate: {what}"),
        "This program does not know what that does: review the change set by hand.",
    )
}

/// A way to be executed that nobody here knows.
fn strange_mode(set: &ChangeSet) -> Option<(&'static str, &str)> {
    let mode = || set.deployment_mode.as_ref()?.unknown();
    let config = || set.deployment_config.as_ref()?.unknown();
    let failed = || set.on_failure.as_ref()?.unknown();
    mode()
        .map(|word| ("deployment mode", word))
        .or_else(|| Some(("deployment configuration", config()?)))
        .or_else(|| Some(("way to fail", failed()?)))
}

/// A word of AWS's that nobody here knows.
fn strange_word(change: &ResourceChange) -> Option<&str> {
    fn in_detail(detail: &ChangeDetail) -> Option<&str> {
        let attribute = detail.attribute.as_ref();
        let attribute = attribute.and_then(ResourceAttribute::unknown);
        attribute.or_else(|| detail.requires_recreation.as_ref()?.unknown())
    }
    let action = change.action.unknown();
    action
        .or_else(|| change.replacement.as_ref()?.unknown())
        .or_else(|| change.policy_action.as_ref()?.unknown())
        .or_else(|| change.scope.iter().find_map(ResourceAttribute::unknown))
        .or_else(|| change.details.iter().find_map(in_detail))
}

/// Values that AWS cut are made up for by the template, or not at all.
fn cut(state: &StackState, set: &ChangeSet) -> Option<Ruling> {
    let whole = matches!(state.proposed, Some(Reading::Known(_)));
    (set.is_truncated() && !whole).then(|| {
        Ruling::stop(
            "Stop and escalate: values of the change set did not come whole, and its template could not be read.",
            "Ask for cloudformation:GetTemplate, or review the change set by hand.",
        )
    })
}

fn warnings(set: &ChangeSet, creates: bool) -> Vec<String> {
    let mut what = Vec::new();
    let mut say = |holds: bool, words: &str| what.extend(holds.then(|| words.to_owned()));
    say(creates, "It CREATES the stack.");
    say(
        set.is_truncated(),
        "AWS cut some values of it: they were judged by the change set's template.",
    );
    say(
        set.deployment_mode.is_some(),
        "It looks at drift, and puts back what somebody changed by hand.",
    );
    say(
        set.deployment_config == Some(DeploymentConfigMode::Express),
        "EXPRESS: it ends before the resources serve traffic.",
    );
    say(
        set.on_failure == Some(OnStackFailure::DoNothing),
        "Where it fails the stack is left half done (DO_NOTHING).",
    );
    say(
        set.on_failure == Some(OnStackFailure::Delete),
        "Where it fails the stack is DELETED.",
    );
    say(
        set.imports_existing || set.changes.iter().any(|c| c.action == ChangeAction::Import),
        "It takes existing resources into the stack.",
    );
    let topics = set.notifications.iter();
    what.extend(
        topics.map(|topic| format!("Every event of the stack is sent to {}.", topic.raw())),
    );
    what
}
