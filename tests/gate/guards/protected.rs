//! Roles that are not for hands.

use serde_json::json;
use watchkeeper::{
    facts::{Arn, RoleName},
    gate::{
        HolderKind,
        writes::{CodifyPolicy, Item, PutRolePolicy},
    },
};

use super::Fixture;
use crate::gate::fixture::{World, arn, attach, holder, narrow, stack, version};
use crate::support::drafts::change;

pub(super) const FIXTURE: Fixture = Fixture {
    id: "protected",
    objects,
    passes,
};

fn objects() -> World {
    named("AWSServiceRoleForECS")
}

fn passes() -> World {
    let mut world = World::narrowing();
    world.settings.gate.protect = vec!["audit-*".to_owned()];
    world
}

fn named(name: &str) -> World {
    let mut world = World::narrowing();
    change(
        &mut world.draft.write,
        "put-role-policy",
        |put: &mut PutRolePolicy| {
            put.role = RoleName::new(name);
        },
    );
    world
}

#[test]
fn roles_of_aws_and_of_the_organisation_stop() {
    for name in [
        "AWSServiceRoleForECS",
        "awsservicerolefoRECS",
        "AWSReservedSSO_Admin_0123",
        "OrganizationAccountAccessRole",
        "AWSControlTowerExecution",
        "stacksets-exec-0a1b",
    ] {
        assert!(named(name).stop("protected").contains(name), "{name}");
    }
    for path in ["/aws-service-role/ecs.amazonaws.com/", "/aws-reserved/sso/"] {
        let mut world = World::narrowing();
        world.role().path = path.to_owned();
        assert!(!world.stop("protected").is_empty(), "{path}");
    }
}

#[test]
fn aws_own_policies_are_not_written() {
    let policy = Arn::new("arn:aws:iam::aws:policy/ReadOnlyAccess");
    assert!(
        World::of(version(policy, &narrow()))
            .stop("protected")
            .contains("AWS's own")
    );
}

#[test]
fn what_the_settings_protect_stops_role_and_policy_alike() {
    for glob in ["exec*", "METRICS", "m?trics"] {
        let mut world = World::narrowing();
        world.settings.gate.protect = vec![glob.to_owned()];
        assert!(world.stop("protected").contains(glob), "{glob}");
    }
    let mut world = World::of(attach(arn("path/break-glass")));
    world.settings.gate.protect = vec!["break-glass".to_owned()];
    assert!(!world.stop("protected").is_empty());
}

#[test]
fn nobody_changes_their_own_role() {
    for name in ["oncall", "OnCall"] {
        assert!(
            named(name).stop("protected").contains("signed in with"),
            "{name}"
        );
    }
    let mut world = World::of(version(arn("logs"), &narrow()));
    world.state().also_attached_to = vec![holder(HolderKind::Role, "oncall")];
    assert!(world.stop("protected").contains("role oncall"));
}

fn shared_with(kind: HolderKind, name: &str) -> World {
    let mut world = World::of(version(arn("logs"), &narrow()));
    world.state().also_attached_to = vec![holder(HolderKind::Role, "batch"), holder(kind, name)];
    world
}

#[test]
fn a_policy_that_someone_protected_has_too_stops() {
    let why = shared_with(HolderKind::Role, "AWSReservedSSO_Admin_0123").stop("protected");
    assert!(why.contains("AWSReservedSSO_Admin_0123"), "{why}");
    for kind in [HolderKind::Role, HolderKind::User, HolderKind::Group] {
        let mut world = shared_with(kind, "Break-Glass");
        assert!(world.passes("protected"));
        world.settings.gate.protect = vec!["break-*".to_owned()];
        let why = world.stop("protected");
        assert!(
            why.contains("break-*") && why.contains("Break-Glass"),
            "{why}"
        );
    }
}

#[test]
fn a_user_who_has_the_policy_or_may_have_it_by_a_group_stops() {
    let as_user = |kind, name| {
        let mut world = shared_with(kind, name);
        world.observed.caller.as_mut().unwrap().arn =
            Arn::new("arn:aws:iam::111122223333:user/ops/anna");
        world.stop("protected")
    };
    assert!(as_user(HolderKind::User, "anna").contains("user anna"));
    assert!(as_user(HolderKind::Group, "admins").contains("group admins"));
    assert!(as_user(HolderKind::Role, "anna").is_empty());
    assert!(shared_with(HolderKind::Group, "oncall").passes("protected"));
}

#[test]
fn nobody_changes_a_policy_of_their_own_by_a_change_set() {
    let kinds = [
        ("AWS::IAM::Policy", json!({ "Roles": ["OnCall"] })),
        (
            "AWS::IAM::ManagedPolicy",
            json!({ "Roles": ["batch", "oncall"] }),
        ),
        ("AWS::IAM::RolePolicy", json!({ "RoleName": "oncall" })),
    ];
    for (kind, who) in kinds {
        let mut properties = who.clone();
        properties["PolicyDocument"] = narrow();
        let mut mine = stack::change("Mine", kind, "PolicyDocument");
        mine.before = stack::context(&json!({ "Properties": properties }));
        mine.after = mine.before.clone();
        let mut world = World::executing();
        assert!(world.passes("protected"));
        world.set().changes.push(mine);
        let why = world.stop("protected");
        assert!(
            why.contains("Mine") && why.contains("signed in with"),
            "{kind}: {why}"
        );
    }
}

#[test]
fn a_document_of_what_is_protected_is_not_written_down_either() {
    for (item, glob) in [
        (Item::Inline("metrics".into()), "METRICS"),
        (Item::Managed("metrics".into()), "m?trics"),
        (Item::Inline("metrics".into()), "exec*"),
        (Item::Trust, "executor"),
        (Item::Attachments, "executor"),
        (Item::Boundary, "executor"),
    ] {
        let mut world = World::codifying(item.clone(), None);
        world.settings.gate.protect = vec!["audit-*".to_owned()];
        assert!(world.passes("protected"), "{item:?}");
        world.settings.gate.protect.push(glob.to_owned());
        assert!(world.stop("protected").contains(glob), "{item:?}");
    }
    // Only what the settings protect: a file may say anything of AWS's own roles.
    let mut world = World::codifying(Item::Trust, None);
    change(
        &mut world.draft.write,
        "codify-policy",
        |codify: &mut CodifyPolicy| {
            codify.role = RoleName::new("AWSServiceRoleForECS");
        },
    );
    assert!(world.passes("protected"));
}
