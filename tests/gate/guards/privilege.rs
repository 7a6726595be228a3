//! Ways to come to more.

use serde_json::{Value, json};
use watchkeeper::facts::Reading;

use super::Fixture;
use crate::gate::fixture::{World, allow, arn, attach, narrow, policy, put, remote, wide};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "privilege",
    objects,
    passes,
};

fn objects() -> World {
    giving(&allow("iam:PassRole", "*"))
}

fn passes() -> World {
    giving(&allow("iam:GetRole", "*"))
}

fn giving(statement: &Value) -> World {
    let mut document = wide();
    if let Some(statements) = document["Statement"].as_array_mut() {
        statements.push(statement.clone());
    }
    World::of(put(&document))
}

#[test]
fn raising_itself_by_any_role_stops() {
    for (action, resource) in [
        ("iam:PassRole", "*"),
        ("iam:passrole", "arn:aws:iam::111122223333:role/*"),
        ("iam:Pass*", "arn:aws:iam::111122223333:*"),
        ("iam:PutRolePolicy", "*"),
        ("iam:Attach*", "*"),
        (
            "iam:CreatePolicyVersion",
            "arn:aws:iam::111122223333:policy/*",
        ),
        ("sts:AssumeRole", "*"),
        ("sts:Assume*", "arn:aws:iam::111122223333:role/*"),
    ] {
        let why = giving(&allow(action, resource)).stop("privilege");
        assert!(why.contains(action), "{action} on {resource}: {why}");
    }
}

#[test]
fn writing_its_own_policies_stops() {
    let own = "arn:aws:iam::111122223333:role/executor";
    assert!(
        giving(&allow("iam:PutRolePolicy", own))
            .stop("privilege")
            .contains("own")
    );
}

#[test]
fn a_role_that_is_named_is_for_a_person_to_judge() {
    let task = "arn:aws:iam::111122223333:role/task";
    assert!(giving(&allow("iam:PassRole", task)).warnings("privilege")[0].contains(task));
    let code = giving(&allow("lambda:UpdateFunctionCode", "*")).warnings("privilege");
    assert!(code[0].contains("code"), "{code:?}");
}

#[test]
fn what_it_could_do_before_is_not_held_against_it() {
    let mut world = objects();
    world.inline("other", &policy(&json!([allow("iam:PassRole", "*")])));
    assert!(world.passes("privilege"));
}

#[test]
fn a_new_version_of_a_policy_that_it_has_stops() {
    for action in ["iam:CreatePolicyVersion", "iam:SetDefault*"] {
        for shape in ["logs", "lo*", "path/limit"] {
            let mut world = giving(&allow(action, arn(shape).raw()));
            assert!(world.stop("privilege").is_empty(), "{action} {shape}");
            world.attached(&arn("logs"));
            world.role().boundary = Reading::Known(Some(arn("path/limit")));
            let why = world.stop("privilege");
            assert!(
                why.contains("its own permissions"),
                "{action} {shape}: {why}"
            );
        }
    }
    // The policy that is attached just now is one that it has.
    let mut world = World::of(attach(arn("logs")));
    let itself = allow("iam:CreatePolicyVersion", arn("logs").raw());
    world.managed(
        &arn("logs"),
        Reading::Known(remote(&policy(&json!([itself])))),
    );
    assert!(world.stop("privilege").contains("its own permissions"));
}

#[test]
fn others_who_have_a_shared_policy_do_not_raise_themselves_by_it() {
    let batch = "arn:aws:iam::111122223333:role/batch";
    let after = policy(&json!([allow("iam:PutRolePolicy", batch)]));
    let why = World::shared(&narrow(), &after).stop("privilege");
    assert!(why.contains(batch), "{why}");
}

#[test]
fn running_code_as_any_function_is_said_however_all_of_them_are_written() {
    let all = "arn:aws:lambda:eu-west-1:111122223333:function:*";
    let code = giving(&allow("lambda:UpdateFunctionCode", all)).warnings("privilege");
    assert!(code[0].contains("code"), "{code:?}");
}

