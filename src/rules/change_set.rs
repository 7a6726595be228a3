//! A change set read for what it would do: the dangerous first, and what each
//! change of a policy gains and loses, by the policy engine.
//!
//! Says what it could not read. Whether it may be executed is the gate's to say:
//! its guards' words are carried here, for whoever only reads.

mod documents;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::facts::{
    ChangeSet, ResourceChange, Verdict,
    stack::{ChangeAction, PolicyAction, Replaced},
};

/// What is to be known of a change set before anybody looks at its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSetReport {
    /// The loudest first.
    pub rows: Vec<ChangeRow>,
    /// What the gate's guards say of it; those that pass are counted only.
    pub words: Vec<GuardWord>,
    pub passed: usize,
}

impl ChangeSetReport {
    /// It cannot be executed from here, as far as was seen.
    pub fn is_stopped(&self) -> bool {
        self.words.iter().any(|word| word.stops)
    }
}

/// A guard's word on a change set that is only looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardWord {
    /// What the guard looks after.
    pub title: String,
    /// It cannot be executed from here.
    pub stops: bool,
    pub what: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRow {
    /// The change's place in the change set.
    pub at: usize,
    pub alarm: Alarm,
    pub policies: Vec<PolicyChange>,
}

/// How loudly a change must be told; later is louder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alarm {
    Quiet,
    /// An action that this program does not know, or that cannot be told beforehand.
    Unknown,
    /// It changes who may do what.
    Access,
    MayReplace,
    Replaces,
    Removes,
}

/// One policy document before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChange {
    /// `Policies/dataops-v1-deploy`, `AssumeRolePolicyDocument`.
    pub name: String,
    pub verdict: Verdict,
    /// Requests in words, with the reason where it is not plain to see.
    pub gained: Vec<(String, Option<String>)>,
    pub lost: Vec<(String, Option<String>)>,
    /// Why there is no verdict, or what weakens it.
    pub why: Option<String>,
}

pub fn judge(change_set: &ChangeSet) -> ChangeSetReport {
    let partition = change_set.stack.partition();
    let changes = change_set.changes.iter().enumerate();
    let mut rows: Vec<ChangeRow> = changes
        .map(|(at, change)| row(at, change, partition))
        .collect();
    rows.sort_by_key(|row| (Reverse(row.alarm), row.at));
    ChangeSetReport {
        rows,
        ..ChangeSetReport::default()
    }
}

fn row(at: usize, change: &ResourceChange, partition: Option<&str>) -> ChangeRow {
    let policies = documents::changes(change, partition);
    ChangeRow {
        at,
        alarm: alarm(change, !policies.is_empty()),
        policies,
    }
}

fn alarm(change: &ResourceChange, policies: bool) -> Alarm {
    let goes = matches!(
        change.policy_action,
        Some(PolicyAction::Delete | PolicyAction::Snapshot)
    );
    match (&change.action, change.replaced()) {
        (ChangeAction::Remove, _) => Alarm::Removes,
        _ if goes => Alarm::Removes,
        (_, Some(Replaced::Surely)) => Alarm::Replaces,
        (_, Some(Replaced::Perhaps)) => Alarm::MayReplace,
        _ if policies || is_access(change) => Alarm::Access,
        (ChangeAction::Unknown(_) | ChangeAction::Dynamic, _) => Alarm::Unknown,
        _ => Alarm::Quiet,
    }
}

fn is_access(change: &ResourceChange) -> bool {
    let kind = change.resource_type.raw();
    kind.starts_with("AWS::IAM::")
        || kind.ends_with("Policy")
        || kind.ends_with("::Permission")
        || kind == "AWS::KMS::Key"
}
