//! Roles that a stack makes.

use watchkeeper::{
    facts::{Reading, Remote},
    gate::Owner,
};

use super::Fixture;
use crate::gate::fixture::{World, arn, narrow, unread, version};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "owned",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = World::narrowing();
    world.state().owner = Reading::Known(Some(Owner::Stack {
        name: Remote::new("data-v1"),
        region: None,
    }));
    world
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_role_of_a_stack_stops_unless_the_environment_permits_it() {
    assert!(objects().stop("owned").contains("data-v1"));
    let mut world = objects();
    world.environment().write_owned = true;
    assert!(world.warnings("owned")[0].contains("drift"));
    world.environment().write_owned = false;
    world.state().owner = Reading::Known(Some(Owner::Template {
        path: "template.yaml".to_owned(),
        stack: "data-v1".to_owned(),
    }));
    assert!(world.stop("owned").contains("template.yaml"));
}

#[test]
fn not_knowing_is_said() {
    let mut world = World::narrowing();
    world.state().owner = Reading::Unknown(unread("denied"));
    assert!(world.warnings("owned")[0].contains("Could not tell"));
    assert!(world.warnings("owned")[0].contains("a stack of eu-west-1 owns"));
    world.state().asked = vec!["eu-west-1".into(), "us-east-1".into()];
    assert!(world.warnings("owned")[0].contains("a stack of eu-west-1, us-east-1 owns"));
}

#[test]
fn not_knowing_stops_in_production() {
    let mut world = World::narrowing();
    world.environment().production = true;
    world.state().owner = Reading::Unknown(unread("denied"));
    let why = world.stop("owned");
    assert!(
        why.contains("Could not tell") && why.contains("denied"),
        "{why}"
    );
    world.environment().write_owned = true;
    assert!(world.warnings("owned")[0].contains("Could not tell"));
}

#[test]
fn a_stack_of_another_region_is_named_with_it() {
    let mut world = World::narrowing();
    world.state().owner = Reading::Known(Some(Owner::Stack {
        name: Remote::new("data-v1"),
        region: Some("us-east-1".into()),
    }));
    assert!(
        world
            .stop("owned")
            .contains("Stack data-v1 of us-east-1 owns")
    );
}

#[test]
fn a_policy_of_a_stack_stops_as_its_role_does() {
    let mut world = World::of(version(arn("logs"), &narrow()));
    assert!(world.passes("owned"));
    world.state().owner = Reading::Known(Some(Owner::Stack {
        name: Remote::new("data-v1"),
        region: None,
    }));
    let why = world.stop("owned");
    assert!(
        why.contains("data-v1") && why.contains("policy/logs"),
        "{why}"
    );
}