#[test]
fn every_way_of_the_list_is_seen_however_it_is_written() {
    let all = [
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:TagRole",
        "sts:TagSession",
        "iam:CreateOpenIDConnectProvider",
        "iam:UpdateSAMLProvider",
        "sso:PutInlinePolicyToPermissionSet",
        "eks:CreateAccessEntry",
        "eks:Associate*Policy",
        "cognito-identity:SetIdentityPoolRoles",
        "organizations:LeaveOrganization",
        "organizations:CloseAccount",
        "account:CloseAccount",
        "cloudtrail:StopLogging",
        "cloudtrail:Stop*",
        "kms:PutKeyPolicy",
        "kms:CreateGrant",
        "s3:PutBucketPolicy",
        "s3:PutBucketPol?cy",
        "lambda:AddPermission",
    ];
    for action in all {
        let why = giving(&allow(action, "*")).stop("privilege");
        assert!(why.contains(action), "{action}: {why}");
    }
}

#[test]
fn what_starts_code_says_that_it_runs_as_the_role_of_the_thing() {
    for action in [
        "ssm:StartAutomationExecution",
        "codebuild:StartBuild",
        "states:StartExecution",
        "ecs:RunTask",
        "ecs:ExecuteCommand",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        "sagemaker:CreatePresigned*",
    ] {
        for resource in ["*", "arn:aws:ecs:eu-west-1:111122223333:task/one"] {
            let weight = giving(&allow(action, resource)).warnings("privilege");
            assert!(
                weight[0].contains("code can be run as"),
                "{action}: {weight:?}"
            );
        }
    }
}

#[test]
fn dropping_its_own_denial_stops() {
    let own = "arn:aws:iam::111122223333:role/executor";
    for action in ["iam:DeleteRolePolicy", "iam:DetachRolePolicy"] {
        let why = giving(&allow(action, own)).stop("privilege");
        assert!(why.contains("its own permissions"), "{why}");
    }
}

#[test]
fn what_is_on_no_list_and_may_be_a_way_is_said() {
    for action in [
        "iam:CreateRole",
        "iam:Frobnicate",
        "sso:FrobnicatePermissionSet",
        "s3:AssociateAccessGrantsIdentityCenter",
        "lambda:FrobnicateFunction",
    ] {
        let weight = giving(&allow(action, "arn:aws:x:::y")).warnings("privilege");
        assert!(
            weight[0].contains("is not known here"),
            "{action}: {weight:?}"
        );
    }
    for action in [
        "s3:GetObject",
        "s3:PutObject",
        "iam:GetRole",
        "sso:DescribePermissionSet",
    ] {
        let world = giving(&allow(action, "arn:aws:s3:::other/*"));
        assert!(world.passes("privilege"), "{action}");
    }
}

#[test]
fn a_role_that_is_passed_to_what_runs_code_is_code_as_that_role() {
    let task = "arn:aws:iam::111122223333:role/task";
    let pass = |service: Option<&str>| {
        let mut statement = allow("iam:PassRole", task);
        if let Some(service) = service {
            statement["Condition"] = json!({ "StringEquals": { "iam:PassedToService": service } });
        }
        statement
    };
    let code = |world: &World| {
        let weight = world.warnings("privilege");
        let all: Vec<String> = weight
            .into_iter()
            .filter(|one| one.contains("code as"))
            .collect();
        all.join(" ")
    };
    // Whichever of the two comes, and wherever the other one is.
    let mut world = giving(&pass(None));
    assert_eq!(code(&world), "");
    let create = allow("lambda:CreateFunction", "*");
    world.inline("other", &policy(&json!([create])));
    let weight = code(&world);
    assert!(
        weight.contains(&format!("code as {task}")) && weight.contains("lambda:createfunction"),
        "{weight}"
    );
    let mut world = giving(&create);
    world.inline(
        "other",
        &policy(&json!([pass(Some("lambda.amazonaws.com"))])),
    );
    assert!(code(&world).contains(&format!("code as {task}")));
    let mut world = giving(&create);
    world.inline(
        "other",
        &policy(&json!([pass(Some("ecs-tasks.amazonaws.com"))])),
    );
    assert_eq!(code(&world), "");
    let mut world = giving(&allow("s3:GetObject", "arn:aws:s3:::more/*"));
    world.inline("other", &policy(&json!([create, pass(None)])));
    assert_eq!(code(&world), "", "both were there");
}
