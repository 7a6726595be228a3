//! Access that grows.

use serde_json::json;
use watchkeeper::facts::Reading;

use super::Fixture;
use crate::gate::fixture::{World, allow, arn, attach, deny, policy, put, unread};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "broadening",
    objects,
    passes,
};

fn objects() -> World {
    let more = policy(&json!([
        allow("s3:GetObject", "arn:aws:s3:::reports/*"),
        allow("s3:PutObject", "arn:aws:s3:::reports/*"),
        allow("s3:DeleteObject", "arn:aws:s3:::reports/*"),
    ]));
    World::of(put(&more))
}

fn passes() -> World {
    World::narrowing()
}

#[test]
fn a_policy_that_could_not_be_read_is_not_attached() {
    let mut world = World::of(attach(arn("logs")));
    assert!(world.stop("broadening").contains("logs"));
    world.managed(&arn("logs"), Reading::Unknown(unread("denied")));
    assert!(world.stop("broadening").contains("denied"));
}

#[test]
fn every_gain_is_listed() {
    let warnings = objects().warnings("broadening");
    assert!(
        warnings.iter().any(|gain| gain.contains("s3:DeleteObject")),
        "{warnings:?}"
    );
    assert!(
        !warnings.iter().any(|gain| gain.contains("s3:GetObject")),
        "{warnings:?}"
    );
}

#[test]
fn a_denial_that_is_lifted_is_a_gain() {
    let all = allow("s3:GetObject", "arn:aws:s3:::reports/*");
    let mut world = World::of(put(&policy(&json!([all]))));
    let secret = "arn:aws:s3:::reports/secret";
    world.inline(
        "metrics",
        &policy(&json!([all, deny("s3:GetObject", secret)])),
    );
    let warnings = world.warnings("broadening");
    assert!(
        warnings.iter().any(|gain| gain.contains(secret)),
        "{warnings:?}"
    );
}

#[test]
fn what_another_policy_of_the_role_allows_already_is_no_gain() {
    let mut world = objects();
    world.inline(
        "other",
        &policy(&json!([allow("s3:*", "arn:aws:s3:::reports/*")])),
    );
    assert!(world.passes("broadening"));
}
