//! What the world said, one variant for each kind of ask.

use serde::{Deserialize, Serialize};

use crate::facts::{
    Authorization, Caller, ChangeSet, ChangeSetFailures, ChangeSetSummary, Codified,
    DriftDetectionId, InSync, JournalView, LastWrite, Remote, ResourceDrift, Stack, StackDrift,
    StackEvents, StackResources, StackTemplate, Stacks, Templates, UseHit,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Caller(Caller),
    Authorization(Authorization),
    /// Newest first.
    LastWrites(Vec<LastWrite>),
    Codified(Codified),
    Templates(Templates),
    Uses {
        hits: Vec<UseHit>,
        /// The search stopped at its bound: there may be more.
        cut: bool,
    },
    InSync(Vec<InSync>),
    Journal(JournalView),
    Stacks(Stacks),
    Stack(Box<Stack>),
    StackEvents(StackEvents),
    StackResources(StackResources),
    StackTemplate(StackTemplate),
    /// Newest first.
    ChangeSets(Vec<ChangeSetSummary>),
    ChangeSet(Box<ChangeSet>),
    Proposed(Remote),
    ChangeSetFailures(ChangeSetFailures),
    /// The detection that was set going, to be followed by its id.
    DriftDetection(DriftDetectionId),
    StackDrift(StackDrift),
    ResourceDrifts(Vec<ResourceDrift>),
}
