//! Each write as it was previewed: one request, its body, and what came of it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use watchkeeper::{
    facts::{
        PolicyName, Remote,
        actions::{GitHubEnvironmentId, JobId, RunId, WorkflowId},
    },
    gate::{
        Outcome, WriteReport,
        record::Stage,
        writes::{
            CancelRun, DispatchWorkflow, Item, OpenPullRequest, Rerun, RerunRun, ReviewDeployments,
            ReviewedEnvironment,
        },
    },
};

use super::scene::{RUN, SHA, Scene, There, draft, repository, rerun};
use crate::{edge::github::TOKEN, support::github::Request};

#[track_caller]
fn applied(report: WriteReport) -> Option<Remote> {
    let WriteReport::Done {
        outcome,
        verified,
        made,
        request_ids,
        ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert_eq!(outcome, Outcome::Applied);
    assert!(verified.failed.is_empty(), "{verified:?}");
    assert!(!request_ids.is_empty());
    made
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap_or(Value::Null)
}

const AT: &str = "/repos/DataTalksClub/dataops";

#[tokio::test]
async fn a_rerun_is_one_request_without_a_body_and_the_attempt_goes_up() {
    let scene = Scene::new(There::default());
    applied(scene.apply(rerun()).await);
    let sent = scene.sent();
    let [one] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(
        one.path,
        format!("{AT}/actions/runs/{RUN}/rerun-failed-jobs")
    );
    assert!(one.body.is_empty());
    assert_eq!(
        one.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(scene.there.lock().unwrap().attempt, 2);
    let stages = scene.stages();
    assert!(
        matches!(
            stages[..],
            [Stage::Intent, Stage::Done { .. }, Stage::Verified(_)]
        ),
        "{stages:?}"
    );
}

#[tokio::test]
async fn all_jobs_and_one_job_are_run_again_each_by_its_own_request() {
    let cases = [
        (Rerun::All, format!("{AT}/actions/runs/{RUN}/rerun")),
        (Rerun::Job(JobId(70)), format!("{AT}/actions/jobs/70/rerun")),
    ];
    for (what, path) in cases {
        let scene = Scene::new(There::default());
        let write = RerunRun { what, ..rerun() };
        applied(scene.apply(write).await);
        let sent: Vec<String> = scene.sent().into_iter().map(|one| one.path).collect();
        assert_eq!(sent, [path]);
        assert_eq!(scene.there.lock().unwrap().attempt, 2);
    }
}

#[tokio::test]
async fn a_rejection_sends_the_environments_its_own_word_and_the_comment() {
    let scene = Scene::new(There {
        status: "waiting",
        conclusion: None,
        pending: true,
        ..There::default()
    });
    applied(
        scene
            .apply(ReviewDeployments {
                repository: repository(),
                run: RunId(RUN),
                environments: vec![ReviewedEnvironment {
                    id: GitHubEnvironmentId(5),
                    name: "production".into(),
                }],
                approve: false,
                comment: "Not tonight.".into(),
            })
            .await,
    );
    let sent = scene.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        body(&sent[0]),
        json!({"environment_ids": [5], "state": "rejected", "comment": "Not tonight."})
    );
}

#[tokio::test]
async fn debug_logging_is_asked_for_in_the_body() {
    let scene = Scene::new(There::default());
    let mut write = rerun();
    write.debug = true;
    applied(scene.apply(write).await);
    assert_eq!(
        body(&scene.sent()[0]),
        json!({"enable_debug_logging": true})
    );
}

#[tokio::test]
async fn a_run_is_cancelled_and_by_force_only_where_that_hangs() {
    let scene = Scene::new(There {
        status: "in_progress",
        conclusion: None,
        ..There::default()
    });
    let cancel = |force| CancelRun {
        repository: repository(),
        run: RunId(RUN),
        force,
    };
    let fault = scene
        .writer()
        .assess(draft(cancel(true)))
        .await
        .unwrap_err();
    assert!(fault.what.contains("no cancellation of run 7"), "{fault:?}");
    applied(scene.apply(cancel(false)).await);
    assert_eq!(
        scene.sent()[0].path,
        format!("{AT}/actions/runs/{RUN}/cancel")
    );
    let fault = scene
        .writer()
        .assess(draft(cancel(true)))
        .await
        .unwrap_err();
    assert!(fault.what.contains("less than a minute ago"), "{fault:?}");
}

#[tokio::test]
async fn an_approval_sends_the_environments_the_word_and_the_comment() {
    let scene = Scene::new(There {
        status: "waiting",
        conclusion: None,
        pending: true,
        ..There::default()
    });
    let review = |comment: &str| ReviewDeployments {
        repository: repository(),
        run: RunId(RUN),
        environments: vec![ReviewedEnvironment {
            id: GitHubEnvironmentId(5),
            name: "production".into(),
        }],
        approve: true,
        comment: comment.into(),
    };
    let bare = scene.writer().assess(draft(review(""))).await.unwrap();
    let why = scene
        .plan(bare)
        .stops()
        .filter_map(watchkeeper::gate::guards::GuardRuling::refusal)
        .collect::<String>();
    assert!(why.contains("no review without a comment"), "{why}");
    applied(scene.apply(review("Checked.")).await);
    let sent = scene.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        body(&sent[0]),
        json!({"environment_ids": [5], "state": "approved", "comment": "Checked."})
    );
}

#[tokio::test]
async fn a_start_follows_the_run_that_the_answer_names() {
    let scene = Scene::new(There::default());
    let start = DispatchWorkflow {
        repository: repository(),
        workflow: ".github/workflows/deploy.yml".into(),
        id: WorkflowId(71),
        branch: "main".into(),
        declared: Vec::new(),
        inputs: Some(Vec::new()),
        stack: None,
    };
    let made = applied(scene.apply(start).await);
    assert_eq!(made, Some("77".into()));
    let sent = scene.sent();
    assert_eq!(
        sent[0].path,
        format!("{AT}/actions/workflows/deploy.yml/dispatches")
    );
    assert_eq!(
        body(&sent[0]),
        json!({"ref": "main", "inputs": {}, "return_run_details": true})
    );
}

#[tokio::test]
async fn a_pull_request_is_a_branch_one_pinned_file_and_the_evidence() {
    let scene = Scene::new(There {
        file: "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}\n",
        ..There::default()
    });
    let live = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;
    let write = OpenPullRequest {
        repository: repository(),
        path: "infrastructure/iam/role/metrics.json".to_owned(),
        item: Item::Inline(PolicyName::new("metrics")),
        live: live.into(),
        branch: "watchkeeper/codify-role".into(),
        title: "Codify what is live".into(),
        body: "Evidence: token ghp_0123456789abcdefghij0123".into(),
    };
    let began = Instant::now();
    applied(scene.apply(write).await);
    // GitHub asks for a second between requests that change something.
    assert!(began.elapsed() >= Duration::from_secs(2));
    let sent = scene.sent();
    let paths: Vec<&str> = sent.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            format!("{AT}/git/refs"),
            format!("{AT}/contents/infrastructure%2Fiam%2Frole%2Fmetrics.json"),
            format!("{AT}/pulls"),
        ]
    );
    assert_eq!(body(&sent[0])["sha"], SHA);
    assert_eq!(body(&sent[1])["sha"], "b10b", "the blob is pinned");
    let told = body(&sent[2]);
    assert_eq!(
        (&told["head"], &told["base"]),
        (&json!("watchkeeper/codify-role"), &json!("main"))
    );
    let text = told["body"].as_str().unwrap();
    assert!(
        text.contains("Evidence") && !text.contains("ghp_0123"),
        "{text}"
    );
}
