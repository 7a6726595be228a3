//! Users, groups and instance profiles in a change set, who else has a policy, and
//! values that are known only when it is executed.

mod known_later;

use serde_json::{Value, json};
use watchkeeper::facts::{
    ManagedPolicy, Reading, ResourceChange,
    stack::{ChangeAction, PropertyValue},
};

use super::fixture::{
    ACCOUNT, World, allow, arn, deny, policy,
    stack::{change, context},
    unread,
};

fn holding(change: ResourceChange) -> World {
    let mut world = World::executing();
    world.settings.stacks.expect_only.clear();
    world.set().changes.push(change);
    let document = policy(&json!([allow("s3:GetObject", BUCKET)]));
    for name in ["admin", "web", "small"] {
        world.living(name, &document);
    }
    world
}

fn becoming(kind: &str, property: &str, before: &Value, after: &Value) -> World {
    let mut other = change("Other", kind, property);
    other.before = context(&json!({ "Properties": before }));
    other.after = context(&json!({ "Properties": after }));
    holding(other)
}

fn added(kind: &str, properties: &Value) -> World {
    let mut other = change("Other", kind, "Name");
    other.action = ChangeAction::Add;
    other.details.clear();
    other.after = context(&json!({ "Properties": properties }));
    holding(other)
}

fn with(statements: &[Value]) -> Value {
    json!({ "Policies": [{ "PolicyName": "p", "PolicyDocument": policy(&json!(statements)) }] })
}

fn said(world: &World) -> String {
    world.warnings("broadening").join("\n")
}

const BUCKET: &str = "arn:aws:s3:::reports/*";

#[test]
fn what_cannot_be_weighed_of_a_user_or_a_group_stops() {
    let policies = |arns: &[&str]| json!({ "ManagedPolicyArns": arns });
    let admin = arn("admin");
    for kind in ["AWS::IAM::User", "AWS::IAM::Group"] {
        let world = becoming(
            kind,
            "ManagedPolicyArns",
            &json!({}),
            &policies(&[admin.raw()]),
        );
        assert!(world.stop("broadening").contains("admin"), "{kind}");
        let world = becoming(
            kind,
            "ManagedPolicyArns",
            &policies(&[admin.raw()]),
            &json!({}),
        );
        assert!(world.stop("broadening").contains("may deny"), "{kind}");
        let mut world = becoming(kind, "Policies", &with(&[]), &with(&[]));
        world.set().changes.last_mut().unwrap().before = None;
        assert!(world.stop("broadening").contains("has now"), "{kind}");
        let mut world = becoming(kind, "Policies", &with(&[]), &with(&[]));
        world.set().changes.last_mut().unwrap().after = Some(PropertyValue {
            text: "{".into(),
            truncated: true,
        });
        assert!(!world.stop("broadening").is_empty(), "{kind}");
    }
    let limit = json!({ "PermissionsBoundary": admin.raw() });
    let world = becoming("AWS::IAM::User", "PermissionsBoundary", &limit, &json!({}));
    assert!(world.stop("broadening").contains("boundary"));
}

#[test]
fn passwords_keys_and_memberships_stop_with_a_reason() {
    let login = json!({ "LoginProfile": { "Password": "****" } });
    let world = becoming("AWS::IAM::User", "LoginProfile", &login, &login);
    assert!(world.stop("broadening").contains("password"));
    assert!(
        added("AWS::IAM::User", &login)
            .stop("broadening")
            .contains("password")
    );
    let admins = json!({ "Groups": ["admins"] });
    let world = becoming("AWS::IAM::User", "Groups", &json!({}), &admins);
    assert!(world.stop("broadening").contains("groups"));
    let joins = json!({ "GroupName": "admins", "Users": ["anna"] });
    let world = added("AWS::IAM::UserToGroupAddition", &joins);
    assert!(world.stop("broadening").contains("into a group"));
    let world = added("AWS::IAM::AccessKey", &json!({ "UserName": "anna" }));
    assert!(world.stop("broadening").contains("access key"));
}

