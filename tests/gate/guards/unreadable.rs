//! Parts that could not be read.

use watchkeeper::facts::Reading;

use super::Fixture;
use crate::gate::fixture::{World, arn, deployer, narrow, remote, trust, unread, wide};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "unreadable",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = World::narrowing();
    world.role().boundary = Reading::Unknown(unread("no boundary"));
    world
}

fn passes() -> World {
    let mut world = World::narrowing();
    let (limit, logs) = (arn("limit"), arn("logs"));
    world.role().boundary = Reading::Known(Some(limit.clone()));
    world.managed(&limit, Reading::Known(remote(&wide())));
    world.attached(&logs);
    world.managed(&logs, Reading::Known(remote(&narrow())));
    world
}

#[test]
fn a_document_that_could_not_be_read_is_not_overwritten() {
    let mut world = World::narrowing();
    if let Reading::Known(policies) = &mut world.role().inline {
        policies[0].document = Reading::Unknown(unread("denied"));
    }
    assert!(world.stop("unreadable").contains("replaced"));
    let mut world = World::narrowing();
    world.role().inline = Reading::Unknown(unread("denied"));
    assert!(world.stop("unreadable").contains("replaced"));
    let mut world = World::trusting(&trust(&[&deployer()]));
    world.role().trust = Reading::Unknown(unread("denied"));
    assert!(world.stop("unreadable").contains("replaced"));
}

#[test]
fn a_role_or_boundary_that_could_not_be_read_stops() {
    assert!(objects().stop("unreadable").contains("boundary"));
    let mut world = World::narrowing();
    world.state().role = Reading::Unknown(unread("denied"));
    assert!(world.stop("unreadable").contains("role"));
    let mut world = World::narrowing();
    world.role().boundary = Reading::Known(Some(arn("limit")));
    assert!(world.stop("unreadable").contains("limit"));
}

#[test]
fn another_policy_that_could_not_be_read_is_said() {
    let mut world = World::narrowing();
    world.attached(&arn("logs"));
    assert!(world.warnings("unreadable")[0].contains("logs"));
    let mut world = World::narrowing();
    world.role().attached = Reading::Unknown(unread("denied"));
    assert!(world.warnings("unreadable")[0].contains("attached"));
}
