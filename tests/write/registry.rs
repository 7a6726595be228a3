//! Stale entries of Cloud Map through the gate, against moto: what is refused, what is
//! left alone because it changed, what is sent, and what the registry has afterwards, asked
//! from outside.

use std::sync::Arc;

use watchkeeper::{
    facts::Remote,
    gate::{
        Assessment, Draft, Origin, Outcome, Plan, WriteReport,
        record::Stage,
        writes::{DeregisterInstances, EntryRef, StaleEntry, Write},
    },
};

use super::{
    recorder::{Recorder, Seen, Spoil},
    stage::Scene,
};
use crate::support::{cloud_map::CloudMap, moto::Moto};

const GONE: &str = "i-09ff8e414fe16f7e7";
const ALSO_GONE: &str = "i-0abb996a2c9885150";

/// Two services, each with an instance that runs and one that EC2 does not know.
struct Story {
    scene: Scene,
    map: Arc<CloudMap>,
    recorder: Recorder,
    services: [String; 2],
    running: String,
}

impl Story {
    async fn new() -> Self {
        let moto = Moto::start();
        let keys = moto.keys().await;
        let map = CloudMap::new(&keys).await;
        let (running, ip) = map.run_instance().await;
        let services = [
            map.service("backend-api").await,
            map.service("mlflow").await,
        ];
        for (service, gone) in services.iter().zip([GONE, ALSO_GONE]) {
            map.register(service, &running, &ip).await;
            map.register(service, gone, "10.0.11.52").await;
        }
        let recorder = Recorder::before(&moto.url);
        let scene = Scene::over(keys, &recorder.url);
        Self {
            scene,
            map: Arc::new(map),
            recorder,
            services,
            running,
        }
    }

    fn batch(&self, entries: &[(usize, &str)]) -> Write {
        let names = ["backend-api", "mlflow"];
        let entries = entries.iter().map(|(at, id)| StaleEntry {
            of: EntryRef {
                service: self.services[*at].as_str().into(),
                name: Remote::new(names[*at]),
                entry: (*id).into(),
            },
            first_seen: None,
        });
        DeregisterInstances {
            namespace: self.map.namespace.as_str().into(),
            name: Remote::new("tradai-dev.local"),
            entries: entries.collect(),
        }
        .into()
    }

    fn both(&self) -> Write {
        self.batch(&[(0, GONE), (1, ALSO_GONE)])
    }

    async fn assess(&self, write: Write, origin: Origin) -> Assessment {
        let draft = Draft {
            environment: "dev".into(),
            write,
            origin,
            uses: Vec::new(),
            peers: None,
        };
        self.scene.writer().assess(draft).await.unwrap()
    }

    async fn plan(&self, write: Write) -> Plan {
        let assessment = self.assess(write, Origin::Live).await;
        let now = jiff::Timestamp::now();
        Plan::of(assessment, &self.scene.settings, Scene::session_id(), now)
    }

    /// Why the guards stop it.
    async fn stopped(&self, write: Write) -> String {
        let plan = self.plan(write).await;
        let stops = plan
            .stops()
            .filter_map(watchkeeper::gate::guards::GuardRuling::refusal);
        stops.collect::<Vec<_>>().join("\n")
    }

    async fn apply(&self, write: Write, origin: Origin) -> WriteReport {
        let assessment = self.assess(write, origin).await;
        let approved = self.scene.approve(assessment);
        self.scene.writer().write(approved).await
    }

    async fn ids(&self, service: usize) -> Vec<String> {
        let entries = self.map.entries(&self.services[service]).await;
        entries.into_iter().map(|(id, _)| id).collect()
    }

    fn sent(&self) -> Vec<String> {
        let writes = self.recorder.writes();
        writes.into_iter().map(|seen| seen.operation).collect()
    }
}

