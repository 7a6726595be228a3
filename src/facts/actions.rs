//! What GitHub says of workflow runs and deployments, as it says it.
//!
//! The names are those of GitHub's answers, and only the fields that something reads.
//! Whatever the API may leave out or send as null may be missing here: one odd run must
//! not make a whole page unreadable.

mod allowed;
mod budget;
mod concurrency;
mod contents;
mod deployment;
mod ids;
mod job;
mod lenient;
mod listing;
mod log;
mod protection;
mod run;
mod run_state;
mod source;

pub use allowed::{ActionsPermissions, Retention, SelectedActions, SubjectTemplate};
pub use budget::Budget;
pub use concurrency::{ConcurrencyGroup, GroupMember};
pub use contents::{ChangedFile, ComparedCommit, Comparison, FileText, Owner, RepositoryFacts};
pub use deployment::{
    Approval, Deployment, DeploymentStatus, GitHubEnvironment, PendingDeployment, ProtectionRule,
    Reviewer, ReviewerName,
};
pub use ids::{
    ArtifactId, CheckRunId, DeploymentId, GitHubEnvironmentId, JobId, RunId, WorkflowId,
};
pub use job::{Annotation, Job, Step};
pub use listing::{Artifact, ArtifactRun, CacheEntry, Listing, Workflow};
pub use log::JobLog;
pub use protection::{
    Advisory, BranchRule, Organisation, Package, RequiredCheck, RuleParameters, SecurityAnalysis,
    Switch, Tag, Vulnerable, WorkflowToken,
};
pub use run::{Actor, HeadCommit, HeadRepository, Run, RunFilter, RunsPage};
pub use run_state::RunState;
pub use source::{
    Branch, BranchProtection, ProtectedChecks, PullRequest, Tip, abbreviated, packed,
};
