//! Times in which nothing is written.

use super::Fixture;
use crate::gate::fixture::{World, narrow};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "freeze",
    objects,
    passes,
};

fn objects() -> World {
    frozen("Tue 13:00..Tue 15:00 Europe/Berlin")
}

fn passes() -> World {
    frozen("Fri 16:00..Mon 08:00 Europe/Berlin")
}

fn frozen(entry: &str) -> World {
    let mut world = World::narrowing();
    world.settings.gate.freeze = vec![entry.to_owned()];
    world
}

#[test]
fn an_entry_that_cannot_be_read_stops() {
    for entry in ["", "never", "Fri 16:00..Mon 08:00 Nowhere/Land"] {
        assert!(
            frozen(entry).stop("freeze").contains("can't be read"),
            "{entry}"
        );
    }
}

#[test]
fn a_freeze_in_force_stops_whatever_stands_beside_it() {
    assert!(objects().stop("freeze").contains("Tue 13:00"));
    let mut world = passes();
    world
        .settings
        .gate
        .freeze
        .push("2026-07-01..2026-07-07 UTC".to_owned());
    assert!(world.stop("freeze").contains("2026-07-01"));
}

#[test]
fn a_freeze_goes_by_the_clock_of_aws_where_this_machine_s_is_wrong() {
    // At 14:00 in Berlin by this machine's clock.
    let mut world = objects();
    let mut is_frozen = |ahead| {
        world.observed.caller.as_mut().unwrap().clock_ahead = ahead;
        world.plan().stops().any(|given| given.id == "freeze")
    };
    assert!(is_frozen(None));
    assert!(is_frozen(Some(1_800)), "it is 13:30");
    assert!(!is_frozen(Some(7_200)), "it is 12:00");
    assert!(!is_frozen(Some(-7_200)), "it is 16:00");
}

#[test]
fn the_working_tree_is_not_frozen() {
    let mut world = World::codifying_inline(&narrow(), None);
    world.settings.gate.freeze = vec!["Mon 00:00..Sun 23:59 UTC".to_owned()];
    assert!(world.passes("freeze"));
}