#[test]
fn users_and_groups_are_judged_by_their_documents_and_the_live_side_is_said_to_be_missing() {
    let (few, more) = (
        with(&[allow("s3:GetObject", BUCKET)]),
        with(&[allow("s3:GetObject", BUCKET), allow("s3:PutObject", BUCKET)]),
    );
    for kind in ["AWS::IAM::User", "AWS::IAM::Group"] {
        let told = said(&becoming(kind, "Policies", &few, &more));
        assert!(told.contains("Other GAINS s3:PutObject"), "{told}");
        assert!(!told.contains("Other GAINS s3:GetObject"), "{told}");
        assert!(told.contains("was not read"), "{told}");
        let told = said(&becoming(kind, "Policies", &more, &few));
        assert!(!told.contains("Other GAINS"), "{told}");
        let told = said(&becoming(kind, "Path", &few, &few));
        assert!(!told.contains("Other GAINS"), "{told}");
        let told = said(&added(kind, &few));
        assert!(told.contains("Other GAINS s3:GetObject"), "{told}");
        let wide = with(&[allow("iam:PassRole", "*")]);
        assert!(
            !becoming(kind, "Policies", &few, &wide)
                .stop("privilege")
                .is_empty()
        );
        assert!(
            !added(kind, &with(&[allow("s3:*", "*")]))
                .stop("service_wide")
                .is_empty()
        );
        let denied = with(&[allow("s3:*", BUCKET), deny("s3:PutObject", "*")]);
        let free = with(&[allow("s3:*", BUCKET)]);
        let told = said(&becoming(kind, "Policies", &denied, &free));
        assert!(told.contains("s3:PutObject"), "{told}");
    }
}

#[test]
fn policies_of_users_and_groups_are_judged_alone() {
    let document = |action: &str| policy(&json!([allow(action, BUCKET)]));
    for (kind, whose) in [
        ("AWS::IAM::UserPolicy", "UserName"),
        ("AWS::IAM::GroupPolicy", "GroupName"),
    ] {
        let of =
            |action: &str, name: &str| json!({ "PolicyDocument": document(action), whose: name });
        let (get, put) = (of("s3:GetObject", "anna"), of("s3:PutObject", "anna"));
        let told = said(&becoming(kind, "PolicyDocument", &get, &put));
        assert!(told.contains("Other GAINS s3:PutObject"), "{kind}: {told}");
        let wide = of("iam:*", "anna");
        let world = becoming(kind, "PolicyDocument", &get, &wide);
        assert!(!world.stop("service_wide").is_empty(), "{kind}");
    }
}

#[test]
fn a_policy_that_more_get_is_a_gain_though_its_text_stays() {
    let of = |roles: &[&str]| json!({ "PolicyDocument": policy(&json!([allow("s3:PutObject", BUCKET)])), "Roles": roles });
    for kind in ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"] {
        let world = becoming(kind, "Roles", &of(&["a"]), &of(&["a", "b"]));
        assert!(
            said(&world).contains("Other GAINS s3:PutObject"),
            "{}",
            said(&world)
        );
        let world = becoming(kind, "Roles", &of(&["a", "b"]), &of(&["a"]));
        assert!(!said(&world).contains("Other GAINS"), "{}", said(&world));
        let open = json!({
            "PolicyDocument": policy(&json!([allow("s3:PutObject", BUCKET)])), "Roles": [{ "a": 1 }],
        });
        let world = becoming(kind, "Roles", &of(&["a"]), &open);
        assert!(said(&world).contains("Other GAINS s3:PutObject"));
    }
}

#[test]
fn an_instance_profile_gives_its_role_to_whatever_runs_with_it() {
    let of = |role: &str| json!({ "Roles": [role] });
    let mut world = becoming(
        "AWS::IAM::InstanceProfile",
        "Roles",
        &of("web"),
        &of("admin"),
    );
    let told = said(&world);
    assert!(
        told.contains("Other GIVES role admin to what runs by it"),
        "{told}"
    );
    let shown = format!("{:?}", world.plan().sections());
    assert!(shown.contains("Other gives role admin"), "{shown}");
    world.expecting_gains(&[("*", "*")]);
    assert!(world.stop("expected_gains").contains("role admin"));
    let world = becoming("AWS::IAM::InstanceProfile", "Roles", &of("web"), &of("web"));
    assert!(!said(&world).contains("Other"));
    let mut world = becoming(
        "AWS::IAM::InstanceProfile",
        "Roles",
        &of("web"),
        &of("admin"),
    );
    world.set().changes.last_mut().unwrap().after = None;
    assert!(!world.stop("broadening").is_empty());
    assert!(said(&added("AWS::IAM::InstanceProfile", &of("admin"))).contains("role admin"));
}

#[test]
fn nobody_changes_the_user_they_are_signed_in_as() {
    let mut world = becoming("AWS::IAM::User", "Policies", &with(&[]), &with(&[]));
    world.set().changes.last_mut().unwrap().physical_id = Some("anna".into());
    assert_eq!(world.stop("protected"), "");
    world.observed.caller.as_mut().unwrap().arn =
        format!("arn:aws:iam::{ACCOUNT}:user/anna").as_str().into();
    assert!(world.stop("protected").contains("anna"));
}

#[test]
fn what_else_iam_has_is_not_judged_and_stops() {
    for kind in [
        "AWS::IAM::OIDCProvider",
        "AWS::IAM::SAMLProvider",
        "AWS::IAM::New",
    ] {
        assert!(
            !added(kind, &json!({})).stop("broadening").is_empty(),
            "{kind}"
        );
    }
}

