//! GitHub's endpoints that are read: method, path, and the permission that a fine-grained
//! token needs for it. The lock on the wire passes these and nothing else.

use crate::ask::Call;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// `GET /repos/{owner}/{repo}/actions/runs`, as GitHub's own description has it.
    operation: &'static str,
    /// `actions:read`.
    permission: &'static str,
}

macro_rules! endpoints {
    ($($NAME:ident: $path:literal needs $permission:literal;)+) => {
        $(pub const $NAME: Endpoint = Endpoint {
            operation: concat!("GET ", $path),
            permission: $permission,
        };)+

        /// Every one of them.
        pub const ENDPOINTS: &[Endpoint] = &[$($NAME),+];
    };
}

endpoints! {
    RUNS: "/repos/{owner}/{repo}/actions/runs" needs "actions:read";
    RUNS_OF_WORKFLOW: "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs" needs "actions:read";
    RUN: "/repos/{owner}/{repo}/actions/runs/{run_id}" needs "actions:read";
    ATTEMPT: "/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}" needs "actions:read";
    JOBS_OF_ATTEMPT: "/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs" needs "actions:read";
    JOB: "/repos/{owner}/{repo}/actions/jobs/{job_id}" needs "actions:read";
    JOB_LOG: "/repos/{owner}/{repo}/actions/jobs/{job_id}/logs" needs "actions:read";
    WORKFLOWS: "/repos/{owner}/{repo}/actions/workflows" needs "actions:read";
    ARTIFACTS_OF_RUN: "/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts" needs "actions:read";
    CACHES: "/repos/{owner}/{repo}/actions/caches" needs "actions:read";
    PENDING_DEPLOYMENTS: "/repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments" needs "actions:read";
    APPROVALS: "/repos/{owner}/{repo}/actions/runs/{run_id}/approvals" needs "actions:read";
    CONCURRENCY_OF_RUN: "/repos/{owner}/{repo}/actions/runs/{run_id}/concurrency_groups" needs "actions:read";
    CONCURRENCY_GROUP: "/repos/{owner}/{repo}/actions/concurrency_groups/{concurrency_group_name}" needs "actions:read";
    ENVIRONMENTS: "/repos/{owner}/{repo}/environments" needs "actions:read";
    ANNOTATIONS: "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations" needs "checks:read";
    ACTIONS_PERMISSIONS: "/repos/{owner}/{repo}/actions/permissions" needs "administration:read";
    SELECTED_ACTIONS: "/repos/{owner}/{repo}/actions/permissions/selected-actions" needs "administration:read";
    RETENTION: "/repos/{owner}/{repo}/actions/permissions/artifact-and-log-retention" needs "administration:read";
    OIDC_SUBJECT: "/repos/{owner}/{repo}/actions/oidc/customization/sub" needs "actions:read";
    REPOSITORY: "/repos/{owner}/{repo}" needs "metadata:read";
    CONTENTS: "/repos/{owner}/{repo}/contents/{path}" needs "contents:read";
    COMPARE: "/repos/{owner}/{repo}/compare/{basehead}" needs "contents:read";
    DEPLOYMENTS: "/repos/{owner}/{repo}/deployments" needs "deployments:read";
    DEPLOYMENT_STATUSES: "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses" needs "deployments:read";
    USER: "/user" needs "metadata:read";
    BRANCH: "/repos/{owner}/{repo}/branches/{branch}" needs "contents:read";
    WORKFLOW_TOKEN: "/repos/{owner}/{repo}/actions/permissions/workflow" needs "administration:read";
    BRANCH_RULES: "/repos/{owner}/{repo}/rules/branches/{branch}" needs "metadata:read";
    ORGANISATION: "/orgs/{org}" needs "metadata:read";
    TAGS: "/repos/{owner}/{repo}/tags" needs "metadata:read";
    ADVISORIES: "/advisories" needs "metadata:read";
    PULLS: "/repos/{owner}/{repo}/pulls" needs "pull_requests:read";
}

impl Endpoint {
    pub const fn call(self) -> Call {
        Call {
            service: "GitHub",
            operation: self.operation,
            action: self.permission,
        }
    }

    pub fn operation(self) -> &'static str {
        self.operation
    }

    pub fn permission(self) -> &'static str {
        self.permission
    }

    /// The path with its braces, without the method.
    pub fn template(self) -> &'static str {
        let parts = self.operation.split_once(' ');
        parts.map_or(self.operation, |(_, path)| path)
    }
}
