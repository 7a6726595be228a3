//! Jobs begin only where the stack that they deploy is stable.

use super::Fixture;
use crate::gate::fixture::{World, github::workflow};
use watchkeeper::{
    facts::{Fault, FaultKind, Reading, StackStatus},
    gate::guards::Ruling,
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "deployed_stack",
    objects,
    passes: World::rerunning,
};

fn with(status: StackStatus) -> World {
    let mut world = World::rerunning();
    world.seen_run().stacks[0].status = Reading::Known(status);
    world
}

fn objects() -> World {
    with(StackStatus::UpdateInProgress)
}

#[test]
fn a_stack_that_changes_or_has_failed_stops_and_one_that_rolled_back_does_not() {
    for status in [
        StackStatus::UpdateInProgress,
        StackStatus::UpdateRollbackInProgress,
        StackStatus::UpdateRollbackFailed,
        StackStatus::UpdateFailed,
        StackStatus::DeleteFailed,
        StackStatus::RollbackComplete,
    ] {
        let why = with(status.clone()).stop("deployed_stack");
        assert!(why.contains(status.raw()), "{why}");
    }
    for status in [
        StackStatus::UpdateRollbackComplete,
        StackStatus::UpdateComplete,
        StackStatus::CreateComplete,
    ] {
        assert!(with(status).passes("deployed_stack"));
    }
}

#[test]
fn a_stack_that_is_not_known_or_could_not_be_read_is_a_warning() {
    let mut world = World::rerunning();
    world.seen_run().stacks.clear();
    let warns = |world: &World| matches!(world.verdict("deployed_stack"), Ruling::Warn { .. });
    assert!(warns(&world));
    let fault = Fault::new(FaultKind::Missing, "No stack.", "Look.");
    let mut world = World::rerunning();
    world.seen_run().stacks[0].status = Reading::Unknown(fault);
    assert!(warns(&world));
    let mut world = World::rerunning();
    world.seen_run().stacks.clear();
    world.seen_run().workflow =
        workflow("on: push\njobs:\n  test:\n    steps:\n      - run: pytest\n");
    assert!(world.passes("deployed_stack"), "nothing is deployed by it");
}
