//! An approval that takes an environment back.

use super::Fixture;
use crate::gate::fixture::{World, github::SHA};
use watchkeeper::{
    facts::{Fault, FaultKind, Reading, actions::RunId},
    gate::{guards::Ruling, preview::Section},
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "rolls_back",
    objects,
    passes: World::reviewing,
};

fn objects() -> World {
    let mut world = World::rolling_back();
    world.review().newer = Reading::Known(vec![RunId(28_330_000_000)]);
    world
}

#[test]
fn it_is_told_as_what_it_is_and_the_commit_is_typed_too() {
    let world = World::rolling_back();
    let Ruling::Warn { what } = world.verdict("rolls_back") else {
        panic!("it passes");
    };
    assert_eq!(
        what,
        ["ROLLS BACK production from 77aa01b to 4f1c2ab: 2 commits go."]
    );
    let plan = world.plan();
    assert_eq!(plan.phrase().text(), format!("production {}", &SHA[..7]));
    let shown = plan.sections().iter().any(|section| {
        matches!(section, Section::Headline(said) if said.contains("ROLLS BACK from 77aa01b to 4f1c2ab"))
    });
    assert!(shown);
    assert_eq!(World::reviewing().plan().phrase().text(), "production");
}

#[test]
fn it_stops_while_a_newer_run_waits_for_the_same_place() {
    let why = objects().stop("rolls_back");
    assert!(
        why.contains("newer runs wait in the same concurrency group: 28330000000"),
        "{why}"
    );
    let mut world = World::reviewing();
    world.review().newer = Reading::Known(vec![RunId(28_330_000_000)]);
    assert!(
        matches!(world.verdict("rolls_back"), Ruling::Warn { .. }),
        "forwards it is only said"
    );
}

#[test]
fn what_is_deployed_and_could_not_be_read_is_said() {
    let mut world = World::reviewing();
    let fault = Fault::new(FaultKind::Missing, "No deployments.", "Look.");
    world.review().deployed[0].sha = Reading::Unknown(fault);
    let Ruling::Warn { what } = world.verdict("rolls_back") else {
        panic!("it passes");
    };
    assert!(
        what[0].contains("whether this rolls it back is not known"),
        "{what:?}"
    );
}
