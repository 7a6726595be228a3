//! Through a freeze, end to end: with the number of an incident, or back to what was there
//! before a change that this journal has.

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    facts::{Incident, Settings},
    gate::{
        Draft, Outcome, Plan, WriteReport,
        guards::ThawedBy,
        record::{GENESIS, Record, Stage},
    },
};

use super::stage::{CODIFIED, LIVE, POLICY, Scene, draft, put, revert};

/// A freeze that began so many minutes ago and goes on for an hour.
fn freeze(settings: &mut Settings, minutes: i64) {
    let now = Timestamp::now();
    let at = |by: i64| {
        let at = now + SignedDuration::from_mins(by);
        at.strftime("%Y-%m-%dT%H:%M").to_string()
    };
    settings.gate.freeze = vec![format!("{}..{} UTC", at(-minutes), at(60))];
}

/// The policy is brought back to the repository's, and the journal says so many minutes ago.
async fn applied(minutes: i64) -> (Scene, Draft) {
    let scene = Scene::new().await;
    let report = scene.apply(revert()).await;
    assert!(matches!(
        report,
        WriteReport::Done {
            outcome: Outcome::Applied,
            ..
        }
    ));
    let mut records = scene.memory.records.lock().unwrap();
    let undo = records[0].entry.what.undo().unwrap().clone();
    let mut prev = GENESIS.to_owned();
    for record in records.iter_mut() {
        let at = record.at - SignedDuration::from_mins(minutes);
        *record = Record::next(record.seq, &prev, at, record.entry.clone()).unwrap();
        prev.clone_from(&record.hash);
    }
    drop(records);
    (scene, undo)
}

async fn plan(scene: &Scene, draft: Draft) -> Plan {
    let assessment = scene.writer().assess(draft).await.unwrap();
    let now = Timestamp::now();
    Plan::of(assessment, &scene.settings, Scene::session_id(), now)
}

fn is_frozen(plan: &Plan) -> bool {
    plan.thaw().is_none() && plan.stops().any(|given| given.id == "freeze")
}

#[tokio::test]
async fn what_the_journal_does_not_have_as_applied_lately_stays_frozen() {
    let (mut scene, undo) = applied(30).await;
    freeze(&mut scene.settings, 20);
    assert!(!is_frozen(&plan(&scene, undo.clone()).await));
    // Another document under the same number.
    let mut other = undo.clone();
    other.write = put(POLICY, CODIFIED);
    assert!(is_frozen(&plan(&scene, other).await));
    // Its own draft under another number.
    assert!(is_frozen(&plan(&scene, draft(undo.write.clone())).await));
    let all = std::mem::take(&mut *scene.memory.records.lock().unwrap());
    assert!(
        is_frozen(&plan(&scene, undo.clone()).await),
        "another journal"
    );
    let begun: Vec<Record> = all
        .iter()
        .filter(|record| !matches!(record.entry.stage, Stage::Intent))
        .cloned()
        .collect();
    *scene.memory.records.lock().unwrap() = begun;
    assert!(
        is_frozen(&plan(&scene, undo.clone()).await),
        "when is not known"
    );
    *scene.memory.records.lock().unwrap() = all;
    freeze(&mut scene.settings, 40);
    assert!(
        is_frozen(&plan(&scene, undo).await),
        "it passed that freeze"
    );
    assert_eq!(scene.writes().len(), 1);
}

#[tokio::test]
async fn what_others_changed_since_and_what_is_long_ago_stays_frozen() {
    let (mut scene, undo) = applied(130).await;
    freeze(&mut scene.settings, 20);
    assert!(is_frozen(&plan(&scene, undo).await), "two hours are over");
    let (mut scene, undo) = applied(30).await;
    let other = put(POLICY, &LIVE.replace("PutAlphaEngineMetrics", "Theirs"));
    scene.apply(other).await;
    freeze(&mut scene.settings, 20);
    assert!(is_frozen(&plan(&scene, undo).await));
}

#[tokio::test]
async fn what_was_applied_just_before_the_freeze_is_taken_back_and_journaled() {
    let (mut scene, undo) = applied(30).await;
    freeze(&mut scene.settings, 20);
    let assessment = scene.writer().assess(undo).await.unwrap();
    let report = scene.writer().write(scene.approve(assessment)).await;
    let WriteReport::Done { outcome, .. } = report else {
        panic!("{report:?}");
    };
    assert_eq!(outcome, Outcome::Applied);
    assert_eq!(scene.live(POLICY).await.as_deref(), Some(LIVE));
    let records = scene.memory.records.lock().unwrap();
    let change = records[0].entry.change.clone();
    let last = records.last().unwrap().entry.what.thaw.clone().unwrap();
    assert_eq!(last.by, ThawedBy::Undo(change));
    assert_eq!(last.freeze, scene.settings.gate.freeze);
}

#[tokio::test]
async fn a_freeze_that_begins_under_a_preview_writes_nothing() {
    let mut scene = Scene::new().await;
    scene.settings.gate.incident_passes = true;
    let assessment = scene.writer().assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    freeze(&mut scene.settings, 1);
    let report = scene.writer().write(approved).await;
    let WriteReport::Moved { what, .. } = report else {
        panic!("{report:?}");
    };
    assert!(!what.is_empty());
    assert!(scene.writes().is_empty());
}

#[tokio::test]
async fn the_number_of_an_incident_is_in_the_journal_before_anything_is_sent() {
    let mut scene = Scene::new().await;
    scene.settings.gate.incident_passes = true;
    freeze(&mut scene.settings, 20);
    let plan = plan(&scene, draft(revert())).await;
    let typed = format!("{} INC-2291", plan.phrase().text());
    let approved = plan.confirm(&typed, Timestamp::now()).unwrap();
    let report = scene.writer().write(approved).await;
    assert!(matches!(report, WriteReport::Done { .. }), "{report:?}");
    assert_eq!(scene.writes().len(), 1);
    let records = scene.memory.records.lock().unwrap();
    assert_eq!(records[0].entry.stage, Stage::Intent);
    let thaw = records[0].entry.what.thaw.clone().unwrap();
    assert_eq!(thaw.by, ThawedBy::Incident(Incident::of("INC-2291")));
    let written = serde_json::to_string(&records[0]).unwrap();
    assert!(written.contains(r#""incident":"INC-2291""#), "{written}");
}
