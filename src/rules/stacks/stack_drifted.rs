//! A stack that CloudFormation's last drift detection found changed.

use super::{Rule, Subject, subject::described};
use crate::facts::{Finding, Priority, Stack, stack::StackDriftStatus};

pub(super) const RULE: Rule = Rule {
    id: "stack-drifted",
    title: "Resources were changed outside CloudFormation",
    why: "The next update may revert what was changed by hand, or fail because of it.",
    fix: "See which properties differ in the stack's drift view, then deploy or adopt them.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let drifted = |stack: &&Stack| stack.drift == Some(StackDriftStatus::Drifted);
    let stack = subject.stack.filter(drifted)?;
    let seen = "the last drift detection said DRIFTED";
    let title = "has resources that were changed outside CloudFormation";
    let evidence = vec![described(seen, stack.drift_checked)];
    let finding = subject.finding(&RULE, "drifted", Priority::P2, title, evidence);
    Some(vec![finding])
}
