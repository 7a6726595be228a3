//! What is recorded of a runbook that a person carries out: a line for each step, in the
//! order in which they were taken. What the steps mean, and how far an execution has come, is
//! told by the runbooks themselves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AccountId, EnvironmentName, Remote};

/// One step that was taken, or the beginning or the end of an execution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// Ties the steps of one execution together.
    pub execution: String,
    pub runbook: String,
    pub environment: EnvironmentName,
    /// The account as STS named it; None: nobody had asked yet.
    pub account: Option<AccountId>,
    /// What the runbook is carried out for: a stack, a role. Empty: nothing in particular.
    pub subject: Remote,
    /// The id of the step; empty of the execution as a whole.
    pub step: String,
    pub outcome: StepOutcome,
    pub at: Timestamp,
    /// As whom AWS was read: the caller's ARN.
    pub caller: Option<Remote>,
    /// `anna (uid 1000)@bastion`, as far as the system tells; whoever records it fills it in.
    #[serde(default)]
    pub who: Remote,
    /// The newest record of the journal of writes when it was taken: what comes after it
    /// may be the runbook's.
    #[serde(default)]
    pub journal: u64,
    /// What the outcome rests on.
    #[serde(default)]
    pub seen: Vec<Seen>,
    /// What the person wrote; secrets are masked in it.
    #[serde(default)]
    pub note: Option<Remote>,
}

/// What was known when a step was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The question: `stack-is-stable`.
    pub question: String,
    /// None: it could not be told.
    pub holds: Option<bool>,
    pub said: Vec<String>,
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepOutcome {
    /// The execution began.
    Started,
    Done,
    /// A person whose consent it needs said no.
    Refused,
    StoppedByGuard,
    /// A person says that it was done elsewhere; nothing here can verify that.
    Attested,
    /// A person left it out, and wrote why.
    Skipped,
    /// What was waited for did not come in time.
    Expired,
    Failed,
    /// The execution ended before its last step, and why is in the note.
    Left,
}

impl StepOutcome {
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::StoppedByGuard => "stopped by a guard",
            Self::Attested => "attested",
            Self::Skipped => "skipped",
            Self::Expired => "expired",
            Self::Failed => "failed",
            Self::Left => "left",
        }
    }

    /// The step is behind the person, whatever came of it.
    pub fn goes_on(self) -> bool {
        matches!(
            self,
            Self::Started | Self::Done | Self::Attested | Self::Skipped
        )
    }
}
