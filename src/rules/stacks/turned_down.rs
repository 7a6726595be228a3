//! A stack that is well and that somebody wanted deleted: CloudFormation turned the
//! deletion down and left it as it was.

use super::{Ended, Subject};
use crate::facts::{self, Evidence, Finding, Priority, Status};

pub(super) fn check(subject: &Subject<'_>) -> Option<Finding> {
    let stack = subject.stack;
    let ended: &Ended = subject.ended.filter(|ended| ended.turned_down)?;
    // A stack that failed before says so, with this among its evidence.
    if stack.status.is_failed() {
        return None;
    }
    Some(Finding {
        id: format!("stacks/{}/turned-down", stack.name.raw()),
        rule: "stack-deletion-turned-down".into(),
        priority: Priority::P2,
        status: Status::Amber,
        subject: facts::Subject {
            kind: "stack".into(),
            name: stack.name.raw().to_owned(),
            parent: None,
        },
        title: format!("{} was to be deleted and was not", stack.name.raw()),
        evidence: vec![
            Evidence {
                what: stack.status.raw().to_owned(),
                source: "cloudformation:DescribeStacks".into(),
                at: stack.written(),
            },
            Evidence {
                what: ended.what.clone(),
                source: "cloudformation:DescribeStackEvents".into(),
                at: Some(ended.at),
            },
        ],
        remedy:
            "Remove what stands in the way, then delete it again; or leave it: it is as it was."
                .into(),
    })
}
