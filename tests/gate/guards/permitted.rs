//! Writing where nobody permitted it.

use watchkeeper::facts::SystemKeeps;

use super::Fixture;
use crate::gate::fixture::{World, narrow};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "permitted",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = World::narrowing();
    world.environment().allow_writes = false;
    world
}

fn passes() -> World {
    World::narrowing()
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

#[test]
fn writing_down_what_was_read_needs_the_flag_and_no_environment_that_permits_writes() {
    let mut codify = World::codifying_inline(&narrow(), None);
    codify.environment().allow_writes = false;
    codify.environment().account = None;
    codify.settings.gate.freeze = vec!["Mon 00:00..Sun 23:59 UTC".to_owned()];
    let stopped: Vec<_> = codify.plan().stops().map(|given| given.id).collect();
    assert!(stopped.is_empty(), "{stopped:?}");
    codify.settings.gate.allow_writes = false;
    assert!(codify.stop("read_only").contains("read-only"));
}

#[test]
fn what_the_system_forbids_is_not_said_to_be_in_your_own_hands() {
    let mut world = World::narrowing();
    world.environment().allow_writes = false;
    assert!(
        world
            .refusal("permitted")
            .1
            .contains("your own config.toml")
    );
    world.environment().system_keeps = vec![SystemKeeps::AllowWrites];
    let (_, ask) = world.refusal("permitted");
    assert!(ask.contains("ask whoever keeps that file"), "{ask}");
}
