//! Requests that go elsewhere.

use super::Fixture;
use crate::gate::fixture::World;

pub(super) const FIXTURE: Fixture = Fixture {
    id: "endpoint",
    objects,
    passes,
};

fn at(sts: &str, target: &str) -> World {
    let mut world = World::narrowing();
    world.observed.hosts = vec![sts.to_owned(), target.to_owned()];
    world
}

fn objects() -> World {
    at("localhost:4566", "localhost:4566")
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_host_that_nobody_named_stops() {
    assert!(objects().stop("endpoint").contains("localhost"));
    let mut world = at(
        "iam.amazonaws.com.evil.example",
        "iam.amazonaws.com.evil.example",
    );
    world.environment().endpoints = vec!["amazonaws.com".to_owned()];
    assert!(!world.stop("endpoint").is_empty());
}

#[test]
fn sts_and_the_target_at_different_places_stop_even_when_both_are_named() {
    let mut world = at("sts.amazonaws.com", "localhost");
    world.environment().endpoints = vec!["localhost".to_owned()];
    assert!(world.stop("endpoint").contains("who we are"));
    let mut world = at("localhost", "iam.amazonaws.com");
    world.environment().endpoints = vec!["localhost".to_owned()];
    assert!(!world.stop("endpoint").is_empty());
}

#[test]
fn unknown_hosts_stop() {
    let mut world = World::narrowing();
    world.observed.hosts.clear();
    assert!(world.stop("endpoint").contains("not known"));
}

#[test]
fn a_named_emulator_is_permitted_and_said() {
    let mut world = objects();
    world.environment().endpoints = vec!["http://LOCALHOST:4566".to_owned()];
    assert!(world.warnings("endpoint")[0].contains("not AWS"));
}
