//! What goes away whole.

use watchkeeper::{
    facts::{Reading, StackStatus},
    gate::{
        AwsCall, PolicyVersion, Step,
        guards::{Case, GUARDS},
        writes::{RollbackStack, Write},
    },
};

use super::Fixture;
use crate::gate::fixture::{
    World, arn, delete, detach, narrow, remote, stack::STACK, version, wide,
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "deletion",
    objects,
    passes,
};

fn objects() -> World {
    World::of(delete())
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_policy_that_goes_is_said_loudly_and_so_is_a_role_left_bare() {
    let warnings = objects().warnings("deletion");
    assert!(warnings[0].contains("metrics is DELETED"), "{warnings:?}");
    assert!(warnings[1].contains("without any policy"), "{warnings:?}");
    let mut world = objects();
    world.inline("other", &narrow());
    assert_eq!(world.warnings("deletion").len(), 1);
    let mut world = World::of(detach(arn("logs")));
    world.attached(&arn("logs"));
    assert!(world.warnings("deletion")[0].contains("DETACHED"));
}

#[test]
fn a_version_that_is_deleted_to_make_room_is_said() {
    let managed = arn("logs");
    let mut world = World::of(version(managed.clone(), &narrow()));
    world.managed(&managed, Reading::Known(remote(&wide())));
    world.state().versions = (1..=5)
        .map(|number| PolicyVersion {
            id: format!("v{number}"),
            is_default: number == 5,
            created: None,
        })
        .collect();
    assert!(world.warnings("deletion")[0].contains("Version v1"));
}

#[test]
fn a_call_that_removes_what_no_change_may_remove_stops() {
    let world = World::narrowing();
    let assessment = world.assessment();
    for operation in [
        "DeleteRolePermissionsBoundary",
        "DeleteRole",
        "RemoveRoleFromInstanceProfile",
    ] {
        let steps = [Step::Aws(AwsCall::iam(
            operation,
            [("RoleName", "executor")],
        ))];
        let guard = GUARDS.iter().find(|guard| guard.id == "deletion").unwrap();
        let verdict = (guard.check)(&Case {
            assessment: &assessment,
            settings: &world.settings,
            environment: &world.settings.environments[0],
            steps: Ok(&steps),
            now: world.now,
        });
        assert!(verdict.stops(), "{operation}");
    }
}

#[test]
fn a_roll_back_of_a_creation_is_said_to_delete_everything() {
    let back = |status: StackStatus| {
        let mut world = World::of_stack(Write::from(RollbackStack {
            stack: STACK.into(),
        }));
        world.live().status = status;
        world
    };
    let world = back(StackStatus::CreateFailed);
    let said = world.warnings("deletion").join("\n");
    assert!(
        said.contains("Every resource") && said.contains("DELETED"),
        "{said}"
    );
    let shown = format!("{:?}", world.plan().sections());
    assert!(shown.contains("DELETES all that was made"), "{shown}");
    assert!(!shown.contains("last stable state"), "{shown}");
    let said = back(StackStatus::UpdateFailed)
        .warnings("deletion")
        .join("\n");
    assert!(said.contains("failed update"), "{said}");
    let mut protected = back(StackStatus::CreateFailed);
    protected.live().termination_protection = true;
    let why = protected.why_not_planned();
    assert!(why.contains("protected against deletion"), "{why}");
}