#[tokio::test]
async fn what_is_current_or_would_leave_nobody_is_refused() {
    let story = Story::new().await;
    let running = story.running.clone();
    let why = story.stopped(story.batch(&[(0, &running)])).await;
    assert!(why.contains("It is CURRENT, not stale"), "{why}");
    assert!(
        why.contains("Service backend-api would be left without a current entry"),
        "{why}"
    );
    assert!(why.contains("(guard still_stale)"), "{why}");
    story.map.deregister(&story.services[0], &running).await;
    let why = story.stopped(story.batch(&[(0, GONE)])).await;
    assert!(
        why.contains("its name would not be found, and resolvers remember that"),
        "{why}"
    );
    let why = story
        .stopped(story.batch(&[(0, "i-0000000000000abcd")]))
        .await;
    assert!(
        why.contains("is no longer registered in backend-api"),
        "{why}"
    );
    assert!(story.sent().is_empty(), "{:?}", story.sent());
}

#[tokio::test]
async fn nothing_is_written_where_a_namespace_is_protected_or_writes_are_off() {
    let mut story = Story::new().await;
    story.scene.settings.gate.protect = vec!["tradai-*".to_owned()];
    let why = story.stopped(story.both()).await;
    assert!(why.contains("is protected by `tradai-*`"), "{why}");
    story.scene.settings.gate.protect.clear();
    story.scene.settings.environments[0].allow_writes = false;
    let why = story.stopped(story.both()).await;
    assert!(why.contains("does not permit writes"), "{why}");
}

#[tokio::test]
async fn where_ec2_does_not_answer_nothing_can_be_confirmed() {
    let story = Story::new().await;
    story
        .recorder
        .spoil(|seen: &Seen| (seen.operation == "DescribeInstances").then_some(Spoil::Garbage));
    let why = story.stopped(story.both()).await;
    assert!(
        why.contains("The instances that entries point at could not be read"),
        "{why}"
    );
    assert!(story.sent().is_empty());
}

#[tokio::test]
async fn a_batch_is_typed_with_its_count_and_the_code_of_its_preview() {
    let story = Story::new().await;
    let plan = story.plan(story.both()).await;
    let code = plan.fingerprint().code();
    assert_eq!(plan.phrase().text(), format!("tradai-dev.local 2 {code}"));
    let said = format!("{:?}", plan.sections());
    assert!(said.contains("caches may serve the stale addresses for up to 60 s more (TTL)"));
    assert!(said.contains("backend-api keeps 1 current entry"));
}

