//! How each ask of GitHub is read: which request, with which values.

mod protection;
mod source;

use super::{client::Client, pages::ON_A_PAGE, request::Request};
use crate::{
    ask::{
        Endpoint, Reads,
        github::{actions, deployments, endpoint as at},
    },
    facts::{
        Fault, Repository,
        actions::{
            ActionsPermissions, Annotation, Approval, Artifact, Budget, CacheEntry,
            ConcurrencyGroup, Deployment, DeploymentStatus, GitHubEnvironment, Job, JobLog,
            Listing, PendingDeployment, Retention, Run, RunState, RunsPage, SelectedActions,
            SubjectTemplate, Workflow,
        },
    },
};

/// The pages of a list that is read whole: two thousand jobs, two thousand of anything.
const MOST_PAGES: usize = 20;
/// Of what only the newest matter.
const NEWEST_PAGES: usize = 1;
/// Lists of runs are slow where a repository has many: a screenful at a time.
const RUNS_ON_A_PAGE: usize = 30;

/// One ask being answered, about one repository.
pub(in crate::edge) struct Reader<'a> {
    pub(super) client: &'a Client,
    pub(super) repository: &'a Repository,
}

impl<'a> Reader<'a> {
    pub(super) fn request(&self, endpoint: Endpoint, what: impl Into<String>) -> Request<'a> {
        Request::new(self.repository, endpoint, what)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn job_log(&self, asked: &actions::JobLog) -> Request<'a> {
        let request = self.request(at::JOB_LOG, format!("the log of job {}", asked.0.0));
        request.with(asked.0.0)
    }
}

impl Reads<actions::Runs> for Reader<'_> {
    async fn read(&self, asked: &actions::Runs) -> Result<RunsPage, Fault> {
        let filter = &asked.filter;
        let mut request = match filter.workflow {
            Some(workflow) => {
                let what = "the runs of a workflow";
                self.request(at::RUNS_OF_WORKFLOW, what).with(workflow.0)
            }
            None => self.request(at::RUNS, "the workflow runs"),
        };
        let named = [
            ("branch", &filter.branch),
            ("event", &filter.event),
            ("actor", &filter.actor),
        ];
        for (name, value) in named {
            if let Some(value) = value {
                request = request.asking(name, value.raw());
            }
        }
        if let Some(status) = &filter.status {
            request = request.asking("status", RunState::word(status));
        }
        request = request
            .asking("per_page", RUNS_ON_A_PAGE)
            .asking("exclude_pull_requests", true);
        if asked.page > 1 {
            request = request.asking("page", asked.page);
        }
        self.client.read(&request).await
    }
}

impl Reads<actions::Run> for Reader<'_> {
    async fn read(&self, asked: &actions::Run) -> Result<Run, Fault> {
        let request = self.request(at::RUN, format!("run {}", asked.0.0));
        let request = request
            .with(asked.0.0)
            .asking("exclude_pull_requests", true);
        self.client.read(&request).await
    }
}

impl Reads<actions::Attempt> for Reader<'_> {
    async fn read(&self, asked: &actions::Attempt) -> Result<Run, Fault> {
        let (run, attempt) = (asked.run.0, asked.attempt);
        let request = self.request(at::ATTEMPT, format!("attempt {attempt} of run {run}"));
        let request = request.with(run).with(attempt);
        self.client
            .read(&request.asking("exclude_pull_requests", true))
            .await
    }
}

impl Reads<actions::Jobs> for Reader<'_> {
    async fn read(&self, asked: &actions::Jobs) -> Result<Listing<Job>, Fault> {
        let (run, attempt) = (asked.run.0, asked.attempt);
        let what = format!("the jobs of run {run}");
        let request = self
            .request(at::JOBS_OF_ATTEMPT, what)
            .with(run)
            .with(attempt);
        self.client.listing(&request, "jobs", MOST_PAGES).await
    }
}

impl Reads<actions::Job> for Reader<'_> {
    async fn read(&self, asked: &actions::Job) -> Result<Job, Fault> {
        let request = self.request(at::JOB, format!("job {}", asked.0.0));
        self.client.read(&request.with(asked.0.0)).await
    }
}

impl Reads<actions::JobLog> for Reader<'_> {
    async fn read(&self, asked: &actions::JobLog) -> Result<JobLog, Fault> {
        self.client.log(&self.job_log(asked), None).await
    }
}

impl Reads<actions::Annotations> for Reader<'_> {
    async fn read(&self, asked: &actions::Annotations) -> Result<Listing<Annotation>, Fault> {
        let what = format!("the annotations of check run {}", asked.0.0);
        let request = self.request(at::ANNOTATIONS, what).with(asked.0.0);
        self.client.list(&request, MOST_PAGES).await
    }
}

impl Reads<actions::Workflows> for Reader<'_> {
    async fn read(&self, _: &actions::Workflows) -> Result<Listing<Workflow>, Fault> {
        let request = self.request(at::WORKFLOWS, "the workflows");
        self.client.listing(&request, "workflows", MOST_PAGES).await
    }
}

