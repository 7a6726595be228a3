//! A proposed change, as harmless data: what a pane hands to the gate.

use serde::{Deserialize, Serialize};

use super::writes::Write;
use crate::facts::{EnvironmentName, Remote, UseHit};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub environment: EnvironmentName,
    pub write: Write,
    /// Where the new content comes from; checked against the world, not believed.
    pub origin: Origin,
    /// Lines of the repository that rely on the difference, as the pane found them.
    pub uses: Vec<UseHit>,
    /// The names of other things of the target's kind, where they are all known:
    /// a long name may then be confirmed by its end.
    pub peers: Option<Vec<Remote>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The repository's file has it.
    Repository { path: String },
    /// The live policy has it.
    Live,
    /// A sibling's policy, rewritten for this environment.
    Sibling {
        environment: EnvironmentName,
        role: crate::facts::RoleName,
    },
    /// What the stack itself has: a change set, or an operation that failed.
    Stack,
    /// What GitHub itself has: a run, a workflow.
    GitHub,
    /// It was there before the change with this number in the journal.
    Undo { change: String },
}
