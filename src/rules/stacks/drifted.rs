//! A stack that CloudFormation's last drift detection found changed.

use super::Subject;
use crate::facts::{self, Evidence, Finding, Priority, Status, stack::StackDriftStatus};

pub(super) fn check(subject: &Subject<'_>) -> Option<Finding> {
    let stack = subject.stack;
    if stack.drift != Some(StackDriftStatus::Drifted) {
        return None;
    }
    Some(Finding {
        id: format!("stacks/{}/drifted", stack.name.raw()),
        rule: "stack-drifted".into(),
        priority: Priority::P2,
        status: Status::Amber,
        subject: facts::Subject {
            kind: "stack".into(),
            name: stack.name.raw().to_owned(),
            parent: None,
        },
        title: format!(
            "{} has resources that were changed outside CloudFormation",
            stack.name.raw()
        ),
        evidence: vec![Evidence {
            what: "the last drift detection said DRIFTED".into(),
            source: "cloudformation:DescribeStacks".into(),
            at: stack.drift_checked,
        }],
        remedy: "See which properties differ in the stack's drift view, then deploy or adopt them."
            .into(),
    })
}
