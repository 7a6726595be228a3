//! What IAM would not take, or would take for something else.

use serde_json::{Value, json};
use watchkeeper::{
    facts::{Reading, Remote},
    gate::writes::{CreatePolicyVersion, PutRolePolicy},
};

use super::Fixture;
use crate::gate::fixture::{World, allow, arn, narrow, policy, put, remote, trust, version, wide};
use crate::support::drafts::change;

pub(super) const FIXTURE: Fixture = Fixture {
    id: "malformed",
    objects,
    passes,
};

fn objects() -> World {
    World::of(put(&json!({ "Version": "2012-10-17", "Statment": [] })))
}

fn passes() -> World {
    World::narrowing()
}

/// A policy of so many characters that count, and white space that does not.
fn of_size(size: usize) -> Value {
    let bucket = |name: &str| policy(&json!([allow("s3:GetObject", name)]));
    let bare = bucket("").to_string().len();
    bucket(&"x".repeat(size - bare))
}

fn spaced(document: &Value) -> Remote {
    Remote::new(format!("{document:#}{}", " \n\t".repeat(4_000)))
}

#[test]
fn what_is_no_policy_of_its_kind_stops() {
    assert!(!objects().stop("malformed").is_empty());
    let mut world = World::narrowing();
    change(
        &mut world.draft.write,
        "put-role-policy",
        |put: &mut PutRolePolicy| {
            put.document = Remote::new("{");
        },
    );
    assert!(!world.stop("malformed").is_empty());
    // A policy with a principal is no identity policy, and one without no trust policy.
    assert!(!World::of(put(&trust(&["*"]))).stop("malformed").is_empty());
    assert!(!World::trusting(&narrow()).stop("malformed").is_empty());
}

#[test]
fn characters_that_iam_does_not_take_stop() {
    let mut world = World::narrowing();
    let odd = policy(&json!([allow("s3:GetObject", "arn:aws:s3:::\u{416}")]));
    change(
        &mut world.draft.write,
        "put-role-policy",
        |put: &mut PutRolePolicy| {
            put.document = remote(&odd);
        },
    );
    assert!(world.stop("malformed").contains("U+0416"));
}

#[test]
fn a_managed_policy_has_at_most_6144_characters_without_white_space() {
    let managed = arn("logs");
    let of = |size: usize| {
        let mut world = World::of(version(managed.clone(), &narrow()));
        world.managed(&managed, Reading::Known(remote(&wide())));
        change(
            &mut world.draft.write,
            "create-policy-version",
            |create: &mut CreatePolicyVersion| {
                create.document = spaced(&of_size(size));
            },
        );
        world.stop("malformed")
    };
    assert!(of(6_145).contains("6145"));
    assert_eq!(of(6_144), "");
}

#[test]
fn all_inline_policies_of_a_role_together_have_at_most_10240() {
    let of = |size: usize| {
        let mut world = World::of(put(&of_size(size)));
        world.inline("other", &of_size(6_000));
        world.stop("malformed")
    };
    assert!(of(4_241).contains("together"));
    assert_eq!(of(4_240), "");
}

#[test]
fn a_long_trust_policy_warns_and_a_longer_one_stops() {
    let of = |size: usize| {
        let bare = trust(&[""]).to_string().len();
        World::trusting(&trust(&[&"1".repeat(size - bare)]))
    };
    assert!(of(4_097).stop("malformed").contains("4096"));
    assert!(of(2_049).warnings("malformed")[0].contains("2049"));
    assert!(of(2_048).passes("malformed"));
}
