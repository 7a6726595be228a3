//! Writing where nobody permitted it.

use super::Fixture;
use crate::gate::fixture::{World, narrow};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "permitted",
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
    assert!(objects().stop("permitted").contains("read-only"));
    let mut codify = World::codifying_inline(&narrow(), None);
    assert!(codify.passes("permitted"));
    codify.settings.gate.allow_writes = false;
    assert!(codify.stop("permitted").contains("read-only"));
}

#[test]
fn an_environment_must_permit_it_and_name_its_account() {
    let mut world = World::narrowing();
    world.environment().allow_writes = false;
    assert!(world.stop("permitted").contains("does not permit"));
    let mut world = World::narrowing();
    world.environment().account = None;
    assert!(world.stop("permitted").contains("which account"));
}

#[test]
fn a_call_that_nobody_signs_is_no_change_of_the_working_tree() {
    let mut world = World::narrowing();
    world.observed.caller = None;
    world.environment().allow_writes = false;
    assert!(!world.stop("permitted").is_empty());
}
