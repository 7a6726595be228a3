//! Accounts that nobody named.

use serde_json::{Value, json};
use watchkeeper::{facts::Reading, gate::writes::Item};

use super::Fixture;
use crate::gate::fixture::{World, allow, deployer, narrow, policy, put, remote, trust, wide};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "wildcard_account",
    objects,
    passes,
};

fn objects() -> World {
    giving(&allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:*:jobs"))
}

fn passes() -> World {
    giving(&allow(
        "sqs:SendMessage",
        "arn:aws:sqs:eu-west-1:111122223333:jobs",
    ))
}

fn giving(statement: &Value) -> World {
    let mut document = wide();
    if let Some(statements) = document["Statement"].as_array_mut() {
        statements.push(statement.clone());
    }
    World::of(put(&document))
}

#[test]
fn any_account_in_a_resource_stops() {
    for resource in [
        "arn:aws:sqs:eu-west-1:*:jobs",
        "arn:aws:sqs:*",
        "arn:aws:iam::1111????3333:role/x",
        "arn:aws:iam::*:role/deployer",
    ] {
        let why = giving(&allow("sqs:SendMessage", resource)).stop("wildcard_account");
        assert!(why.contains(resource), "{resource}: {why}");
    }
}

#[test]
fn a_pattern_of_principals_stops_whatever_is_asked_beside_it() {
    let mut pattern = trust(&["arn:aws:iam::*:role/deployer"]);
    let why = World::trusting(&pattern).stop("wildcard_account");
    assert!(why.contains("any account"), "{why}");
    pattern["Statement"][0]["Condition"] =
        json!({ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } });
    assert!(
        !World::trusting(&pattern)
            .stop("wildcard_account")
            .is_empty()
    );
}

#[test]
fn any_region_in_a_resource_stops_where_the_service_has_regions() {
    for resource in [
        "arn:aws:sqs:*:111122223333:jobs",
        "arn:aws:sqs:eu-*:111122223333:jobs",
        "arn:aws:logs:eu-west-?:111122223333:log-group:/app/*",
        "arn:aws:s3:*:111122223333:accesspoint/reports",
    ] {
        let why = giving(&allow("sqs:SendMessage", resource)).stop("wildcard_account");
        assert!(
            why.contains("any region") && why.contains(resource),
            "{why}"
        );
    }
    for resource in [
        "arn:aws:iam:*:111122223333:role/app-*",
        "arn:aws:s3:::reports/*",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/app/*",
        "*",
    ] {
        let world = giving(&allow("iam:GetRole", resource));
        assert!(world.passes("wildcard_account"), "{resource}");
    }
}

#[test]
fn a_bucket_has_no_account_and_what_was_there_is_no_gain() {
    assert!(giving(&allow("s3:GetObject", "arn:aws:s3:::other/*")).passes("wildcard_account"));
    let mut world = objects();
    world.inline("other", &policy(&json!([allow("sqs:*", "*")])));
    assert!(world.passes("wildcard_account"));
}

#[test]
fn a_repository_is_not_taught_a_wildcard_either() {
    let mut world = World::codifying(Item::Trust, Some(&trust(&[&deployer()])));
    world.role().trust = Reading::Known(remote(&trust(&["arn:aws:iam::*:root"])));
    assert!(!world.stop("wildcard_account").is_empty());
    let live = policy(&json!([allow("sqs:SendMessage", "arn:aws:sqs:*:*:jobs")]));
    let world = World::codifying_inline(&live, Some(&narrow()));
    assert!(!world.stop("wildcard_account").is_empty());
}