#[test]
fn a_boundary_that_goes_stops_where_the_live_role_was_not_read() {
    use super::fixture::{
        stack::{granted, properties, role_change, rules, trusted},
        unread,
    };
    use watchkeeper::facts::Reading;
    let before = granted(&["events:PutRule"], &rules());
    let mut change = role_change(&before, &before);
    let limited = |boundary: Option<&str>| {
        let mut all = properties(&before, &trusted());
        if let Some(boundary) = boundary {
            all["Properties"]["PermissionsBoundary"] = json!(boundary);
        }
        context(&all)
    };
    change.details[0].name = Some("PermissionsBoundary".into());
    change.before = limited(Some(arn("limit").raw()));
    for boundary in [None, Some(arn("wider").raw())] {
        change.after = limited(boundary);
        let mut world = World::executing_change(change.clone(), &before);
        world.stack_state().roles[0].role = Reading::Unknown(unread("Denied."));
        let why = world.stop("broadening");
        assert!(why.contains("boundary would change"), "{boundary:?}: {why}");
    }
    change.after = limited(Some(arn("limit").raw()));
    let mut world = World::executing_change(change, &before);
    world.stack_state().roles[0].role = Reading::Unknown(unread("Denied."));
    assert!(world.stop("broadening").is_empty());
}

#[test]
fn what_gives_access_in_words_of_its_own_stops() {
    for kind in [
        "AWS::SSO::PermissionSet",
        "AWS::SSO::Assignment",
        "AWS::EKS::AccessEntry",
        "AWS::Organizations::Policy",
        "AWS::RolesAnywhere::Profile",
    ] {
        let why = added(kind, &json!({ "Anything": "at all" })).stop("broadening");
        assert!(why.contains(kind), "{kind}: {why}");
    }
}

#[test]
fn another_role_for_what_runs_is_given_and_is_not_among_the_expected() {
    let admin = "arn:aws:iam::111122223333:role/admin";
    for (kind, property) in [
        ("AWS::Lambda::Function", "Role"),
        ("AWS::ECS::TaskDefinition", "TaskRoleArn"),
    ] {
        let mut world = becoming(
            kind,
            property,
            &json!({ property: "arn:aws:iam::111122223333:role/small" }),
            &json!({ property: admin }),
        );
        assert!(said(&world).contains("Other GIVES"), "{}", said(&world));
        assert!(said(&world).contains(admin), "{}", said(&world));
        world.expecting_gains(&[("events:*", "*")]);
        let why = world.stop("expected_gains");
        assert!(why.contains(admin), "{kind}: {why}");
    }
    let timeout = becoming(
        "AWS::Lambda::Function",
        "Timeout",
        &json!({ "Timeout": 3, "Role": admin }),
        &json!({ "Timeout": 30, "Role": admin }),
    );
    assert!(!said(&timeout).contains("GIVES"), "{}", said(&timeout));
}

#[test]
fn a_note_about_one_policy_hides_no_other_whose_arn_begins_like_it() {
    let one = |name: &str| arn(name).raw().to_owned();
    let of = |managed: &[String]| {
        context(&json!({ "Properties": {
            "RoleName": super::fixture::stack::DEPLOY, "Policies": [], "ManagedPolicyArns": managed,
        }}))
    };
    let mut attaches = change(
        super::fixture::stack::ID,
        "AWS::IAM::Role",
        "ManagedPolicyArns",
    );
    attaches.physical_id = Some(super::fixture::stack::DEPLOY.into());
    attaches.before = of(&[one("app-extra")]);
    attaches.after = of(&[one("app-extra"), one("app")]);
    let live = policy(&json!([allow("s3:GetObject", BUCKET)]));
    let mut world = World::executing_change(attaches, &live);
    world.settings.stacks.expect_only.clear();
    let role = &mut world.stack_state().roles[0];
    if let Reading::Known(known) = &mut role.role {
        known.attached = Reading::Known(vec![arn("app-extra")]);
    }
    role.managed = vec![ManagedPolicy {
        arn: arn("app-extra"),
        name: "app-extra".into(),
        default_version: "v1".to_owned(),
        document: Reading::Unknown(unread("Denied.")),
    }];
    assert!(
        world.stop("broadening").contains("policy/app was not read"),
        "{}",
        said(&world)
    );
    let gained = policy(&json!([allow(
        "iam:PassRole",
        "arn:aws:iam::111122223333:role/x"
    )]));
    world.stack_state().roles[0].managed.push(ManagedPolicy {
        arn: arn("app"),
        name: "app".into(),
        default_version: "v1".to_owned(),
        document: Reading::Known(super::fixture::remote(&gained)),
    });
    assert!(
        said(&world).contains("GAINS iam:PassRole"),
        "{}",
        said(&world)
    );
}
