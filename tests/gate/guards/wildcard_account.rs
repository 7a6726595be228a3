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
fn anyone_in_a_trust_policy_stops_with_or_without_a_condition() {
    let mut anyone = trust(&["*"]);
    assert!(
        World::trusting(&anyone)
            .stop("wildcard_account")
            .contains("any account")
    );
    anyone["Statement"][0]["Condition"] = json!({ "StringEquals": { "sts:ExternalId": "a" } });
    assert!(!World::trusting(&anyone).stop("wildcard_account").is_empty());
    anyone["Statement"][0]["Principal"] = json!("*");
    assert!(!World::trusting(&anyone).stop("wildcard_account").is_empty());
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
    world.role().trust = Reading::Known(remote(&trust(&["*"])));
    assert!(!world.stop("wildcard_account").is_empty());
    let live = policy(&json!([allow("sqs:SendMessage", "arn:aws:sqs:*:*:jobs")]));
    let world = World::codifying_inline(&live, Some(&narrow()));
    assert!(!world.stop("wildcard_account").is_empty());
}
