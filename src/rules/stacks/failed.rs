//! A stack whose last operation failed or was rolled back.

use super::Subject;
use crate::facts::{self, Evidence, Finding, Priority, Remote, Status};

pub(super) fn check(subject: &Subject<'_>) -> Option<Finding> {
    let stack = subject.stack;
    if !stack.status.is_failed() {
        return None;
    }
    let status = stack.status.raw();
    let why = subject.told.map_or_else(
        || stack.reason.as_ref().map(|reason| reason.raw().to_owned()),
        |told| Some(format!("{} {} first", told.root, told.status)),
    );
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
    if let Some(told) = subject.told {
        let events = "cloudformation:DescribeStackEvents";
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
    found
}

fn remedy(subject: &Subject<'_>) -> String {
    let cause = subject.told.and_then(|told| told.cause.clone());
    if let Some(mut cause) = cause {
        if !cause.ends_with('.') {
            cause.push('.');
        }
        return cause;
    }
    let status = &subject.stack.status;
    match status.raw() {
        _ if status.in_progress() => "It is still at it: follow it in the Stacks pane.",
        "UPDATE_ROLLBACK_FAILED" => {
            "Remove what stopped the rollback, then continue it (ContinueUpdateRollback)."
        }
        "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED" => {
            "It cannot be updated any more: remove the cause, then delete and create it again."
        }
        _ => "Remove the cause of the first failure, then deploy again.",
    }
    .into()
}
