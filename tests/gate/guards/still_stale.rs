//! Entries of the registry: what may go, what may not, and who would register it again.

use super::Fixture;
use crate::gate::fixture::{
    World,
    registry::{GONE, RUNNING},
    unread,
};
use watchkeeper::{
    facts::{Reading, Remote},
    gate::{
        guards::Ruling,
        writes::{DeregisterInstances, Write},
    },
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "still_stale",
    objects: || World::deregistering(RUNNING),
    passes: || World::deregistering(GONE),
};

#[test]
fn a_stale_entry_beside_a_current_one_passes_every_guard() {
    let plan = World::deregistering(GONE).plan();
    for given in plan.verdicts() {
        assert_eq!(given.verdict, Ruling::Pass, "{}", given.id);
    }
}

#[test]
fn what_a_controller_keeps_is_refused_with_who_would_register_it_again() {
    let stopped = |spoil: fn(&mut World)| {
        let mut world = World::deregistering(GONE);
        spoil(&mut world);
        world.stop("still_stale")
    };
    let why = stopped(|world| {
        world.service().description = Some(Remote::new("heritage=external-dns,x"));
    });
    assert!(why.contains("external-dns keeps the service"), "{why}");
    let why = stopped(|world| {
        let attributes = &mut world.entries()[1].attributes;
        attributes.insert("K8S_CONTROLLER".to_owned(), Remote::new("mcs"));
    });
    assert!(why.contains("Kubernetes controller mcs keeps it"), "{why}");
    let why = stopped(|world| {
        world.service().owner = Some("999999999999".into());
    });
    assert!(why.contains("Account 999999999999 made it"), "{why}");
    let why = stopped(|world| {
        let attributes = &mut world.entries()[1].attributes;
        attributes.insert("ECS_CLUSTER_NAME".to_owned(), Remote::new("c"));
    });
    // What ECS says of the task was not read, so it is not even stale.
    assert!(why.contains("It is UNJUDGED, not stale"), "{why}");
}

#[test]
fn the_last_current_entry_stays_and_so_do_the_stale_ones_beside_none() {
    let mut world = World::deregistering(GONE);
    world.entries().remove(0);
    let why = world.stop("still_stale");
    // Where the namespace does not say, Route 53's default counts.
    assert!(
        why.contains("resolvers remember that for up to 900 s"),
        "{why}"
    );
}

#[test]
fn where_something_could_not_be_read_it_stops() {
    let mut world = World::deregistering(GONE);
    world.registry().instances = Reading::Unknown(unread("the instances"));
    let why = world.stop("unreadable");
    assert!(why.contains("The instances that entries point at"), "{why}");
    let why = world.stop("still_stale");
    assert!(why.contains("It is UNJUDGED, not stale"), "{why}");
}

#[test]
fn an_entry_that_appeared_a_moment_ago_stops() {
    let mut world = World::deregistering(GONE);
    let write = serde_json::to_value(&world.draft.write).unwrap();
    let mut batch: DeregisterInstances =
        serde_json::from_value(write["deregister-instances"].clone()).unwrap();
    batch.entries[0].first_seen = Some("2026-07-07T11:58:00Z".parse().unwrap());
    world.draft.write = Write::from(batch);
    let why = world.stop("still_stale");
    assert!(why.contains("less than five minutes ago"), "{why}");
}
