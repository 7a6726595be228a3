//! A console that was not started to write.

use super::Fixture;
use crate::gate::fixture::{World, narrow};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "read_only",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = World::narrowing();
    world.settings.gate.allow_writes = false;
    world
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_console_that_was_not_started_for_writing_writes_nothing() {
    assert!(objects().stop("read_only").contains("read-only"));
    let mut codify = World::codifying_inline(&narrow(), None);
    assert!(codify.passes("read_only"));
    codify.settings.gate.allow_writes = false;
    assert!(codify.stop("read_only").contains("read-only"));
}

#[test]
fn what_else_stands_in_the_way_is_said_beside_it() {
    let mut world = objects();
    world.environment().allow_writes = false;
    assert!(world.stop("permitted").contains("does not permit"));
}
