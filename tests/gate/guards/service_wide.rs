//! Grants of whole services.

use serde_json::{Value, json};
use watchkeeper::{
    facts::{Arn, Reading},
    gate::writes::Item,
};

use super::Fixture;
use crate::gate::fixture::{World, allow, arn, attach, deny, narrow, policy, put, remote};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "service_wide",
    objects,
    passes,
};

fn objects() -> World {
    giving(&allow("s3:*", "*"))
}

fn passes() -> World {
    giving(&allow("s3:*", "arn:aws:s3:::reports/*"))
}

fn giving(statement: &Value) -> World {
    let bucket = "arn:aws:s3:::reports/*";
    World::of(put(&policy(&json!([
        allow("s3:GetObject", bucket),
        allow("s3:PutObject", bucket),
        statement,
    ]))))
}

#[test]
fn a_whole_service_on_everything_stops_however_it_is_written() {
    for (action, resource) in [
        ("*", "*"),
        ("*:*", "arn:aws:s3:::reports/*"),
        ("s3:*", "*"),
        ("S3:**", "*"),
        ("s3:*", "arn:aws:s3:::*"),
        ("s3:*", "arn:aws:*"),
        ("iam:*", "arn:aws:iam::111122223333:role/one"),
        ("STS:*", "arn:aws:iam::111122223333:role/one"),
        ("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:*"),
        ("s3:*", "arn:aws:s3:::*/*"),
        (
            "dynamodb:*",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/*",
        ),
        (
            "dynamodb:*",
            "arn:aws:dynamodb:eu-west-1:111122223333:table*",
        ),
        (
            "dynamodb:*",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/*/index/*",
        ),
        (
            "lambda:*",
            "arn:aws:lambda:eu-west-1:111122223333:function:*",
        ),
        (
            "lambda:*",
            "arn:aws:lambda:eu-west-1:111122223333:function:*:*",
        ),
        ("lambda:*", "arn:aws:lambda:eu-west-1:111122223333:f*"),
        ("route53:*", "arn:aws:route53:::hostedzone/*"),
        ("apigateway:*", "arn:aws:apigateway:eu-west-1::/restapis/*"),
    ] {
        let why = giving(&allow(action, resource)).stop("service_wide");
        assert!(why.contains(action), "{action} on {resource}: {why}");
    }
    let but =
        json!({ "Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::reports/*" });
    assert!(giving(&but).stop("service_wide").contains("all but"));
    let but = json!({ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::secret" });
    assert!(!giving(&but).stop("service_wide").is_empty());
}

#[test]
fn what_was_there_already_is_no_gain() {
    let service = allow("s3:*", "*");
    let mut world = giving(&service);
    world.inline("metrics", &policy(&json!([service])));
    assert!(world.passes("service_wide"));
    // Nor when it stands in another policy, or was part of more.
    let mut world = giving(&service);
    world.inline("other", &policy(&json!([allow("*", "*")])));
    assert!(world.passes("service_wide"));
}

#[test]
fn a_condition_that_falls_away_gains_the_whole_service() {
    let mut guarded = allow("s3:*", "*");
    guarded["Condition"] = json!({ "StringEquals": { "aws:SourceVpc": "vpc-1" } });
    let mut world = giving(&allow("s3:*", "*"));
    world.inline("metrics", &policy(&json!([guarded])));
    assert!(!world.stop("service_wide").is_empty());
}

#[test]
fn lifting_the_denial_of_a_whole_service_stops() {
    let all = allow("*", "*");
    let mut world = World::of(put(&policy(&json!([all]))));
    world.inline("metrics", &policy(&json!([all, deny("iam:*", "*")])));
    let why = world.stop("service_wide");
    assert!(why.contains("iam:*"), "{why}");
    // A denial of what nothing allows is lifted for nobody.
    let mut world = World::narrowing();
    world.inline(
        "metrics",
        &policy(&json!([
            allow("s3:GetObject", "arn:aws:s3:::reports/*"),
            deny("iam:*", "*"),
        ])),
    );
    assert!(world.passes("service_wide"));
}

#[test]
fn a_repository_is_not_taught_a_whole_service_either() {
    let live = policy(&json!([allow("ec2:*", "*")]));
    assert!(
        !World::codifying_inline(&live, Some(&narrow()))
            .stop("service_wide")
            .is_empty()
    );
    assert!(
        !World::codifying_inline(&live, None)
            .stop("service_wide")
            .is_empty()
    );
    let broken = json!("no policy");
    assert!(
        !World::codifying_inline(&live, Some(&broken))
            .stop("service_wide")
            .is_empty()
    );
    let admin = Arn::new("arn:aws:iam::aws:policy/AdministratorAccess");
    let mut world = World::codifying(Item::Attachments, Some(&json!([])));
    world.attached(&admin).managed(
        &admin,
        Reading::Known(remote(&policy(&json!([allow("*", "*")])))),
    );
    assert!(!world.stop("service_wide").is_empty());
}

#[test]
fn attaching_a_policy_that_has_it_stops() {
    let admin = arn("admin");
    let mut world = World::of(attach(admin.clone()));
    world.managed(
        &admin,
        Reading::Known(remote(&policy(&json!([allow("*", "*")])))),
    );
    assert!(!world.stop("service_wide").is_empty());
}

#[test]
fn all_of_one_thing_is_not_the_service() {
    for (action, resource) in [
        ("s3:*", "arn:aws:s3:::reports*"),
        (
            "dynamodb:*",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/jobs",
        ),
        (
            "dynamodb:*",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/jobs*",
        ),
        (
            "dynamodb:*",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/jobs/*",
        ),
        (
            "lambda:*",
            "arn:aws:lambda:eu-west-1:111122223333:function:jobs:*",
        ),
        ("sns:*", "arn:aws:sns:eu-west-1:111122223333:alarms:*"),
        (
            "execute-api:*",
            "arn:aws:execute-api:eu-west-1:111122223333:a1b2/*",
        ),
        ("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:jobs-*"),
    ] {
        let world = giving(&allow(action, resource));
        assert!(world.passes("service_wide"), "{action} on {resource}");
    }
}
