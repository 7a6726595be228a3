//! Which role it is that something runs as: one that was read, of this account, and
//! behind an instance profile the profile's own.

use serde_json::json;
use watchkeeper::{
    facts::{Reading, Remote},
    gate::ProfileState,
};

use super::{added, administrator, becoming, holding, said};
use crate::gate::fixture::{ACCOUNT, unread};

#[test]
fn a_role_that_nobody_could_read_stops() {
    let unknown = format!("arn:aws:iam::{ACCOUNT}:role/somebody");
    let function = |role: &str| added("AWS::Lambda::Function", &json!({ "Role": role }));
    let why = holding(function(&unknown)).stop("broadening");
    assert!(
        why.contains("somebody") && why.contains("Stop and escalate"),
        "{why}"
    );
    let mut world = holding(function(&administrator()));
    world.stack_state().given[0].role = Reading::Unknown(unread("iam:GetRole was denied."));
    assert!(world.stop("broadening").contains("iam:GetRole was denied."));
    let mut world = holding(function(&administrator()));
    if let Reading::Known(role) = &mut world.stack_state().given[0].role {
        role.attached = Reading::Unknown(unread("iam:ListAttachedRolePolicies was denied."));
    }
    assert!(
        world
            .stop("broadening")
            .contains("ListAttachedRolePolicies")
    );
    let mut world = holding(function(&administrator()));
    if let Reading::Known(role) = &mut world.stack_state().given[0].role {
        role.attached = Reading::Known(vec![crate::gate::fixture::arn("app")]);
    }
    assert!(world.stop("broadening").contains("policy/app"));
}

#[test]
fn another_account_s_role_of_the_same_name_is_not_taken_for_the_own_one() {
    let other = "arn:aws:iam::444455556666:role/Administrator";
    let change = added("AWS::Lambda::Function", &json!({ "Role": other }));
    let why = holding(change).stop("broadening");
    assert!(why.contains("444455556666"), "{why}");
    let before = json!({ "Role": administrator() });
    let change = becoming(
        "AWS::Lambda::Function",
        "Role",
        &before,
        &json!({ "Role": other }),
    );
    assert!(holding(change).stop("broadening").contains("444455556666"));
}

#[test]
fn aws_s_own_policies_of_a_role_are_named() {
    let mut world = holding(added("AWS::Lambda::Function", &json!({ "Role": "small" })));
    let admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    if let Reading::Known(role) = &mut world.stack_state().given[1].role {
        role.attached = Reading::Known(vec![admin.into()]);
    }
    let told = said(&world);
    assert!(
        told.contains("s3:GetObject on arn:aws:s3:::reports/*") && told.contains(admin),
        "{told}"
    );
}

#[test]
fn an_instance_profile_is_followed_to_its_role() {
    let profile = |name: &str, roles: Reading<Vec<_>>| ProfileState {
        name: Remote::new(name),
        roles,
    };
    let arn = format!("arn:aws:iam::{ACCOUNT}:instance-profile/web");
    for (kind, properties) in [
        ("AWS::EC2::Instance", json!({ "IamInstanceProfile": "web" })),
        (
            "AWS::AutoScaling::LaunchConfiguration",
            json!({ "IamInstanceProfile": arn }),
        ),
        (
            "AWS::EC2::LaunchTemplate",
            json!({ "LaunchTemplateData": { "IamInstanceProfile": { "Arn": arn } } }),
        ),
        (
            "AWS::EC2::LaunchTemplate",
            json!({ "LaunchTemplateData": { "IamInstanceProfile": { "Name": "web" } } }),
        ),
        ("AWS::EMR::Cluster", json!({ "JobFlowRole": "web" })),
        (
            "AWS::Batch::ComputeEnvironment",
            json!({ "ComputeResources": { "InstanceRole": "web" } }),
        ),
        ("AWS::New::Thing", json!({ "Whatever": arn })),
    ] {
        let mut world = holding(added(kind, &properties));
        assert!(
            world.stop("broadening").contains("web was not read"),
            "{kind}"
        );
        let roles = vec!["Administrator".into()];
        world.stack_state().profiles = vec![profile("web", Reading::Known(roles))];
        let told = said(&world);
        assert!(
            told.contains("instance profile")
                && told.contains("Administrator")
                && told.contains("* on *"),
            "{kind}: {told}"
        );
        world.stack_state().profiles = vec![profile("web", Reading::Unknown(unread("denied")))];
        assert!(world.stop("broadening").contains("denied"), "{kind}");
    }
}

#[test]
fn what_only_names_a_role_gives_it_to_nobody() {
    let role = administrator();
    for (kind, properties) in [
        (
            "AWS::Lambda::Function",
            json!({ "Role": "small", "Environment": { "Variables": { "ASSUME": role } } }),
        ),
        (
            "AWS::Lambda::Function",
            json!({ "Role": "small", "Code": { "ZipFile": format!("# {role}") } }),
        ),
        ("AWS::SSM::Parameter", json!({ "Value": role })),
        (
            "AWS::SNS::Topic",
            json!({ "Tags": [{ "Key": "owner", "Value": role }] }),
        ),
    ] {
        let world = holding(added(kind, &properties));
        assert_eq!(world.stop("broadening"), "", "{kind}");
        assert!(
            !said(&world).contains("Administrator"),
            "{kind}: {}",
            said(&world)
        );
    }
}

#[test]
fn what_has_to_be_read_is_named_beforehand() {
    let mut world = holding(added(
        "AWS::Events::Rule",
        &json!({ "Targets": [{ "RoleArn": administrator() }, { "RoleArn": "arn:aws:iam::444455556666:role/x" }] }),
    ));
    let instance = added(
        "AWS::EC2::Instance",
        &json!({ "IamInstanceProfile": "web" }),
    );
    world.set().changes.push(instance);
    let wanted = world.stack_state().run_as();
    assert_eq!(wanted.roles, ["Administrator".into()]);
    assert_eq!(wanted.profiles, [Remote::new("web")]);
}
