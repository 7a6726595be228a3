//! What a text names and a person can go to: a stack, a role, a run, a line of a file.
//! Data only; who shows such a thing knows how to get there.

use crate::facts::{ChangeSetId, RoleName, StackName, actions::RunId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    Stack(StackName),
    ChangeSet(StackName, ChangeSetId),
    /// A role, or its part of this key, in the comparison with the repository.
    Role(RoleName, Option<String>),
    /// A workflow run.
    Run(RunId),
    /// A change of the journal, by its number.
    Change(String),
    /// A file of the repository, by its path from the root.
    File {
        path: String,
        line: Option<u32>,
    },
    /// A change that is to be proposed for a stack: the command, and the stack to select.
    Proposal(StackName, &'static str),
}
