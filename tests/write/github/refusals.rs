//! What is not sent, and why.

use jiff::Timestamp;
use watchkeeper::{
    facts::EnvironmentName,
    gate::{Refusal, WriteReport, record::Stage},
};

use super::scene::{Scene, There, draft, rerun};

async fn stopped(scene: &Scene) -> Vec<String> {
    let assessment = scene.writer().assess(draft(rerun())).await.unwrap();
    let plan = scene.plan(assessment);
    let why: Vec<String> = plan
        .stops()
        .filter_map(watchkeeper::gate::guards::GuardRuling::refusal)
        .collect();
    let phrase = plan.phrase().text().to_owned();
    let refused = plan.confirm(&phrase, Timestamp::now()).unwrap_err();
    assert_eq!(refused.1, Refusal::Stopped);
    assert!(scene.sent().is_empty());
    why
}

#[tokio::test]
async fn without_an_entry_or_with_one_that_permits_nothing_it_cannot_be_confirmed() {
    let mut scene = Scene::new(There::default());
    scene.settings.github[0].allow_writes = false;
    assert!(stopped(&scene).await[0].contains("does not permit writes"));
    scene.settings.github.clear();
    assert!(stopped(&scene).await[0].contains("no entry for DataTalksClub/dataops"));
}

#[tokio::test]
async fn an_entry_for_github_com_permits_nothing_at_another_host() {
    let mut scene = Scene::new(There::default());
    scene.settings.github[0].at.host = "github.com".to_owned();
    assert!(stopped(&scene).await[0].contains("Your [[github]] entry is for"));
}

#[tokio::test]
async fn a_freeze_stops_it() {
    let mut scene = Scene::new(There::default());
    scene.settings.gate.freeze = vec!["Mon 00:00..Sun 23:59 UTC".to_owned()];
    assert!(stopped(&scene).await[0].contains("Writes are frozen"));
}

#[tokio::test]
async fn a_read_only_console_looks_and_can_confirm_nothing() {
    let mut scene = Scene::new(There::default());
    scene.settings.gate.allow_writes = false;
    assert!(stopped(&scene).await[0].contains("read-only"));
}

#[tokio::test]
async fn another_phrase_is_none() {
    let scene = Scene::new(There::default());
    let assessment = scene.writer().assess(draft(rerun())).await.unwrap();
    let refused = scene
        .plan(assessment)
        .confirm("8", Timestamp::now())
        .unwrap_err();
    assert_eq!(refused.1, Refusal::WrongPhrase);
    assert!(scene.sent().is_empty());
}

#[tokio::test]
async fn the_fiftieth_attempt_is_the_last() {
    let scene = Scene::new(There {
        attempt: 50,
        ..There::default()
    });
    assert!(stopped(&scene).await[0].contains("is at attempt 50"));
}

#[tokio::test]
async fn a_run_that_somebody_else_began_again_meanwhile_is_shown_anew_and_nothing_is_sent() {
    for (attempt, conclusion, said) in [
        (2, "failure", "is at attempt 2 now"),
        (1, "timed_out", "is timed_out now"),
    ] {
        let scene = Scene::new(There::default());
        let writer = scene.writer();
        let approved = scene.approve(writer.assess(draft(rerun())).await.unwrap());
        {
            let mut there = scene.there.lock().unwrap();
            (there.attempt, there.conclusion) = (attempt, Some(conclusion));
        }
        let WriteReport::Moved { what, .. } = writer.write(approved).await else {
            panic!("it was written");
        };
        assert!(what.join(" ").contains(said), "{what:?}");
        assert!(scene.sent().is_empty());
        assert!(matches!(scene.stages()[..], [Stage::Refused { .. }]));
    }
}

#[tokio::test]
async fn a_draft_for_an_environment_that_is_not_the_entry_s_is_stopped() {
    let scene = Scene::new(There::default());
    let mut draft = draft(rerun());
    draft.environment = EnvironmentName::new("elsewhere");
    let plan = scene.plan(scene.writer().assess(draft).await.unwrap());
    let why: Vec<String> = plan
        .stops()
        .filter_map(watchkeeper::gate::guards::GuardRuling::refusal)
        .collect();
    assert!(
        why.join(" ").contains("belongs to environment dev"),
        "{why:?}"
    );
}
