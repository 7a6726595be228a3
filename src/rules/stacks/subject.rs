//! One stack as the rules look at it, and how they put what they find into words.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RULES;
use crate::{
    facts::{self, Denied, Evidence, Finding, Priority, RoleName, Stack, StackName, Status},
    rules::{self, Family, rule::found},
};

#[derive(Debug)]
pub struct Stacks;

impl Family for Stacks {
    type Subject<'a> = Subject<'a>;
    type Found = Finding;
}

pub type Rule = rules::Rule<Stacks>;

/// One stack, and what its events told.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub name: &'a StackName,
    /// None: somebody wants it looked at, and it is not there.
    pub stack: Option<&'a Stack>,
    /// What failed first on the way forward.
    pub forward: Option<&'a FailureSummary>,
    /// What stopped the way back.
    pub back: Option<&'a FailureSummary>,
    /// What ended it though nothing had to fail.
    pub ended: Option<&'a Ended>,
    /// What another stack was refused for want of an update of this one.
    pub stale: Option<&'a StaleStack>,
}

/// An operation that a person cancelled, or a deletion that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub turned_down: bool,
    /// In a sentence without its stop.
    pub what: String,
    pub at: Timestamp,
}

/// A failure of a stack's newest operation, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureSummary {
    /// The resource's logical id, and its status.
    pub root: String,
    pub status: String,
    pub reason: Option<String>,
    pub at: Timestamp,
    pub denied: Option<Denied>,
    /// `dataops-github-actions-deploy may not call events:DescribeRule on arn:...`.
    pub refused: Option<String>,
    /// `stack dataops-v1-github-actions is stale`.
    pub cause: Option<String>,
}

/// A stack whose template in the repository grants what a role of it was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleStack {
    pub stack: StackName,
    /// The stack whose operation failed for it, and when that was.
    pub failed: StackName,
    pub at: Timestamp,
    pub role: RoleName,
    /// `dataops-github-actions-deploy may not call events:DescribeRule on arn:...`.
    pub refused: String,
    /// `the repository grants it (EventBridgeDataOpsRules of dataops-v1-deploy)`.
    pub granted: String,
    /// The template, and whether it was found by a search: nobody named it.
    pub file: String,
    pub is_found: bool,
    /// When the stack had last been written, as this was told.
    pub written: Option<Timestamp>,
}

/// The findings of one stack.
pub fn judge(subject: &Subject<'_>) -> Vec<Finding> {
    found(RULES, subject)
}

impl<'a> Subject<'a> {
    /// A stack of whose operations nothing is known.
    pub fn of(stack: &'a Stack) -> Self {
        Self {
            stack: Some(stack),
            ..Self::missing(&stack.name)
        }
    }

    pub fn missing(name: &'a StackName) -> Self {
        Self {
            name,
            stack: None,
            forward: None,
            back: None,
            ended: None,
            stale: None,
        }
    }

    /// `what` it is, as the id has it: `failed`. P2 can wait; what is above it cannot.
    pub(super) fn finding(
        &self,
        rule: &Rule,
        what: &str,
        priority: Priority,
        title: &str,
        evidence: Vec<Evidence>,
    ) -> Finding {
        let name = self.name.raw();
        Finding {
            id: format!("stacks/{name}/{what}"),
            rule: rule.id.into(),
            priority,
            status: match priority {
                Priority::P0 | Priority::P1 => Status::Red,
                Priority::P2 | Priority::P3 => Status::Amber,
            },
            subject: facts::Subject {
                kind: "stack".into(),
                name: name.to_owned(),
                parent: None,
            },
            title: format!("{name} {title}"),
            evidence,
            remedy: rule.fix.into(),
        }
    }
}

/// What the listing says of the stack.
pub(super) fn described(what: &str, at: Option<Timestamp>) -> Evidence {
    Evidence {
        what: what.to_owned(),
        source: "cloudformation:DescribeStacks".into(),
        at,
    }
}

/// What one of its events says.
pub(super) fn happened(what: String, at: Timestamp) -> Evidence {
    Evidence {
        what,
        source: "cloudformation:DescribeStackEvents".into(),
        at: Some(at),
    }
}
