//! A stack that the project watches and the account does not have.

use crate::facts::{Evidence, Finding, Priority, StackName, Status, Subject};

pub fn missing(name: &StackName) -> Finding {
    Finding {
        id: format!("stacks/{}/missing", name.raw()),
        rule: "stack-missing".into(),
        priority: Priority::P1,
        status: Status::Red,
        subject: Subject {
            kind: "stack".into(),
            name: name.raw().to_owned(),
            parent: None,
        },
        title: format!("{} is watched, and there is no such stack", name.raw()),
        evidence: vec![Evidence {
            what: "it is not among the stacks of the account and region".into(),
            source: "cloudformation:DescribeStacks".into(),
            at: None,
        }],
        remedy: "Deploy it, or take its name out of [stacks] watch in watchkeeper.toml.".into(),
    }
}
