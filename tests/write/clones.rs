//! Doubt about a file belongs to one clone on one machine: no other settles it,
//! and no other is held up by it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tempfile::TempDir;
use watchkeeper::{
    edge::write::{Patience, RealExecutor, WorkingTree, Writer},
    facts::{DriftSettings, Fault},
    gate::{
        Draft, Origin, Outcome,
        record::{Record, Stage, Tree, Who, in_doubt},
        writes::{CodifyPolicy, Item, Write},
    },
};

use super::stage::{CODIFIED, Memory, POLICY, ROLE, Scene, who};

fn file() -> String {
    format!("iam/{ROLE}/{POLICY}.json")
}

fn clone() -> TempDir {
    let clone = tempfile::tempdir().unwrap();
    put(clone.path(), CODIFIED);
    clone
}

fn put(root: &Path, text: &str) {
    let path = root.join(file());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

async fn scene() -> Scene {
    let mut scene = Scene::new().await;
    scene.settings.drift = Some(DriftSettings {
        policies: vec!["iam".to_owned()],
        ..DriftSettings::default()
    });
    scene
}

/// The console in this clone on this machine, all with one journal.
fn on(scene: &Scene, root: PathBuf, host: &str) -> Writer<RealExecutor, Memory> {
    let settings = Arc::new(scene.settings.clone());
    let tree = WorkingTree::open(root, &settings);
    let who = Who {
        host: host.to_owned(),
        ..who()
    };
    let executor = RealExecutor::new(Arc::new(scene.aws()), tree);
    let writer = Writer::new(
        executor,
        scene.memory.clone(),
        settings,
        Scene::session_id(),
        who,
    );
    writer.with_patience(Patience {
        holds: Duration::ZERO,
        between: Duration::from_millis(10),
    })
}

fn codify() -> Draft {
    Draft {
        environment: "dev".into(),
        write: Write::from(CodifyPolicy {
            role: ROLE.into(),
            item: Item::Inline(POLICY.into()),
            path: file(),
        }),
        origin: Origin::Live,
        uses: Vec::new(),
        peers: None,
    }
}

/// An intent without an outcome, as a crash leaves it; gives what was to be there.
async fn crashes(writer: &Writer<RealExecutor, Memory>) -> String {
    let assessment = writer.assess(codify()).await.unwrap();
    writer.note(&assessment, Stage::Intent).unwrap();
    let records = writer.journal().records.lock().unwrap();
    let after = records.last().unwrap().entry.what.after.clone().unwrap();
    after.raw().to_owned()
}

fn doubts(scene: &Scene) -> Vec<Record> {
    let records = scene.memory.records.lock().unwrap().clone();
    in_doubt(&records).into_iter().cloned().collect()
}

#[track_caller]
fn is_refused(result: Result<impl Sized, Fault>) {
    let fault = result.err().unwrap();
    assert!(fault.what.contains("is in doubt since"), "{fault:?}");
}

#[tokio::test]
async fn another_clone_neither_settles_the_doubt_nor_is_held_up_by_it() {
    let (scene, ours, theirs) = (scene().await, clone(), clone());
    let here = on(&scene, ours.path().to_owned(), "bastion");
    let there = on(&scene, theirs.path().to_owned(), "bastion");
    let after = crashes(&here).await;
    // What is theirs looks as though it had been applied, and says nothing of ours.
    put(theirs.path(), &after);
    assert_eq!(there.settle().await.unwrap(), 0);
    assert_eq!(doubts(&scene).len(), 1);
    there.assess(codify()).await.unwrap();
    is_refused(here.assess(codify()).await);
    assert_eq!(here.settle().await.unwrap(), 1);
    let stages = scene.stages();
    let Some(Stage::Settled { outcome, .. }) = stages.last() else {
        panic!("{stages:?}");
    };
    assert!(matches!(outcome, Outcome::NotApplied(_)), "{outcome:?}");
    here.assess(codify()).await.unwrap();
}

#[tokio::test]
async fn the_same_path_on_another_machine_is_another_clone() {
    let (scene, ours) = (scene().await, clone());
    let here = on(&scene, ours.path().to_owned(), "bastion");
    let elsewhere = on(&scene, ours.path().to_owned(), "laptop");
    let after = crashes(&here).await;
    put(ours.path(), &after);
    assert_eq!(elsewhere.settle().await.unwrap(), 0);
    assert_eq!(doubts(&scene).len(), 1);
    elsewhere.assess(codify()).await.unwrap();
    assert_eq!(here.settle().await.unwrap(), 1);
}

#[tokio::test]
async fn outside_a_repository_a_files_doubt_stays() {
    let (scene, ours) = (scene().await, clone());
    crashes(&on(&scene, ours.path().to_owned(), "bastion")).await;
    assert_eq!(scene.writer().settle().await.unwrap(), 0);
    assert_eq!(doubts(&scene).len(), 1);
}

#[tokio::test]
async fn a_record_of_before_that_has_no_clone_stays_in_doubt_and_blocks_every_one() {
    let (scene, ours, theirs) = (scene().await, clone(), clone());
    let here = on(&scene, ours.path().to_owned(), "bastion");
    let after = crashes(&here).await;
    put(ours.path(), &after);
    scene.memory.records.lock().unwrap()[0].entry.what.tree = None;
    assert_eq!(here.settle().await.unwrap(), 0);
    is_refused(here.assess(codify()).await);
    let there = on(&scene, theirs.path().to_owned(), "bastion");
    is_refused(there.assess(codify()).await);
}

#[tokio::test]
async fn a_link_to_the_clone_is_the_same_clone() {
    let (scene, ours, links) = (scene().await, clone(), tempfile::tempdir().unwrap());
    let link = links.path().join("link");
    std::os::unix::fs::symlink(ours.path(), &link).unwrap();
    crashes(&on(&scene, ours.path().to_owned(), "bastion")).await;
    let through = on(&scene, link, "bastion");
    is_refused(through.assess(codify()).await);
    assert_eq!(through.settle().await.unwrap(), 1);
    let root = ours.path().canonicalize().unwrap();
    let record = scene.memory.records.lock().unwrap()[0].clone();
    let tree = Tree {
        root: root.to_str().unwrap().to_owned(),
        host: "bastion".to_owned(),
    };
    assert_eq!(record.entry.what.tree, Some(tree));
}
