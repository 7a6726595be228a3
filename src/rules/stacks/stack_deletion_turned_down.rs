//! A stack that is well and that somebody wanted deleted: CloudFormation turned the
//! deletion down and left it as it was.

use super::{
    Rule, Subject,
    subject::{described, happened},
};
use crate::facts::{Finding, Priority};

pub(super) const RULE: Rule = Rule {
    id: "stack-deletion-turned-down",
    title: "A deletion was turned down",
    why: "The stack was thought to be gone, but its resources still cost money and grant access.",
    fix: "Remove what stands in the way, then delete it again; or keep it: nothing was changed.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let ended = subject.ended.filter(|ended| ended.turned_down)?;
    // A stack that failed before says so, with this among its evidence.
    let stack = subject.stack.filter(|stack| !stack.status.is_failed())?;
    let title = "was to be deleted and was not";
    let evidence = vec![
        described(stack.status.raw(), stack.written()),
        happened(ended.what.clone(), ended.at),
    ];
    let finding = subject.finding(&RULE, "turned-down", Priority::P2, title, evidence);
    Some(vec![finding])
}
