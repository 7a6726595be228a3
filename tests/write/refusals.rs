//! What must not be written is not written: the recorder sees no write at all.

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    facts::{AccountId, FaultKind},
    gate::{
        Plan, Refusal, SessionId, WriteReport,
        record::{
            Stage, Stretch,
            verify::{Broken, Chain},
        },
    },
};

use super::{
    recorder::Spoil,
    stage::{LIVE, POLICY, ROLE, Scene, draft, put, revert},
};
use crate::support::moto::Moto;

#[tokio::test]
async fn a_read_only_console_looks_and_neither_notes_nor_writes_nor_confirms() {
    let mut scene = Scene::new().await;
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment.clone());
    scene.settings.gate.allow_writes = false;
    let looked_at = scene.writer().assess(draft(revert())).await.unwrap();
    scene.writer().note(&looked_at, Stage::Proposed).unwrap();
    assert!(scene.stages().is_empty(), "{:?}", scene.stages());
    let report = scene.writer().write(approved).await;
    assert!(matches!(report, WriteReport::Refused(_)), "{report:?}");
    let now = Timestamp::now();
    let plan = Plan::of(assessment, &scene.settings, Scene::session_id(), now);
    let refused = plan.confirm(ROLE, now).unwrap_err();
    assert_eq!(refused.1, Refusal::Stopped);
    nothing_was_written(&scene).await;
}

#[tokio::test]
async fn an_environment_that_does_not_permit_writes_stops_them() {
    let mut scene = Scene::new().await;
    scene.settings.environments[0].allow_writes = false;
    refused_by_a_guard(&scene).await;
}

#[tokio::test]
async fn an_environment_without_an_account_stops_writes() {
    let mut scene = Scene::new().await;
    scene.settings.environments[0].account = None;
    refused_by_a_guard(&scene).await;
}

async fn refused_by_a_guard(scene: &Scene) {
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    let now = Timestamp::now();
    let plan = Plan::of(assessment, &scene.settings, Scene::session_id(), now);
    let phrase = plan.phrase().text().to_owned();
    let refused = plan.confirm(&phrase, now).unwrap_err();
    assert_eq!(refused.1, Refusal::Stopped);
    nothing_was_written(scene).await;
}

async fn nothing_was_written(scene: &Scene) {
    assert!(scene.writes().is_empty(), "{:?}", scene.writes());
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
    assert!(!scene.stages().contains(&Stage::Intent));
}

#[tokio::test]
async fn whatever_is_not_the_phrase_to_the_letter_is_refused() {
    let scene = Scene::new().await;
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    let typed = [
        "",
        "y",
        "yes",
        "\n",
        "alpha-engine-executor-rol",
        "alpha-engine-executor-role ",
        " alpha-engine-executor-role",
        "Alpha-engine-executor-role",
        "alpha-engine-executor-role\n",
        "alpha-engine-predictor-role",
    ];
    let now = Timestamp::now();
    let mut plan = Plan::of(assessment, &scene.settings, Scene::session_id(), now);
    for typed in typed {
        let refused = plan.confirm(typed, now).unwrap_err();
        assert_eq!(refused.1, Refusal::WrongPhrase, "{typed:?}");
        plan = refused.0;
    }
    assert!(
        plan.confirm(ROLE, now).is_ok(),
        "and the phrase itself is not"
    );
    nothing_was_written(&scene).await;
}

#[tokio::test]
async fn an_old_preview_is_refused_even_with_the_phrase() {
    let scene = Scene::new().await;
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    let now = Timestamp::now();
    let plan = Plan::of(assessment, &scene.settings, Scene::session_id(), now);
    let later = now + SignedDuration::from_mins(5);
    let refused = plan.confirm(ROLE, later).unwrap_err();
    assert_eq!(refused.1, Refusal::Expired);
}

#[tokio::test]
async fn an_approval_of_another_run_or_world_is_worth_nothing() {
    let scene = Scene::new().await;
    for session_id in [("aws", 8), ("demo", 7)] {
        let assessment = scene.writer().assess(draft(revert())).await.unwrap();
        let (world, session) = (session_id.0.to_owned(), session_id.1);
        let now = Timestamp::now();
        let plan = Plan::of(
            assessment,
            &scene.settings,
            SessionId { session, world },
            now,
        );
        let approved = plan.confirm(ROLE, now).unwrap();
        let report = scene.writer().write(approved).await;
        assert!(matches!(report, WriteReport::Refused(_)), "{report:?}");
    }
    nothing_was_written(&scene).await;
}

