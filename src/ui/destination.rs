//! What a text names and a person can go to: a stack, a role, a run, a line of a file.
//! Data only; who shows such a thing knows how to get there.

use jiff::Timestamp;

use crate::facts::{
    ChangeSetId, EnvironmentName, LogGroupName, LogStreamName, ResourceName, RoleName, StackName,
    actions::{JobId, RunId},
};

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
    /// The log of a group, or of one of its streams, around a moment if that is known.
    Log {
        group: LogGroupName,
        stream: Option<LogStreamName>,
        at: Option<Timestamp>,
    },
    /// A service of Cloud Map, by its name.
    Service(String),
    /// A row of the health audit: its rule, and the thing that it is about.
    Health(String, ResourceName),
    /// A runbook, and what it is carried out for.
    Runbook(String, String),
    /// A rule of the pipeline audit, by its id.
    Rule(String),
    /// Another environment, and there something if it is named.
    Environment(EnvironmentName, Option<Box<Destination>>),
    /// What a job of a run printed, around a moment if that is known.
    JobLog {
        job: JobId,
        name: String,
        at: Option<Timestamp>,
    },
    /// A log on this machine, by its path.
    LogFile(String),
    /// A change that is to be proposed for a stack: the command, and the stack to select.
    Proposal(StackName, &'static str),
}
