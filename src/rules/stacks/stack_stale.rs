//! A stack whose template in the repository grants what a role of it was refused: it
//! looks well, and is what another stack failed for.

use super::{
    Rule, Subject,
    subject::{described, happened},
};
use crate::facts::{Evidence, Finding, Priority};

pub(super) const RULE: Rule = Rule {
    id: "stack-stale",
    title: "The template is ahead of the stack",
    why: "What the repository grants is not in force, and what needs it fails until the stack is updated.",
    fix: "Make a change set from the template, look at what it changes, and execute it.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let (stale, stack) = (subject.stale?, subject.stack?);
    let title = format!("is stale: {} is ahead of it", stale.file);
    let evidence = vec![
        described(stack.status.raw(), stack.written()),
        happened(
            format!("stack {}: {}", stale.failed.raw(), stale.refused),
            stale.at,
        ),
        Evidence {
            what: stale.granted.clone(),
            source: stale.file.clone(),
            at: None,
        },
    ];
    let finding = subject.finding(&RULE, "stale", Priority::P1, &title, evidence);
    Some(vec![finding])
}
