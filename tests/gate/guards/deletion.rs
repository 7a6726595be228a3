//! What goes away whole.

use watchkeeper::{
    facts::Reading,
    gate::{
        AwsCall, PolicyVersion, Step,
        guards::{Case, GUARDS},
    },
};

use super::Fixture;
use crate::gate::fixture::{World, arn, delete, detach, narrow, remote, version, wide};

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
    let prospect = world.prospect();
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
            prospect: &prospect,
            settings: &world.settings,
            environment: &world.settings.environments[0],
            steps: Ok(&steps),
            now: world.now,
        });
        assert!(verdict.stops(), "{operation}");
    }
}
