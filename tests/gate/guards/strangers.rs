//! Nobody who is not named.

use serde_json::{Value, json};
use watchkeeper::{
    facts::Reading,
    gate::{GitState, writes::Item},
};

use super::Fixture;
use crate::gate::fixture::{
    World, deployer, policy, remote,
    stack::{context, granted, properties, rules, trusted},
    trust,
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "strangers",
    objects,
    passes,
};

const SUB: &str = "token.actions.githubusercontent.com:sub";

fn objects() -> World {
    World::trusting(&github(&json!({ "StringLike": { SUB: "repo:acme*" } })))
}

fn passes() -> World {
    World::trusting(&github(
        &json!({ "StringLike": { SUB: "repo:acme/app:*" } }),
    ))
}

fn github(condition: &Value) -> Value {
    policy(&json!([{
        "Effect": "Allow",
        "Principal": {
            "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }]))
}

#[test]
fn what_is_committed_stops_like_what_is_not() {
    for git in [GitState::Clean, GitState::Edited, GitState::Untracked] {
        let mut world = objects();
        world.observed.source.as_mut().unwrap().git = git;
        let why = world.stop("strangers");
        assert!(
            why.contains("Any repository of anybody on GitHub can become this role")
                && why.contains("repo:acme-stranger/any"),
            "{git:?}: {why}"
        );
    }
    let mut world = objects();
    world.observed.source = None;
    assert!(!world.stop("strangers").is_empty());
}

#[test]
fn a_repository_is_not_taught_to_let_strangers_in() {
    for live in [
        trust(&["*"]),
        github(&json!({})),
        github(&json!({ "StringLike": { SUB: "*" } })),
    ] {
        for written in [Some(trust(&[&deployer()])), None] {
            let mut world = World::codifying(Item::Trust, written.as_ref());
            world.role().trust = Reading::Known(remote(&live));
            assert!(!world.stop("strangers").is_empty(), "{live}");
        }
    }
}

#[test]
fn a_change_set_lets_no_stranger_in_though_it_is_expected() {
    for (wide, says) in [
        (
            github(&json!({ "StringLike": { SUB: "repo:*/app:*" } })),
            "anybody on GitHub",
        ),
        (trust(&["*"]), "Anybody in any AWS account"),
    ] {
        let mut world = World::executing();
        let document = granted(&["events:PutRule"], &rules());
        let change = &mut world.set().changes[0];
        change.details.clear();
        change.after = context(&properties(&document, &wide));
        change.before = context(&properties(&document, &trusted()));
        let id = change.logical_id.raw().to_owned();
        world.expecting(&[(id.as_str(), Some("AssumeRolePolicyDocument"))]);
        let why = world.stop("strangers");
        assert!(why.contains(says) && why.contains(&id), "{why}");
    }
}

#[test]
fn who_passed_before_is_not_held_against_the_change() {
    let mut world = objects();
    world.role().trust = Reading::Known(remote(&github(
        &json!({ "StringLike": { SUB: "repo:acme*" } }),
    )));
    assert!(world.passes("strangers"));
    world.role().trust = Reading::Known(remote(&github(
        &json!({ "StringLike": { SUB: "repo:acme-data*" } }),
    )));
    assert!(!world.stop("strangers").is_empty());
}

#[test]
fn an_organisation_is_named_and_a_shared_word_is_not_a_name() {
    let mut anyone = trust(&["*"]);
    anyone["Statement"][0]["Condition"] =
        json!({ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } });
    let world = World::trusting(&anyone);
    assert!(world.passes("strangers") && world.passes("wildcard_account"));
    anyone["Statement"][0]["Condition"] = json!({ "StringEquals": { "sts:ExternalId": "a" } });
    assert!(
        World::trusting(&anyone)
            .stop("strangers")
            .contains("Anybody in any AWS account")
    );
    anyone["Statement"][0]["Principal"] = json!("*");
    assert!(!World::trusting(&anyone).stop("strangers").is_empty());
}
