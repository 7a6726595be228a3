//! A stack whose last operation failed or was rolled back.

use super::Subject;
use crate::facts::{self, Evidence, Finding, Priority, Remote, Status};

pub(super) fn check(subject: &Subject<'_>) -> Option<Finding> {
    let stack = subject.stack;
    if !stack.status.is_failed() {
        return None;
    }
    let status = stack.status.raw();
    let why = why(subject);
    let why = why.map_or(String::new(), |why| format!(": {why}"));
    Some(Finding {
        id: format!("stacks/{}/failed", stack.name.raw()),
        rule: "stack-failed".into(),
        // Nothing but a person can move a stack out of a state that takes no updates.
        priority: if stack.status.takes_updates() || stack.status.in_progress() {
            Priority::P1
        } else {
            Priority::P0
        },
        status: Status::Red,
        subject: facts::Subject {
            kind: "stack".into(),
            name: stack.name.raw().to_owned(),
            parent: None,
        },
        title: format!("{} is {status}{why}", stack.name.raw()),
        evidence: evidence(subject),
        remedy: remedy(subject),
    })
}

fn evidence(subject: &Subject<'_>) -> Vec<Evidence> {
    let stack = subject.stack;
    let reason = stack.reason.as_ref().map(Remote::raw);
    let mut found = vec![Evidence {
        what: reason.unwrap_or(stack.status.raw()).to_owned(),
        source: "cloudformation:DescribeStacks".into(),
        at: stack.written(),
    }];
    let events = "cloudformation:DescribeStackEvents";
    for told in subject.told.iter().chain(&subject.back) {
        let reason = told.reason.as_deref().unwrap_or("no reason was given");
        found.push(Evidence {
            what: format!("{} {}: {reason}", told.root, told.status),
            source: events.into(),
            at: Some(told.at),
        });
        found.extend(told.refused.iter().map(|refused| Evidence {
            what: refused.clone(),
            source: events.into(),
            at: Some(told.at),
        }));
    }
    found.extend(subject.ended.map(|ended| Evidence {
        what: ended.what.clone(),
        source: events.into(),
        at: Some(ended.at),
    }));
    found
}

/// What came first, in few words, and what stopped the way back.
fn why(subject: &Subject<'_>) -> Option<String> {
    let first = subject
        .told
        .map(|told| format!("{} {} first", told.root, told.status));
    let back = subject
        .back
        .map(|back| format!("the roll back stopped at {} {}", back.root, back.status));
    let ended = subject.ended.map(|ended| ended.what.clone());
    let reason = subject
        .stack
        .reason
        .as_ref()
        .map(|reason| reason.raw().to_owned());
    let said: Vec<String> = [first, ended, back].into_iter().flatten().collect();
    match said.is_empty() {
        true => reason,
        false => Some(said.join("; ")),
    }
}

fn remedy(subject: &Subject<'_>) -> String {
    let mut said: Vec<String> = Vec::new();
    if let Some(back) = subject.back {
        let why = back
            .cause
            .as_ref()
            .or(back.refused.as_ref())
            .or(back.reason.as_ref());
        let why = why.map_or(String::new(), |why| format!(": {why}"));
        said.push(sentence(format!(
            "The roll back stopped at {}{why}",
            back.root
        )));
    }
    if let Some(cause) = subject.told.and_then(|told| told.cause.clone()) {
        said.push(sentence(cause));
    }
    // The cause is the remedy, where no state has to be left first.
    if said.is_empty() || subject.back.is_some() {
        said.push(way_out(subject).to_owned());
    }
    said.join(" ")
}

fn sentence(mut text: String) -> String {
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

fn way_out(subject: &Subject<'_>) -> &'static str {
    let status = &subject.stack.status;
    let cancelled = subject.ended.is_some_and(|ended| !ended.turned_down);
    match status.raw() {
        _ if status.in_progress() => "It is still at it: follow it in the Stacks pane.",
        "UPDATE_ROLLBACK_FAILED" => {
            "Remove what stopped the roll back, then continue it (ContinueUpdateRollback)."
        }
        "ROLLBACK_FAILED" => {
            "Remove what stopped the roll back, then delete the stack. It cannot be updated any more: what failed first has to go before it is created again."
        }
        _ if cancelled && subject.told.is_none() => {
            "Somebody cancelled it and nothing had failed before: ask who did, then deploy again."
        }
        _ if subject.ended.is_some_and(|ended| ended.turned_down) => {
            "Remove what stands in the way of the deletion, then delete it again."
        }
        "ROLLBACK_COMPLETE" | "CREATE_FAILED" => {
            "It cannot be updated any more: remove the cause, then delete and create it again."
        }
        _ if subject.told.is_none() => {
            "No event that was read says what failed first: look at the stack's events, then deploy again."
        }
        _ => "Remove the cause of the first failure, then deploy again.",
    }
}