impl Reads<actions::Artifacts> for Reader<'_> {
    async fn read(&self, asked: &actions::Artifacts) -> Result<Listing<Artifact>, Fault> {
        let what = format!("the artifacts of run {}", asked.0.0);
        let request = self.request(at::ARTIFACTS_OF_RUN, what).with(asked.0.0);
        self.client.listing(&request, "artifacts", MOST_PAGES).await
    }
}

impl Reads<actions::Caches> for Reader<'_> {
    async fn read(&self, _: &actions::Caches) -> Result<Listing<CacheEntry>, Fault> {
        let request = self.request(at::CACHES, "the caches");
        self.client
            .listing(&request, "actions_caches", MOST_PAGES)
            .await
    }
}

impl Reads<actions::ConcurrencyOf> for Reader<'_> {
    async fn read(
        &self,
        asked: &actions::ConcurrencyOf,
    ) -> Result<Listing<ConcurrencyGroup>, Fault> {
        let what = format!("the concurrency groups of run {}", asked.0.0);
        let request = self.request(at::CONCURRENCY_OF_RUN, what).with(asked.0.0);
        // Its further pages go by a cursor; no run is in a hundred groups.
        self.client
            .listing(&request, "concurrency_groups", NEWEST_PAGES)
            .await
    }
}

impl Reads<actions::AheadOf> for Reader<'_> {
    async fn read(&self, asked: &actions::AheadOf) -> Result<ConcurrencyGroup, Fault> {
        let what = format!("what run {} waits behind", asked.run.0);
        let request = self.request(at::CONCURRENCY_GROUP, what);
        let request = request.with(asked.group.raw());
        self.client
            .read(&request.asking("ahead_of_run", asked.run.0))
            .await
    }
}

impl Reads<actions::Permissions> for Reader<'_> {
    async fn read(&self, _: &actions::Permissions) -> Result<ActionsPermissions, Fault> {
        let request = self.request(at::ACTIONS_PERMISSIONS, "which actions may run");
        self.client.read(&request).await
    }
}

impl Reads<actions::SelectedActions> for Reader<'_> {
    async fn read(&self, _: &actions::SelectedActions) -> Result<SelectedActions, Fault> {
        let request = self.request(at::SELECTED_ACTIONS, "the selected actions");
        self.client.read(&request).await
    }
}

impl Reads<actions::Retention> for Reader<'_> {
    async fn read(&self, _: &actions::Retention) -> Result<Retention, Fault> {
        let request = self.request(at::RETENTION, "how long logs are kept");
        self.client.read(&request).await
    }
}

impl Reads<actions::OidcSubject> for Reader<'_> {
    async fn read(&self, _: &actions::OidcSubject) -> Result<SubjectTemplate, Fault> {
        let request = self.request(at::OIDC_SUBJECT, "how OIDC subjects are made");
        self.client.read(&request).await
    }
}

/// Nothing is sent: earlier answers said it.
impl Reads<actions::BudgetLeft> for Reader<'_> {
    async fn read(&self, _: &actions::BudgetLeft) -> Result<Budget, Fault> {
        Ok(self.client.traffic().budget())
    }
}

impl Reads<deployments::Pending> for Reader<'_> {
    async fn read(&self, asked: &deployments::Pending) -> Result<Vec<PendingDeployment>, Fault> {
        let what = format!("what run {} waits for", asked.0.0);
        let request = self.request(at::PENDING_DEPLOYMENTS, what).with(asked.0.0);
        let pending: Option<Vec<PendingDeployment>> = self.client.read(&request).await?;
        Ok(pending.unwrap_or_default())
    }
}

impl Reads<deployments::Approvals> for Reader<'_> {
    async fn read(&self, asked: &deployments::Approvals) -> Result<Vec<Approval>, Fault> {
        let what = format!("the approvals of run {}", asked.0.0);
        let request = self.request(at::APPROVALS, what).with(asked.0.0);
        let approvals: Option<Vec<Approval>> = self.client.read(&request).await?;
        Ok(approvals.unwrap_or_default())
    }
}

impl Reads<deployments::Environments> for Reader<'_> {
    async fn read(
        &self,
        _: &deployments::Environments,
    ) -> Result<Listing<GitHubEnvironment>, Fault> {
        let request = self.request(at::ENVIRONMENTS, "the environments");
        self.client
            .listing(&request, "environments", MOST_PAGES)
            .await
    }
}

impl Reads<deployments::Newest> for Reader<'_> {
    async fn read(&self, asked: &deployments::Newest) -> Result<Listing<Deployment>, Fault> {
        let mut request = self.request(at::DEPLOYMENTS, "the deployments");
        if let Some(environment) = &asked.environment {
            request = request.asking("environment", environment.raw());
        }
        self.client.list(&request, NEWEST_PAGES).await
    }
}

impl Reads<deployments::Statuses> for Reader<'_> {
    async fn read(
        &self,
        asked: &deployments::Statuses,
    ) -> Result<Listing<DeploymentStatus>, Fault> {
        let what = format!("what became of deployment {}", asked.0.0);
        let request = self.request(at::DEPLOYMENT_STATUSES, what).with(asked.0.0);
        self.client.list(&request, NEWEST_PAGES).await
    }
}

const _: () = assert!(RUNS_ON_A_PAGE <= ON_A_PAGE);
