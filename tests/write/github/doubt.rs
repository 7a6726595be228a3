//! Answers that were lost or are not GitHub's: the state is read back, and nothing is
//! guessed.

use watchkeeper::{
    facts::{Remote, actions::WorkflowId},
    gate::{Outcome, WriteReport, writes::DispatchWorkflow},
};

use super::scene::{Scene, There, repository, rerun};
use crate::support::github::{Reply, Request};

fn outcome(report: WriteReport) -> Outcome {
    match report {
        WriteReport::Done { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

fn there(answers: fn(&Request, &mut There) -> Option<Reply>) -> There {
    There {
        answers: Some(answers),
        ..There::default()
    }
}

#[tokio::test]
async fn a_lost_answer_to_what_was_done_is_applied() {
    let scene = Scene::new(there(|request, there| {
        request.writes().then(|| {
            there.attempt = 2;
            Reply::odd(502, "<html>bad gateway</html>")
        })
    }));
    assert_eq!(outcome(scene.apply(rerun()).await), Outcome::Applied);
    assert_eq!(scene.sent().len(), 1, "never sent twice");
}

#[tokio::test]
async fn a_lost_answer_to_what_was_not_done_is_not_applied_once_that_held() {
    let scene = Scene::new(there(|request, _| {
        request
            .writes()
            .then(|| Reply::odd(502, "<html>bad gateway</html>"))
    }));
    assert!(matches!(
        outcome(scene.apply(rerun()).await),
        Outcome::NotApplied(_)
    ));
    assert_eq!(scene.sent().len(), 1);
}

#[tokio::test]
async fn a_page_that_says_success_and_is_not_github_s_proves_nothing() {
    let scene = Scene::new(there(|request, _| {
        request
            .writes()
            .then(|| Reply::odd(200, "<html>sign in</html>"))
    }));
    assert!(matches!(
        outcome(scene.apply(rerun()).await),
        Outcome::NotApplied(_)
    ));
}

#[tokio::test]
async fn a_refusal_in_so_many_words_is_not_applied_at_once_and_says_what_is_missing() {
    let scene = Scene::new(there(|request, _| {
        request.writes().then(|| {
            Reply::error(403, "Resource not accessible by personal access token")
                .with("x-github-request-id", "AB12")
                .with("x-accepted-github-permissions", "actions=write")
        })
    }));
    let Outcome::NotApplied(fault) = outcome(scene.apply(rerun()).await) else {
        panic!("it was applied");
    };
    assert!(fault.what.contains("Resource not accessible"), "{fault:?}");
    assert!(fault.hint.contains("actions:write"), "{fault:?}");
}

#[tokio::test]
async fn which_run_is_ours_after_a_lost_answer_is_never_guessed() {
    let scene = Scene::new(there(|request, there| {
        request.writes().then(|| {
            there.runs.insert(0, 78);
            Reply::odd(504, "")
        })
    }));
    let start = DispatchWorkflow {
        repository: repository(),
        workflow: ".github/workflows/deploy.yml".into(),
        id: WorkflowId(71),
        branch: "main".into(),
        declared: Vec::new(),
        inputs: Some(Vec::<Remote>::new()),
        stack: None,
    };
    let Outcome::InDoubt(fault) = outcome(scene.apply(start).await) else {
        panic!("it was told");
    };
    assert!(
        fault.what.contains("run 78 was started by hand since"),
        "{fault:?}"
    );
}
