//! Who may assume the role.

use serde_json::json;
use watchkeeper::{
    facts::Reading,
    gate::{GitState, Origin, writes::Item},
};

use super::Fixture;
use crate::gate::fixture::{World, deployer, remote, trust};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "trust_widened",
    objects,
    passes,
};

const OTHER: &str = "arn:aws:iam::111122223333:role/other";

fn objects() -> World {
    let mut world = World::trusting(&trust(&[&deployer(), OTHER]));
    world.observed.source = None;
    world
}

fn passes() -> World {
    let mut world = World::trusting(&trust(&[OTHER]));
    world.role().trust = Reading::Known(remote(&trust(&[&deployer(), OTHER])));
    world.observed.source = None;
    world
}

#[test]
fn a_principal_more_stops() {
    let why = objects().stop("trust_widened");
    assert!(why.contains(OTHER), "{why}");
}

#[test]
fn another_account_is_called_another_account() {
    for (principal, says) in [
        (
            "arn:aws:iam::444455556666:role/deploy",
            "of another account, 444455556666",
        ),
        (
            "arn:aws:iam::444455556666:root",
            "everybody in account 444455556666 whom IAM there lets, another account",
        ),
        (
            "444455556666",
            "everybody in account 444455556666 whom IAM there lets",
        ),
        (
            "arn:aws:iam::111122223333:root",
            "everybody in this account whom IAM lets",
        ),
    ] {
        let mut world = World::trusting(&trust(&[&deployer(), principal]));
        assert!(
            world.warnings("trust_widened")[0].contains(says),
            "{principal}"
        );
        world.observed.source = None;
        let why = world.stop("trust_widened");
        assert!(why.contains(says) && why.contains(principal), "{why}");
        assert!(world.passes("strangers"), "{principal}");
    }
    let mut world = World::codifying(Item::Trust, Some(&trust(&[&deployer()])));
    let other = trust(&[&deployer(), "arn:aws:iam::111122223333:root"]);
    world.role().trust = Reading::Known(remote(&other));
    assert!(world.warnings("trust_widened")[0].contains("in this account"));
}

#[test]
fn an_external_id_that_goes_is_said_as_such() {
    let other = "arn:aws:iam::444455556666:root";
    for operator in ["StringEquals", "StringLike"] {
        let mut guarded = trust(&[other]);
        guarded["Statement"][0]["Condition"] = json!({ operator: { "sts:externalid": "a" } });
        let mut world = World::trusting(&trust(&[other]));
        world.role().trust = Reading::Known(remote(&guarded));
        let said = world.warnings("trust_widened").join(" ");
        let says = format!("sts:ExternalId is no longer asked of {other}");
        assert!(said.contains(&says), "{said}");
    }
}

#[test]
fn a_condition_less_stops() {
    let mut guarded = trust(&[&deployer()]);
    guarded["Statement"][0]["Condition"] = json!({ "StringEquals": { "sts:ExternalId": "a" } });
    let mut world = World::trusting(&trust(&[&deployer()]));
    world.role().trust = Reading::Known(remote(&guarded));
    world.observed.source = None;
    assert!(!world.stop("trust_widened").is_empty());
}

#[test]
fn only_the_very_document_that_is_committed_may_widen_it() {
    let mut world = World::trusting(&trust(&[&deployer(), OTHER]));
    assert!(world.warnings("trust_widened")[0].contains("as committed"));
    for git in [
        GitState::Edited,
        GitState::Untracked,
        GitState::NoRepository,
    ] {
        world.observed.source.as_mut().unwrap().git = git;
        assert!(!world.stop("trust_widened").is_empty(), "{git:?}");
    }
    let mut world = World::trusting(&trust(&[&deployer(), OTHER]));
    let source = world.observed.source.as_mut().unwrap();
    source.text = Some(remote(&trust(&[OTHER])));
    assert!(!world.stop("trust_widened").is_empty());
    world.observed.source.as_mut().unwrap().text = None;
    assert!(!world.stop("trust_widened").is_empty());
}

#[test]
fn another_committed_file_than_the_one_it_comes_from_is_no_review() {
    let mut world = World::trusting(&trust(&[&deployer(), OTHER]));
    world.observed.source.as_mut().unwrap().path = "elsewhere.json".to_owned();
    assert!(!world.stop("trust_widened").is_empty());
    let mut world = World::trusting(&trust(&[&deployer(), OTHER]));
    world.draft.origin = Origin::Live;
    assert!(!world.stop("trust_widened").is_empty());
}

#[test]
fn codifying_a_wider_trust_policy_is_said() {
    let mut world = World::codifying(Item::Trust, Some(&trust(&[&deployer()])));
    world.role().trust = Reading::Known(remote(&trust(&[&deployer(), OTHER])));
    assert!(world.warnings("trust_widened")[0].contains(OTHER));
}
