//! Why something could not be known or done, and what to do next.

use serde::{Deserialize, Serialize};

use super::Reason;

/// A failure as a person needs it: what happened to what, and the next step.
/// The texts may quote the outside world, so they are shown sanitised like it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub kind: FaultKind,
    /// A sentence: what happened, to what.
    pub what: String,
    /// A sentence: what to do next.
    pub hint: String,
    /// The error underneath, in its own words; empty when there is none.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The caller lacks this IAM action.
    Denied {
        action: String,
        resource: Option<String>,
    },
    /// The thing asked for does not exist.
    Missing,
    /// It existed, and is kept no longer.
    Gone,
    /// No credentials, or ones that are no longer accepted: a login renews them.
    Expired,
    /// The service asked us to slow down.
    Throttled,
    /// No answer: network, name, proxy or timeout.
    Offline,
    /// What was looked at changed since.
    Moved,
    /// STS named another account than the environment expects.
    WrongAccount { expected: String, found: String },
    /// The read-only lock refused the operation.
    ReadOnly,
    /// An answer or file that cannot be understood.
    Malformed,
    /// Our own mistake.
    Bug,
}

/// The sentence alone that says what happened.
impl From<&Fault> for Reason {
    fn from(fault: &Fault) -> Self {
        Self::from(fault.what.as_str())
    }
}

impl Fault {
    pub fn new(kind: FaultKind, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind,
            what: what.into(),
            hint: hint.into(),
            source: String::new(),
        }
    }

    #[must_use]
    pub fn caused_by(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// The few words a row has room for: the missing action, or the kind.
    pub fn in_short(&self) -> String {
        match &self.kind {
            FaultKind::Denied { action, .. } => format!("no access: {action}"),
            FaultKind::Missing => "not found".into(),
            FaultKind::Gone => "kept no longer".into(),
            FaultKind::Expired => "credentials expired".into(),
            FaultKind::Throttled => "throttled".into(),
            FaultKind::Offline => "no answer".into(),
            FaultKind::Moved => "changed meanwhile".into(),
            FaultKind::WrongAccount { found, .. } => format!("wrong account {found}"),
            FaultKind::ReadOnly => "refused: read-only".into(),
            FaultKind::Malformed => "unreadable".into(),
            FaultKind::Bug => "bug".into(),
        }
    }
}
