//! Nulls everywhere the description allows one, and nothing there that it does not require.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use watchkeeper::{
    ask::github::{actions, contents, deployments},
    facts::{
        Remote,
        actions::{CheckRunId, DeploymentId, JobId, RunFilter, RunId, RunState, WorkflowId},
    },
};

use super::{ask, github};
use crate::support::{
    github::{Fake, Reply},
    openapi,
};

fn least() -> Fake {
    Fake::start(|request| {
        let template = openapi::template(&request.path).unwrap();
        Reply::json(&openapi::example(template, false))
    })
}

#[tokio::test]
async fn the_least_that_the_api_may_answer_is_read() {
    let fake = least();
    let github = &github(&fake);
    let (run, filter) = (RunId(7), RunFilter::default());
    let runs = ask(github, actions::Runs { filter, page: 1 })
        .await
        .unwrap();
    assert_eq!(runs.workflow_runs.len(), 1);
    assert_eq!(runs.workflow_runs[0].head_branch, None);
    ask(github, actions::Run(run)).await.unwrap();
    ask(github, actions::Attempt { run, attempt: 1 })
        .await
        .unwrap();
    let jobs = ask(github, actions::Jobs { run, attempt: 1 })
        .await
        .unwrap();
    assert_eq!(jobs.items[0].conclusion, None);
    ask(github, actions::Job(JobId(7))).await.unwrap();
    ask(github, actions::Annotations(CheckRunId(7)))
        .await
        .unwrap();
    ask(github, actions::Workflows).await.unwrap();
    ask(github, actions::Artifacts(run)).await.unwrap();
    ask(github, actions::Caches).await.unwrap();
    ask(github, actions::Permissions).await.unwrap();
    ask(github, actions::SelectedActions).await.unwrap();
    ask(github, actions::Retention).await.unwrap();
    ask(github, actions::OidcSubject).await.unwrap();
    ask(github, contents::Repository).await.unwrap();
    let (base, head) = ("a".into(), "b".into());
    ask(github, contents::Compare { base, head }).await.unwrap();
    let (path, at) = ("a.yml".into(), "main".into());
    ask(github, contents::File { path, at }).await.unwrap();
    ask(github, deployments::Pending(run)).await.unwrap();
    ask(github, deployments::Approvals(run)).await.unwrap();
    ask(github, deployments::Environments).await.unwrap();
    ask(github, deployments::Newest { environment: None })
        .await
        .unwrap();
    ask(github, deployments::Statuses(DeploymentId(7)))
        .await
        .unwrap();
}

/// Any of them missing or null, in any combination that the description allows.
#[tokio::test]
async fn whatever_the_description_lets_be_missing_may_be_missing() {
    let seed = Arc::new(AtomicU64::new(0));
    let of = Arc::clone(&seed);
    let fake = Fake::start(move |request| {
        let template = openapi::template(&request.path).unwrap();
        Reply::json(&openapi::thinned(template, of.load(Ordering::Relaxed)))
    });
    let github = &github(&fake);
    for number in 0..100 {
        seed.store(number, Ordering::Relaxed);
        // The address differs, so that no answer of before is taken for this one.
        let (run, attempt) = (RunId(number + 1), 1);
        let filter = RunFilter {
            workflow: Some(WorkflowId(number + 1)),
            ..RunFilter::default()
        };
        ask(github, actions::Runs { filter, page: 1 })
            .await
            .unwrap();
        ask(github, actions::Run(run)).await.unwrap();
        ask(github, actions::Jobs { run, attempt }).await.unwrap();
        ask(github, actions::Annotations(CheckRunId(number + 1)))
            .await
            .unwrap();
        ask(github, actions::ConcurrencyOf(run)).await.unwrap();
        ask(github, deployments::Pending(run)).await.unwrap();
        ask(github, deployments::Statuses(DeploymentId(number + 1)))
            .await
            .unwrap();
        let (base, head) = (Remote::new(number.to_string()), "b".into());
        ask(github, contents::Compare { base, head }).await.unwrap();
    }
}

/// A server that is older or newer than the description, or broken.
#[tokio::test]
async fn one_odd_run_does_not_make_a_page_unreadable() {
    let page = r#"{"workflow_runs": [
        {"id": 1, "name": null, "head_branch": null, "status": "paused_by_moon", "created_at": "yesterday",
         "actor": null, "head_commit": null, "run_attempt": null, "unknown": {"more": [1, 2]}},
        {"id": 2}
    ]}"#;
    let fake = Fake::start(move |_| Reply::odd(200, page));
    let filter = RunFilter::default();
    let runs = ask(&github(&fake), actions::Runs { filter, page: 1 })
        .await
        .unwrap();
    let [odd, bare] = runs.workflow_runs.as_slice() else {
        panic!("{runs:?}")
    };
    assert_eq!(odd.state().map(RunState::word), Some("paused_by_moon"));
    assert_eq!((odd.created_at, odd.attempt()), (None, 1));
    assert_eq!(bare.state(), None);
}
