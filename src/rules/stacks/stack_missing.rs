//! A stack that the project watches and the account does not have.

use super::{Rule, Subject, subject::described};
use crate::facts::{Finding, Priority};

pub(super) const RULE: Rule = Rule {
    id: "stack-missing",
    title: "A watched stack is missing",
    why: "What depends on the stack fails, and no alarm watches a stack that does not exist.",
    fix: "Deploy it, or take its name out of [stacks] watch in watchkeeper.toml.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    if subject.stack.is_some() {
        return None;
    }
    let seen = "it is not among the stacks of the account and region";
    let title = "is watched, and there is no such stack";
    let evidence = vec![described(seen, None)];
    let finding = subject.finding(&RULE, "missing", Priority::P1, title, evidence);
    Some(vec![finding])
}
