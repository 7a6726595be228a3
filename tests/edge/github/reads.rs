//! Each ask against the API: which requests, which pages, and what is asked twice.

use std::{
    collections::BTreeSet,
    sync::Arc,
    sync::atomic::{AtomicUsize, Ordering},
};

use serde_json::{Value, json};
use watchkeeper::{
    ask::{
        Ask, GitHubAsk, Question,
        github::{actions, contents, deployments, protection, source},
    },
    facts::{
        Remote,
        actions::{CheckRunId, DeploymentId, JobId, RunFilter, RunId, RunState, WorkflowId},
    },
};

use super::{ask, github, repository};
use crate::support::{
    github::{Fake, Reply, Request},
    openapi,
};

fn every_ask() -> Vec<Ask> {
    let at = repository();
    let (run, job) = (RunId(7), JobId(7));
    let runs = |workflow| actions::Runs {
        filter: RunFilter {
            workflow,
            ..RunFilter::default()
        },
        page: 1,
    };
    vec![
        runs(None).in_repository(&at).into(),
        runs(Some(WorkflowId(3))).in_repository(&at).into(),
        actions::Run(run).in_repository(&at).into(),
        actions::Attempt { run, attempt: 2 }
            .in_repository(&at)
            .into(),
        actions::Jobs { run, attempt: 2 }.in_repository(&at).into(),
        actions::Job(job).in_repository(&at).into(),
        actions::JobLog(job).in_repository(&at).into(),
        actions::Annotations(CheckRunId(7))
            .in_repository(&at)
            .into(),
        actions::Workflows.in_repository(&at).into(),
        actions::Artifacts(run).in_repository(&at).into(),
        actions::ConcurrencyOf(run).in_repository(&at).into(),
        actions::AheadOf {
            run,
            group: "deploy/eu west".into(),
        }
        .in_repository(&at)
        .into(),
        actions::Caches.in_repository(&at).into(),
        actions::Permissions.in_repository(&at).into(),
        actions::SelectedActions.in_repository(&at).into(),
        actions::Retention.in_repository(&at).into(),
        actions::OidcSubject.in_repository(&at).into(),
        contents::Repository.in_repository(&at).into(),
        contents::File {
            path: ".github/workflows/a b.yml".into(),
            at: "main".into(),
        }
        .in_repository(&at)
        .into(),
        contents::Compare {
            base: "4f1c2ab".into(),
            head: "feature/x".into(),
        }
        .in_repository(&at)
        .into(),
        actions::BudgetLeft.in_repository(&at).into(),
        deployments::Pending(run).in_repository(&at).into(),
        deployments::Approvals(run).in_repository(&at).into(),
        deployments::Environments.in_repository(&at).into(),
        deployments::Newest {
            environment: Some("prod/eu west".into()),
        }
        .in_repository(&at)
        .into(),
        deployments::Statuses(DeploymentId(7))
            .in_repository(&at)
            .into(),
        protection::WorkflowToken.in_repository(&at).into(),
        protection::BranchRules("release/1.x".into())
            .in_repository(&at)
            .into(),
        protection::Organisation.in_repository(&at).into(),
        protection::Tags.in_repository(&at).into(),
        protection::Advisories.in_repository(&at).into(),
        source::Viewer.in_repository(&at).into(),
        source::Branch("main".into()).in_repository(&at).into(),
        source::ConcurrencyMembers("deploy/eu west".into())
            .in_repository(&at)
            .into(),
        source::PullRequests {
            branch: "watchkeeper/x".into(),
        }
        .in_repository(&at)
        .into(),
    ]
}

/// Whatever is asked, in full; logs lie elsewhere.
fn world(request: &Request, logs: &str) -> Reply {
    let template = openapi::template(&request.path).unwrap();
    match template.ends_with("/logs") {
        true => Reply::redirect(logs),
        // The description's first example of a file is a folder.
        false if template.ends_with("/contents/{path}") => Reply::json(&json!({
            "type": "file", "encoding": "base64", "size": 2, "name": "x", "path": "x",
            "content": "e30=", "sha": "b1", "url": "u", "git_url": null, "html_url": null,
            "download_url": null, "_links": {"git": null, "html": null, "self": "s"},
        })),
        false => Reply::json(&openapi::example(template, true)),
    }
}

