//! What is done on GitHub, for those who must not know the write itself.

use serde::{Deserialize, Serialize};

use super::Target;
use crate::facts::{
    Remote, Repository, StackName,
    actions::{GitHubEnvironmentId, RunId, WorkflowId},
};

/// An environment whose deployment is approved or rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedEnvironment {
    pub id: GitHubEnvironmentId,
    pub name: Remote,
}

#[derive(Clone, Copy, Debug)]
pub enum GitHubPart<'a> {
    /// A run begins again; with the stack that its log names.
    Rerun(RunId, Option<&'a StackName>),
    Cancel {
        run: RunId,
        force: bool,
    },
    /// A workflow is started by hand.
    Dispatch {
        workflow: &'a str,
        branch: &'a str,
        id: WorkflowId,
        stack: Option<&'a StackName>,
    },
    Review {
        run: RunId,
        environments: &'a [ReviewedEnvironment],
        approve: bool,
        comment: &'a str,
    },
    /// A branch with one changed file, and a pull request from it.
    PullRequest {
        branch: &'a str,
        path: &'a str,
        title: &'a str,
        body: &'a str,
    },
}

impl<'a> GitHubPart<'a> {
    /// The run that it is about.
    pub fn run(&self) -> Option<RunId> {
        match *self {
            Self::Rerun(run, _) | Self::Cancel { run, .. } | Self::Review { run, .. } => Some(run),
            Self::Dispatch { .. } | Self::PullRequest { .. } => None,
        }
    }

    /// Jobs begin by it that may deploy something.
    pub fn starts_jobs(&self) -> bool {
        match self {
            Self::Rerun(..) | Self::Dispatch { .. } => true,
            // What an approval lets go on was started before.
            Self::Review { .. } | Self::Cancel { .. } | Self::PullRequest { .. } => false,
        }
    }

    /// The stack that a log names as the one that is deployed.
    pub fn stack(&self) -> Option<&'a StackName> {
        match *self {
            Self::Rerun(_, stack) | Self::Dispatch { stack, .. } => stack,
            Self::Cancel { .. } | Self::Review { .. } | Self::PullRequest { .. } => None,
        }
    }

    pub(super) fn target(&self, repository: &Repository) -> Target {
        let of = repository.to_string();
        let (kind, name, part) = match *self {
            Self::Rerun(run, _) | Self::Cancel { run, .. } => {
                ("run", run.0.to_string(), ("repository", of))
            }
            Self::Dispatch {
                workflow, branch, ..
            } => {
                let file = workflow.rsplit('/').next().unwrap_or(workflow);
                ("workflow", file.to_owned(), ("branch", branch.to_owned()))
            }
            Self::Review {
                run, environments, ..
            } => {
                let names: Vec<&str> = environments.iter().map(|one| one.name.raw()).collect();
                ("environment", names.join(", "), ("run", run.0.to_string()))
            }
            Self::PullRequest { branch, .. } => ("repository", of, ("branch", branch.to_owned())),
        };
        Target {
            kind,
            name: Remote::new(name),
            part: Some((part.0, Remote::new(part.1))),
            count: None,
        }
    }
}
