//! A stack whose last operation failed or was rolled back.

use super::{
    FailureSummary, Rule, Subject,
    subject::{described, happened},
};
use crate::facts::{Evidence, Finding, Priority, Remote, Stack};

pub(super) const RULE: Rule = Rule {
    id: "stack-failed",
    title: "The last operation failed or was rolled back",
    why: "What was deployed is not in effect, and in some states the stack takes no further update.",
    fix: "Remove the cause of the first failure, then deploy again.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let stack = subject.stack.filter(|stack| stack.status.is_failed())?;
    let why = why(subject, stack);
    let why = why.map_or(String::new(), |why| format!(": {why}"));
    // Nothing but a person can move a stack out of a state that takes no updates.
    let priority = match stack.status.takes_updates() || stack.status.in_progress() {
        true => Priority::P1,
        false => Priority::P0,
    };
    let title = format!("is {}{why}", stack.status.raw());
    let finding = subject.finding(&RULE, "failed", priority, &title, evidence(subject, stack));
    Some(vec![Finding {
        remedy: remedy(subject, stack),
        ..finding
    }])
}

fn evidence(subject: &Subject<'_>, stack: &Stack) -> Vec<Evidence> {
    let reason = stack.reason.as_ref().map(Remote::raw);
    let reason = reason.unwrap_or(stack.status.raw());
    let mut found = vec![described(reason, stack.written())];
    for failure in subject.forward.iter().chain(&subject.back) {
        let reason = failure.reason.as_deref().unwrap_or("no reason was given");
        let what = format!("{} {}: {reason}", failure.root, failure.status);
        found.push(happened(what, failure.at));
        let refused = failure.refused.clone();
        found.extend(refused.map(|refused| happened(refused, failure.at)));
    }
    found.extend(subject.ended.map(|it| happened(it.what.clone(), it.at)));
    found
}

/// What came first, in few words, and what stopped the way back.
fn why(subject: &Subject<'_>, stack: &Stack) -> Option<String> {
    let first = subject
        .forward
        .map(|first| format!("{} {} first", first.root, first.status));
    let back = subject
        .back
        .map(|back| format!("the roll back stopped at {} {}", back.root, back.status));
    let ended = subject.ended.map(|ended| ended.what.clone());
    let reason = stack.reason.as_ref().map(|reason| reason.raw().to_owned());
    let said: Vec<String> = [first, ended, back].into_iter().flatten().collect();
    match said.is_empty() {
        true => reason,
        false => Some(said.join("; ")),
    }
}

fn remedy(subject: &Subject<'_>, stack: &Stack) -> String {
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
    let cause = |first: &FailureSummary| {
        // What the cause says of "it" is the call that was refused.
        let refused = first.refused.as_ref();
        let refused = refused.map_or(String::new(), |refused| format!("{refused}: "));
        Some(sentence(format!("{refused}{}", first.cause.as_ref()?)))
    };
    said.extend(subject.forward.and_then(cause));
    // The cause is the remedy, where no state has to be left first.
    if said.is_empty() || subject.back.is_some() {
        said.push(way_out(subject, stack).to_owned());
    }
    said.join(" ")
}

fn sentence(mut text: String) -> String {
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

fn way_out(subject: &Subject<'_>, stack: &Stack) -> &'static str {
    let status = &stack.status;
    let cancelled = subject.ended.is_some_and(|ended| !ended.turned_down);
    match status.raw() {
        _ if status.in_progress() => "It is still running: follow it in the Stacks pane.",
        "UPDATE_ROLLBACK_FAILED" => {
            "Remove what stopped the roll back, then continue it (ContinueUpdateRollback)."
        }
        "ROLLBACK_FAILED" => {
            "Remove what stopped the roll back, then delete the stack. It can no longer be updated: fix what failed first before creating it again."
        }
        _ if cancelled && subject.forward.is_none() => {
            "Somebody cancelled it and nothing had failed before: ask who did, then deploy again."
        }
        _ if subject.ended.is_some_and(|ended| ended.turned_down) => {
            "Remove what stands in the way of the deletion, then delete it again."
        }
        "DELETE_FAILED" => "Remove what keeps it from being deleted, then delete it again.",
        "ROLLBACK_COMPLETE" | "CREATE_FAILED" => {
            "It can no longer be updated: remove the cause, then delete and create it again."
        }
        _ if subject.forward.is_none() => {
            "No event that was read says what failed first: look at the stack's events, then deploy again."
        }
        _ => RULE.fix,
    }
}