#[tokio::test]
async fn each_ask_calls_exactly_the_endpoints_it_says() {
    for asked in every_ask() {
        let store = Fake::elsewhere(|_| Reply::odd(200, "a line\n"));
        let place = store.url.clone();
        let fake = Fake::start(move |request| world(request, &place));
        let Ask::GitHub(at, of_github) = &asked else {
            unreachable!("all are of GitHub")
        };
        let of_github: &GitHubAsk = of_github;
        let answer = github(&fake).answer(at, of_github).await;
        assert!(answer.is_ok(), "{asked:?}: {answer:?}");
        let called: BTreeSet<String> = fake.seen().iter().map(Request::operation).collect();
        let calls = asked.calls().iter().map(|call| call.operation.to_owned());
        assert_eq!(called, calls.collect(), "{asked:?}");
    }
}

#[test]
fn every_endpoint_is_one_of_githubs_own() {
    let listed: BTreeSet<&str> = watchkeeper::ask::github::endpoint::ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.template())
        .collect();
    assert_eq!(listed, openapi::paths().collect());
}

fn job(number: u64) -> Value {
    let mut job = openapi::example("/repos/{owner}/{repo}/actions/jobs/{job_id}", true);
    job["id"] = json!(number);
    job["name"] = json!(format!("test ({number})"));
    job
}

#[tokio::test]
async fn a_matrix_of_250_jobs_is_counted_on_all_pages() {
    let fake = Fake::start(|request| {
        let from = (request.page() as u64 - 1) * 100;
        let jobs: Vec<Value> = (from..250.min(from + 100)).map(job).collect();
        Reply::json(&json!({"total_count": 250, "jobs": jobs}))
    });
    let asked = actions::Jobs {
        run: RunId(7),
        attempt: 1,
    };
    let jobs = ask(&github(&fake), asked).await.unwrap();
    assert_eq!(
        (jobs.items.len(), jobs.total, jobs.whole),
        (250, Some(250), true)
    );
    assert_eq!(fake.seen().len(), 3);
    assert!(
        fake.seen()
            .iter()
            .all(|request| request.asked("per_page") == Some("100"))
    );
}

/// A server that always has one more page must not be asked for ever.
#[tokio::test]
async fn a_list_without_an_end_is_cut_off_and_says_so() {
    let fake = Fake::start(|_| {
        let jobs: Vec<Value> = (0..100).map(job).collect();
        Reply::json(&json!({"total_count": 1_000_000, "jobs": jobs}))
    });
    let asked = actions::Jobs {
        run: RunId(7),
        attempt: 1,
    };
    let jobs = ask(&github(&fake), asked).await.unwrap();
    assert_eq!((jobs.items.len(), jobs.whole), (2000, false));
}

#[tokio::test]
async fn the_first_page_of_runs_is_one_request_whatever_is_filtered() {
    let fake = Fake::start(|_| Reply::json(&json!({"total_count": 0, "workflow_runs": []})));
    let github = github(&fake);
    for state in RunState::KNOWN.iter().filter(|state| state.is_a_filter()) {
        let filter = RunFilter {
            workflow: None,
            branch: Some(Remote::from("feature/a&b=c#d")),
            event: Some(Remote::from("push")),
            actor: Some(Remote::from("anna")),
            status: Some(state.clone()),
        };
        ask(&github, actions::Runs { filter, page: 2 })
            .await
            .unwrap();
        let last = fake.seen().pop().unwrap();
        assert_eq!(last.asked("status"), Some(state.word()));
        assert_eq!(last.asked("branch"), Some("feature/a&b=c#d"));
        assert_eq!(
            (last.page(), last.asked("exclude_pull_requests")),
            (2, Some("true"))
        );
    }
}

#[tokio::test]
async fn what_has_not_changed_is_asked_for_by_its_mark_and_costs_nothing() {
    let turns = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&turns);
    let fake = Fake::start(move |request| {
        let known = request.header("if-none-match") == Some("\"one\"");
        counted.fetch_add(1, Ordering::SeqCst);
        let left = |reply: Reply| {
            reply
                .with("etag", "\"one\"")
                .with("x-ratelimit-limit", "5000")
                .with("x-ratelimit-remaining", "4812")
        };
        match known {
            true => left(Reply::odd(304, "")),
            false => left(Reply::json(&job(7))),
        }
    });
    let github = github(&fake);
    let first = ask(&github, actions::Job(JobId(7))).await.unwrap();
    let again = ask(&github, actions::Job(JobId(7))).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(turns.load(Ordering::SeqCst), 2);
    let budget = ask(&github, actions::BudgetLeft).await.unwrap();
    assert_eq!(
        (budget.sent, budget.unchanged, budget.remaining),
        (2, 1, Some(4812))
    );
    assert_eq!(budget.left(), Some(96));
}