#[tokio::test]
async fn the_stale_entries_go_one_after_another_and_their_undo_brings_them_back() {
    let story = Story::new().await;
    let before = story.map.entries(&story.services[0]).await;
    let plan = story.plan(story.both()).await;
    let undo = plan.undo().unwrap().clone();
    let report = story.apply(story.both(), Origin::Live).await;
    let WriteReport::Done {
        outcome,
        verified,
        request_ids,
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert_eq!(request_ids.len(), 2);
    assert!(verified.failed.is_empty(), "{verified:?}");
    assert_eq!(story.ids(0).await, std::slice::from_ref(&story.running));
    assert_eq!(story.ids(1).await, std::slice::from_ref(&story.running));
    assert_eq!(story.sent(), ["DeregisterInstance", "DeregisterInstance"]);
    let stages = story.scene.stages();
    assert!(
        matches!(
            &stages[..],
            [Stage::Intent, Stage::Done { .. }, Stage::Verified(_)]
        ),
        "{stages:?}"
    );
    let back = Origin::Undo {
        change: "0123456789ab".to_owned(),
    };
    let report = story.apply(undo, back).await;
    assert!(
        matches!(
            &report,
            WriteReport::Done {
                outcome: Outcome::Applied,
                ..
            }
        ),
        "{report:?}"
    );
    assert_eq!(story.map.entries(&story.services[0]).await, before);
}

#[tokio::test]
async fn a_target_that_changed_since_the_preview_is_left_alone() {
    let story = Story::new().await;
    let assessment = story.assess(story.both(), Origin::Live).await;
    let approved = story.scene.approve(assessment);
    // Somebody registers it anew, with another address.
    story.map.replace(&story.services[1], ALSO_GONE).await;
    let report = story.scene.writer().write(approved).await;
    assert!(matches!(report, WriteReport::Moved { .. }), "{report:?}");
    assert!(story.sent().is_empty(), "{:?}", story.sent());
    assert_eq!(story.ids(0).await.len(), 2);
    assert_eq!(story.ids(1).await.len(), 2);
}

#[tokio::test]
async fn the_second_is_left_alone_where_it_changes_while_the_first_one_goes() {
    let story = Story::new().await;
    let assessment = story.assess(story.both(), Origin::Live).await;
    let approved = story.scene.approve(assessment);
    let (map, service) = (Arc::clone(&story.map), story.services[1].clone());
    let runtime = tokio::runtime::Handle::current();
    // As soon as the first call passes, somebody registers the second anew.
    story.recorder.spoil(move |seen: &Seen| {
        if seen.operation == "DeregisterInstance" {
            let (map, service) = (Arc::clone(&map), service.clone());
            let (done, wait) = std::sync::mpsc::channel();
            runtime.spawn(async move {
                map.replace(&service, ALSO_GONE).await;
                let _ = done.send(());
            });
            wait.recv().unwrap();
        }
        None
    });
    let writer = story.scene.writer();
    let report = tokio::task::spawn_blocking(move || {
        tokio::runtime::Handle::current().block_on(writer.write(approved))
    });
    let report = report.await.unwrap();
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    let Outcome::HalfDone {
        done,
        not_done,
        fault,
    } = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!(done, &[format!("backend-api / {GONE} was deregistered")]);
    assert_eq!(
        not_done,
        &[format!("mlflow / {ALSO_GONE} was not deregistered")]
    );
    assert!(fault.what.contains("It was left alone"), "{fault:?}");
    assert_eq!(story.sent(), ["DeregisterInstance"]);
    assert_eq!(story.ids(0).await, std::slice::from_ref(&story.running));
    assert_eq!(story.ids(1).await.len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_settled_by_reading() {
    let story = Story::new().await;
    story
        .recorder
        .spoil(|seen: &Seen| (seen.operation == "DeregisterInstance").then_some(Spoil::Drop));
    let report = story.apply(story.batch(&[(0, GONE)]), Origin::Live).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert_eq!(story.sent(), ["DeregisterInstance"]);
    // The second of two is never sent when the first one's answer is lost.
    let story = Story::new().await;
    story
        .recorder
        .spoil(|seen: &Seen| (seen.operation == "DeregisterInstance").then_some(Spoil::Drop));
    let report = story.apply(story.both(), Origin::Live).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert!(matches!(outcome, Outcome::HalfDone { .. }), "{outcome:?}");
    assert_eq!(story.sent(), ["DeregisterInstance"]);
    assert_eq!(story.ids(1).await.len(), 2);
}

#[tokio::test]
async fn a_sign_in_page_is_no_success() {
    let story = Story::new().await;
    story
        .recorder
        .spoil(|seen: &Seen| (seen.operation == "DeregisterInstance").then_some(Spoil::Portal));
    let report = story.apply(story.batch(&[(0, GONE)]), Origin::Live).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert!(matches!(outcome, Outcome::NotApplied(_)), "{outcome:?}");
    assert_eq!(story.ids(0).await.len(), 2);
}

#[tokio::test]
async fn a_deregistration_goes_by_what_is_live_and_a_registration_takes_one_back() {
    let story = Story::new().await;
    let undo = story.plan(story.both()).await.undo().unwrap().clone();
    let elsewhere = story.assess(undo.clone(), Origin::Live).await;
    let now = jiff::Timestamp::now();
    let settings = &story.scene.settings;
    let plan = Plan::of(elsewhere, settings, Scene::session_id(), now);
    let why: Vec<String> = plan
        .stops()
        .filter_map(watchkeeper::gate::guards::GuardRuling::refusal)
        .collect();
    let why = why.join("\n");
    assert!(why.contains("rests on the registry alone"), "{why}");
    // What is there already is not overwritten.
    assert!(why.contains("is registered already"), "{why}");
}
