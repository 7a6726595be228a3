//! What is asked of GitHub Actions: runs, their jobs, and what those left behind.

use super::endpoint::{
    ACTIONS_PERMISSIONS, ANNOTATIONS, ARTIFACTS_OF_RUN, ATTEMPT, CACHES, CONCURRENCY_GROUP,
    CONCURRENCY_OF_RUN, JOB, JOB_LOG, JOBS_OF_ATTEMPT, OIDC_SUBJECT, RETENTION, RUN, RUNS,
    RUNS_OF_WORKFLOW, SELECTED_ACTIONS, WORKFLOWS,
};
use crate::{
    ask::{Call, define::asks},
    facts::{
        Remote,
        actions::{
            self, ActionsPermissions, Annotation, Artifact, Budget, CacheEntry, CheckRunId,
            ConcurrencyGroup, JobId, Listing, RunFilter, RunId, RunsPage, SubjectTemplate,
        },
    },
};

/// A list of one workflow's runs is another endpoint.
const OF_ONE_WORKFLOW: &[Call] = &[RUNS_OF_WORKFLOW.call()];
const OF_ALL_WORKFLOWS: &[Call] = &[RUNS.call()];

asks! {
    ActionsAsk => ActionsAnswer of GitHub;

    /// One page of the runs, newest first.
    Runs { filter: RunFilter, page: u32 } -> RunsPage {
        words(ask): match ask.filter.status {
            Some(_) => "runs of one state",
            None => "the newest runs",
        },
        calls: [RUNS, RUNS_OF_WORKFLOW],
        only(ask): match ask.filter.workflow {
            Some(_) => OF_ONE_WORKFLOW,
            None => OF_ALL_WORKFLOWS,
        },
    }

    /// A run, as its newest attempt is.
    Run(RunId) -> actions::Run {
        words: "a run",
        calls: [RUN],
    }

    /// An attempt of a run.
    Attempt { run: RunId, attempt: u32 } -> actions::Run {
        words: "an attempt of a run",
        calls: [ATTEMPT],
    }

    /// The jobs of an attempt, all pages of them.
    Jobs { run: RunId, attempt: u32 } -> Listing<actions::Job> {
        words: "the jobs of a run",
        calls: [JOBS_OF_ATTEMPT],
    }

    /// One job.
    Job(JobId) -> actions::Job {
        words: "a job",
        calls: [JOB],
    }

    /// A job's log, up to a limit. While the job runs there is none.
    JobLog(JobId) -> actions::JobLog {
        words: "the log of a job",
        calls: [JOB_LOG],
    }

    /// What was noted on a job: of a lost runner this alone tells.
    Annotations(CheckRunId) -> Listing<Annotation> {
        words: "the annotations of a job",
        calls: [ANNOTATIONS],
    }

    /// The repository's workflows.
    Workflows -> Listing<actions::Workflow> {
        words: "the workflows",
        calls: [WORKFLOWS],
    }

    /// What a run left to be downloaded.
    Artifacts(RunId) -> Listing<Artifact> {
        words: "the artifacts of a run",
        calls: [ARTIFACTS_OF_RUN],
    }

    /// The repository's caches.
    Caches -> Listing<CacheEntry> {
        words: "the caches",
        calls: [CACHES],
    }

    /// The concurrency groups that a run is in. An older server does not know them.
    ConcurrencyOf(RunId) -> Listing<ConcurrencyGroup> {
        words: "the concurrency groups of a run",
        calls: [CONCURRENCY_OF_RUN],
    }

    /// Who is ahead of a run in one of its groups, and the run itself.
    AheadOf { run: RunId, group: Remote } -> ConcurrencyGroup {
        words: "what a run waits behind",
        calls: [CONCURRENCY_GROUP],
    }

    /// Which actions the repository lets run.
    Permissions -> ActionsPermissions {
        words: "which actions may run",
        calls: [ACTIONS_PERMISSIONS],
    }

    /// The actions that may, where only selected ones do.
    SelectedActions -> actions::SelectedActions {
        words: "the selected actions",
        calls: [SELECTED_ACTIONS],
    }

    /// How long logs and artifacts are kept.
    Retention -> actions::Retention {
        words: "how long logs are kept",
        calls: [RETENTION],
    }

    /// How the subject of the repository's OIDC tokens is made.
    OidcSubject -> SubjectTemplate {
        words: "how OIDC subjects are made",
        calls: [OIDC_SUBJECT],
    }

    /// What GitHub still lets us ask. Sends nothing: earlier answers said it.
    BudgetLeft -> Budget {
        words: "what GitHub lets us ask",
    }
}
