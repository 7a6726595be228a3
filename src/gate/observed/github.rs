//! What was read afresh of GitHub for a write: whose token it is, and the run, the
//! workflow or the branch that the write is about.
//!
//! Only what decides: what goes on by itself, as the steps of a running job, would have
//! every preview be out of date.

use serde::{Deserialize, Serialize};

use crate::facts::{
    Fault, Reading, Remote, Repository, StackName, StackStatus, Through,
    actions::{
        Approval, Comparison, GitHubEnvironment, GitHubEnvironmentId, Job, PendingDeployment,
        PullRequest, Run, RunId,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GitHubState {
    /// `github.com`: whom it was asked of.
    pub host: String,
    pub repository: Repository,
    /// Whose token it is, by its login.
    pub user: Reading<Remote>,
    /// Of a classic token; None: another token does not say what it may do.
    pub scopes: Option<Vec<String>>,
    pub through: Vec<Through>,
    pub found: GitHubFound,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GitHubFound {
    Run(Box<SeenRun>),
    Workflow(Box<SeenWorkflow>),
    Branch(Box<SeenBranch>),
}

/// A run, as a rerun, a cancellation or an approval needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenRun {
    pub run: Reading<Run>,
    /// The text of its workflow at its commit.
    pub workflow: Reading<Remote>,
    /// Of its newest attempt, once that is over; None: not asked.
    pub jobs: Option<Reading<Vec<Job>>>,
    /// The stacks that it may deploy.
    pub stacks: Vec<DeployedStack>,
    /// None: it is about no approval.
    pub review: Option<Box<SeenReview>>,
}

/// The environments that a run waits for, and who looked at them before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenReview {
    pub pending: Reading<Vec<PendingDeployment>>,
    pub approvals: Reading<Vec<Approval>>,
    /// With what protects them.
    pub environments: Reading<Vec<GitHubEnvironment>>,
    /// Of those that would be approved.
    pub deployed: Vec<DeployedCommit>,
    /// Newer runs that wait in a concurrency group of this one.
    pub newer: Reading<Vec<RunId>>,
}

/// What an environment has now, and how the run's commit differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedCommit {
    pub environment: GitHubEnvironmentId,
    /// None: nothing was ever deployed there.
    pub sha: Reading<Option<Remote>>,
    /// What the run's commit has that the deployed one has not.
    pub brings: Option<Reading<Comparison>>,
    /// What the deployed one has that the run's has not: what would go.
    pub takes: Option<Reading<Comparison>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedStack {
    pub name: StackName,
    pub status: Reading<StackStatus>,
}

/// A workflow that is to be started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenWorkflow {
    /// Its text on the branch that it is started on.
    pub text: Reading<Remote>,
    /// The newest commit of that branch.
    pub tip: Reading<Remote>,
    pub stacks: Vec<DeployedStack>,
    /// Its runs that somebody started, as far as a page goes.
    pub started: Reading<Vec<RunId>>,
    /// One more is there than was: only in what a plan expects.
    pub and_one: bool,
}

/// The branch that a pull request is made from, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenBranch {
    /// The default branch, and its newest commit.
    pub base: Reading<Remote>,
    pub tip: Reading<Remote>,
    /// What the default branch has at the path: its blob, and its text.
    pub file: Reading<Option<PinnedFile>>,
    /// Whether the new branch is there.
    pub exists: Reading<bool>,
    pub pull_request: Reading<Option<PullRequest>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinnedFile {
    pub sha: Remote,
    pub text: Remote,
}

impl GitHubState {
    /// Whether what it is about could be read at all.
    pub(in crate::gate) fn readable(&self) -> Result<(), &Fault> {
        match &self.found {
            GitHubFound::Run(state) => state.run.read().map(drop),
            GitHubFound::Workflow(state) => state.started.read().map(drop),
            GitHubFound::Branch(state) => state.pull_request.read().map(drop),
        }
    }

    pub fn run(&self) -> Option<&SeenRun> {
        match &self.found {
            GitHubFound::Run(state) => Some(state),
            GitHubFound::Workflow(_) | GitHubFound::Branch(_) => None,
        }
    }

    pub fn review(&self) -> Option<&SeenReview> {
        self.run()?.review.as_deref()
    }

    pub fn workflow(&self) -> Option<&SeenWorkflow> {
        match &self.found {
            GitHubFound::Workflow(state) => Some(state),
            GitHubFound::Run(_) | GitHubFound::Branch(_) => None,
        }
    }

    pub fn branch(&self) -> Option<&SeenBranch> {
        match &self.found {
            GitHubFound::Branch(state) => Some(state),
            GitHubFound::Run(_) | GitHubFound::Workflow(_) => None,
        }
    }

    /// The stacks that what is started here may deploy.
    pub fn stacks(&self) -> &[DeployedStack] {
        match &self.found {
            GitHubFound::Run(state) => &state.stacks,
            GitHubFound::Workflow(state) => &state.stacks,
            GitHubFound::Branch(_) => &[],
        }
    }

    /// The text of the workflow, where it could be read.
    pub fn workflow_text(&self) -> Option<&str> {
        let text = match &self.found {
            GitHubFound::Run(state) => &state.workflow,
            GitHubFound::Workflow(state) => &state.text,
            GitHubFound::Branch(_) => return None,
        };
        text.known().map(Remote::raw)
    }
}

impl SeenReview {
    pub fn deployed(&self, environment: GitHubEnvironmentId) -> Option<&DeployedCommit> {
        let mut all = self.deployed.iter();
        all.find(|one| one.environment == environment)
    }
}

impl DeployedCommit {
    /// What is deployed is newer than what the run would bring: it goes back.
    pub fn rolls_back(&self) -> bool {
        let known = |compared: &Option<Reading<Comparison>>| {
            compared.as_ref().and_then(Reading::known).cloned()
        };
        match (known(&self.brings), known(&self.takes)) {
            (Some(brings), Some(takes)) => {
                brings.ahead_by == Some(0) && takes.ahead_by.is_some_and(|gone| gone > 0)
            }
            _ => false,
        }
    }
}
