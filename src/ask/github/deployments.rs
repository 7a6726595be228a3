//! What is asked of GitHub about environments, and what is deployed there or waits.

use super::endpoint::{
    APPROVALS, DEPLOYMENT_STATUSES, DEPLOYMENTS, ENVIRONMENTS, PENDING_DEPLOYMENTS,
};
use crate::{
    ask::define::asks,
    facts::{
        Remote,
        actions::{
            Approval, Deployment, DeploymentId, DeploymentStatus, GitHubEnvironment, Listing,
            PendingDeployment, RunId,
        },
    },
};

asks! {
    DeploymentsAsk => DeploymentsAnswer of GitHub;

    /// Every environment that the run waits for.
    Pending(RunId) -> Vec<PendingDeployment> {
        words: "what a run waits for",
        calls: [PENDING_DEPLOYMENTS],
    }

    /// Who approved or rejected it before.
    Approvals(RunId) -> Vec<Approval> {
        words: "who approved a run",
        calls: [APPROVALS],
    }

    /// The repository's environments with what protects them.
    Environments -> Listing<GitHubEnvironment> {
        words: "the repository's environments",
        calls: [ENVIRONMENTS],
    }

    /// The newest deployments, of one environment or of all.
    Newest { environment: Option<Remote> } -> Listing<Deployment> {
        words: "the newest deployments",
        calls: [DEPLOYMENTS],
    }

    /// What became of a deployment, newest first.
    Statuses(DeploymentId) -> Listing<DeploymentStatus> {
        words: "what became of a deployment",
        calls: [DEPLOYMENT_STATUSES],
    }
}