#[tokio::test]
async fn a_target_that_moved_since_the_preview_is_not_overwritten() {
    let scene = Scene::new().await;
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    // Somebody else writes between preview and confirmation.
    let other = LIVE.replace("AlphaEngine/*", "BetaEngine/*");
    let iam = Moto::start().iam(&scene.keys).await;
    let theirs = iam.put_role_policy().role_name(ROLE).policy_name(POLICY);
    theirs.policy_document(&other).send().await.unwrap();
    let report = writer.write(approved).await;
    let WriteReport::Moved { what, assessment } = report else {
        panic!("{report:?}");
    };
    assert!(what.join(" ").contains("is not what it was"), "{what:?}");
    assert_eq!(assessment.impact.before.unwrap().raw(), other);
    assert!(scene.writes().is_empty());
    assert_eq!(scene.live(POLICY).await, Some(other));
    assert!(matches!(&scene.stages()[..], [Stage::Refused { .. }]));
}

#[tokio::test]
async fn another_account_than_the_one_previewed_is_not_written_to() {
    let mut scene = Scene::new().await;
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    // The environment is meant to be another account by now.
    scene.settings.environments[0].account = Some(AccountId::from("999999999999"));
    let report = scene.writer().write(approved).await;
    let WriteReport::Refused(fault) = report else {
        panic!("{report:?}");
    };
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
    nothing_was_written(&scene).await;
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_means_that_nothing_is_written() {
    let scene = Scene::new().await;
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    *scene.memory.full.lock().unwrap() = true;
    let report = writer.write(approved).await;
    assert!(matches!(report, WriteReport::Refused(_)), "{report:?}");
    nothing_was_written(&scene).await;
}

#[tokio::test]
async fn a_journal_that_another_console_holds_means_that_nothing_is_written() {
    let scene = Scene::new().await;
    let writer = scene.writer();
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    *scene.memory.held.lock().unwrap() = true;
    let report = writer.write(approved).await;
    assert!(matches!(report, WriteReport::Refused(_)), "{report:?}");
    nothing_was_written(&scene).await;
}

/// As a chain is that somebody spoilt, and one that was renewed with a stretch unread.
fn stopped() -> [Chain; 2] {
    let broken = Broken {
        seq: 2,
        file: "journal-000001.jsonl".to_owned(),
        line: 2,
        what: "has record 2, which was changed after it was written".to_owned(),
    };
    let stretch = Stretch {
        file: "journal-000001.jsonl".to_owned(),
        first: 2,
        last: 2,
    };
    let broken = Chain {
        broken: Some(broken),
        ..Chain::default()
    };
    let unsettled = Chain {
        unsettled: vec![stretch],
        ..Chain::default()
    };
    [broken, unsettled]
}

#[tokio::test]
async fn over_a_broken_chain_or_an_unread_stretch_nothing_is_previewed_and_nothing_written() {
    for (chain, said) in stopped()
        .into_iter()
        .zip(["BROKEN", "journal-000001.jsonl:2"])
    {
        let scene = Scene::new().await;
        let writer = scene.writer();
        let assessment = writer.assess(draft(revert())).await.unwrap();
        let approved = scene.approve(assessment);
        // It broke after the preview.
        *scene.memory.chain.lock().unwrap() = chain;
        let report = writer.write(approved).await;
        let WriteReport::Refused(fault) = report else {
            panic!("{report:?}");
        };
        assert!(fault.what.contains(said), "{fault:?}");
        let fault = writer.assess(draft(revert())).await.unwrap_err();
        assert!(fault.what.contains(said), "{fault:?}");
        nothing_was_written(&scene).await;
    }
}

#[tokio::test]
async fn an_outcome_that_the_journal_does_not_take_is_reported_as_that() {
    let scene = Scene::new().await;
    let full = scene.memory.full.clone();
    scene.recorder().spoil(move |seen| {
        if seen.writes() {
            *full.lock().unwrap() = true;
        }
        None
    });
    let report = scene.apply(revert()).await;
    let WriteReport::Done {
        outcome,
        verified,
        unjournaled,
        ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert_eq!(outcome, watchkeeper::gate::Outcome::Applied);
    assert_eq!(unjournaled.unwrap().what, "The disk is full.");
    assert!(verified.failed.is_empty(), "{verified:?}");
}

#[tokio::test]
async fn a_denied_write_is_told_as_the_missing_permission() {
    let scene = Scene::new().await;
    scene
        .recorder()
        .spoil(|seen| seen.writes().then_some(Spoil::Deny));
    let report = scene.apply(revert()).await;
    let WriteReport::Done { outcome, .. } = report else {
        panic!("{report:?}");
    };
    let watchkeeper::gate::Outcome::NotApplied(fault) = outcome else {
        panic!("{outcome:?}");
    };
    let FaultKind::Denied { action, .. } = &fault.kind else {
        panic!("{fault:?}");
    };
    assert_eq!(action, "iam:PutRolePolicy");
    assert_eq!(scene.writes().len(), 1, "sent once");
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
}

#[tokio::test]
async fn preparing_a_write_sends_no_write() {
    let scene = Scene::new().await;
    let writer = scene.writer();
    for write in [revert(), put("another", LIVE)] {
        writer.assess(draft(write)).await.unwrap();
    }
    nothing_was_written(&scene).await;
}
