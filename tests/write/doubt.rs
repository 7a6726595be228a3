//! Answers that are lost, late or garbage: the state is read back, nothing is
//! ever sent twice, and what cannot be told is IN DOUBT.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use watchkeeper::{
    facts::Remote,
    gate::{
        Outcome, WriteReport,
        record::{Stage, in_doubt},
        writes::{CreatePolicyVersion, Write},
    },
};

use super::{
    recorder::Spoil,
    stage::{CODIFIED, LIVE, POLICY, ROLE, Scene, draft, put, revert},
};
use crate::support::moto::Moto;

async fn outcome_with(scene: &Scene, spoil: Spoil) -> Outcome {
    scene
        .recorder()
        .spoil(move |seen| seen.writes().then_some(spoil));
    match scene.apply(revert()).await {
        WriteReport::Done { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn work_that_was_done_counts_as_applied_however_its_answer_was_spoiled() {
    for spoil in [Spoil::Drop, Spoil::Html, Spoil::Garbage] {
        let scene = Scene::new().await;
        assert_eq!(
            outcome_with(&scene, spoil).await,
            Outcome::Applied,
            "{spoil:?}"
        );
        assert_eq!(
            scene.writes().len(),
            1,
            "{spoil:?}: sent once, never repeated"
        );
        assert_eq!(scene.live(POLICY).await.as_deref(), Some(CODIFIED));
    }
}

#[tokio::test]
async fn a_request_that_never_arrived_counts_as_not_applied_once_the_old_state_held() {
    let scene = Scene::new().await;
    let outcome = outcome_with(&scene, Spoil::Lose).await;
    assert!(matches!(outcome, Outcome::NotApplied(_)), "{outcome:?}");
    assert_eq!(scene.writes().len(), 1, "sent once, never repeated");
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
}

#[tokio::test]
async fn a_state_that_cannot_be_read_back_is_in_doubt_and_blocks_its_target_until_settled() {
    let scene = Scene::new().await;
    let dark = Arc::new(AtomicBool::new(false));
    let gone = Arc::clone(&dark);
    scene.recorder().spoil(move |seen| {
        if seen.writes() {
            gone.store(true, Ordering::SeqCst);
            return Some(Spoil::Drop);
        }
        gone.load(Ordering::SeqCst).then_some(Spoil::Lose)
    });
    let report = scene.apply(revert()).await;
    let WriteReport::Done {
        outcome: Outcome::InDoubt(_),
        ..
    } = report
    else {
        panic!("{report:?}");
    };
    let records = scene.memory.records.lock().unwrap().clone();
    assert_eq!(in_doubt(&records).len(), 1);
    // The network is back, but the doubt is not settled yet.
    scene.recorder().spoil(|_| None);
    let refused = scene.writer().assess(draft(revert())).await.unwrap_err();
    assert!(refused.what.contains("in doubt"), "{refused:?}");
    let command = format!("`watchkeeper journal settle {} ", records[0].entry.change);
    assert!(refused.hint.contains(&command), "{refused:?}");
    assert_eq!(scene.writer().settle().await.unwrap(), 1);
    let stages = scene.stages();
    let Some(Stage::Settled { outcome, .. }) = stages.last() else {
        panic!("{stages:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert!(
        scene
            .writer()
            .assess(draft(put(POLICY, LIVE)))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn credentials_that_expire_half_way_leave_the_first_half_told() {
    let (scene, write) = at_the_limit().await;
    scene
        .recorder()
        .spoil(|seen| (seen.operation == "CreatePolicyVersion").then_some(Spoil::Expire));
    let report = scene.apply(write).await;
    let WriteReport::Done {
        outcome,
        request_ids,
        ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert_eq!(
        outcome.halves().as_deref(),
        Some(
            "version v2 is deleted for good; no new version was made: the one in force is as it was"
        )
    );
    assert_eq!(request_ids.len(), 1);
    let sent: Vec<_> = scene
        .writes()
        .into_iter()
        .map(|seen| seen.operation)
        .collect();
    assert_eq!(sent, ["DeletePolicyVersion", "CreatePolicyVersion"]);
}

/// A policy with five versions: one must go before another is made.
async fn at_the_limit() -> (Scene, Write) {
    let scene = Scene::new().await;
    let iam = Moto::start().iam(&scene.keys).await;
    let policy = iam
        .create_policy()
        .policy_name("alpha-logs")
        .policy_document(LIVE);
    let arn = policy.send().await.unwrap().policy.unwrap().arn.unwrap();
    for n in 2..=5 {
        let document = LIVE.replace("AlphaEngine/*", &format!("A{n}/*"));
        let version = iam.create_policy_version().policy_arn(&arn);
        version.policy_document(document).send().await.unwrap();
    }
    let write = Write::from(CreatePolicyVersion {
        role: ROLE.into(),
        policy: arn.as_str().into(),
        document: Remote::new(CODIFIED),
    });
    (scene, write)
}

#[tokio::test]
async fn a_second_half_whose_answer_is_lost_is_read_back_and_the_first_is_told() {
    for (spoil, applied) in [(Spoil::Lose, false), (Spoil::Drop, true)] {
        let (scene, write) = at_the_limit().await;
        scene
            .recorder()
            .spoil(move |seen| (seen.operation == "CreatePolicyVersion").then_some(spoil));
        let report = scene.apply(write).await;
        let WriteReport::Done {
            outcome,
            request_ids,
            ..
        } = report
        else {
            panic!("{report:?}");
        };
        match applied {
            true => assert_eq!(outcome, Outcome::Applied),
            false => assert!(outcome.halves().is_some(), "{outcome:?}"),
        }
        assert_eq!(request_ids.len(), 1, "the first answer's");
    }
}

#[tokio::test]
async fn an_intent_of_two_requests_that_nothing_followed_is_settled_by_what_is_there() {
    let (scene, write) = at_the_limit().await;
    let dark = Arc::new(AtomicBool::new(false));
    let gone = Arc::clone(&dark);
    scene.recorder().spoil(move |seen| {
        if seen.operation == "CreatePolicyVersion" {
            gone.store(true, Ordering::SeqCst);
        }
        gone.load(Ordering::SeqCst).then_some(Spoil::Lose)
    });
    let report = scene.apply(write).await;
    let WriteReport::Done {
        outcome: Outcome::InDoubt(fault),
        ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert!(
        fault.what.contains("version v2 is deleted for good"),
        "{fault:?}"
    );
    scene.recorder().spoil(|_| None);
    // Until the old state has held for long enough.
    while scene.writer().settle().await.unwrap() == 0 {}
    let stages = scene.stages();
    let Some(Stage::Settled { outcome, .. }) = stages.last() else {
        panic!("{stages:?}");
    };
    let halves = outcome.halves().unwrap();
    assert!(
        halves.starts_with("the oldest version is deleted for good; no new version was made"),
        "{halves}"
    );
}
