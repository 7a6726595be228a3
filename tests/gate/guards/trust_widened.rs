//! Who may assume the role.

use serde_json::json;
use watchkeeper::{
    facts::Reading,
    gate::{GitState, Origin, record::What, writes::Item},
};

use super::Fixture;
use crate::gate::fixture::{
    World, deployer,
    nested::CHILD,
    remote,
    stack::{ID, STACK, WHY, context, granted, properties, role_change, rules, trusted},
    trust,
};

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

const PROPERTY: &str = "GitHubActionsDeployRole:AssumeRolePolicyDocument";

/// A change set by which another account's role can become the deploy role.
fn opening() -> World {
    let document = granted(&["events:PutRule"], &rules());
    let mut change = role_change(&document, &document);
    change.before = context(&properties(&document, &trusted()));
    change.after = context(&properties(&document, &trust(&[&deployer(), OTHER])));
    change.details[0].name = Some("AssumeRolePolicyDocument".into());
    let mut world = World::executing_change(change, &document);
    world.settings.stacks.expect_only.clear();
    world
}

#[test]
fn what_a_repository_says_of_itself_never_lets_a_wider_trust_pass() {
    for expected in [Some("AssumeRolePolicyDocument"), None] {
        let mut world = opening();
        world.expecting(&[(ID, expected)]);
        assert!(world.stop("trust_widened").contains(OTHER), "{expected:?}");
        assert!(!world.nest().stop("trust_widened").is_empty());
    }
    let mut world = opening();
    world.expecting_gains(&[("sts:*", "*")]);
    assert!(!world.stop("trust_widened").is_empty());
}

#[test]
fn the_person_s_own_file_lets_the_very_property_pass_and_the_preview_says_by_whom_and_why() {
    let mut world = opening();
    world.own_expecting(STACK, &[PROPERTY], "2026-07-07");
    let said = world.warnings("trust_widened").join("\n");
    assert!(said.contains(OTHER), "{said}");
    let by = format!("as your own config.toml expects until 2026-07-07 ({WHY})");
    assert!(said.contains(&by), "{said}");
    for other in [
        ID,
        "GitHubActionsDeployRole:Policies",
        "Other:AssumeRolePolicyDocument",
    ] {
        world.own_expecting(STACK, &[other], "2026-12-31");
        assert!(!world.stop("trust_widened").is_empty(), "{other}");
    }
}

#[test]
fn an_expectation_of_another_stack_or_another_environment_lets_nothing_pass() {
    let mut world = opening();
    world.own_expecting("another", &[PROPERTY], "2026-12-31");
    assert!(!world.stop("trust_widened").is_empty());
    // Of the stack above alone, nothing in the nested one is expected.
    let mut world = opening();
    world.own_expecting(STACK, &[PROPERTY], "2026-12-31");
    let mut world = world.nest();
    assert!(!world.stop("trust_widened").is_empty());
    world.own_expecting(CHILD, &[PROPERTY], "2026-12-31");
    assert!(!world.warnings("trust_widened").is_empty());

    let mut world = opening();
    world.own_expecting(STACK, &[PROPERTY], "2026-12-31");
    let mut other = world.settings.environments[0].clone();
    world.environment().expect_only.clear();
    other.name = "other".into();
    world.settings.environments.push(other);
    assert!(!world.stop("trust_widened").is_empty());
}

#[test]
fn an_expectation_that_is_over_or_closed_by_the_system_lets_nothing_pass_and_says_so() {
    let mut world = opening();
    world.own_expecting(STACK, &[PROPERTY], "2026-07-06");
    let (why, ask) = world.refusal("trust_widened");
    assert!(why.contains(OTHER), "{why}");
    assert!(ask.contains("was over after 2026-07-06"), "{ask}");
    world.own_expecting(STACK, &[PROPERTY], "2026-12-31");
    world.settings.gate.own_loosens_nothing = true;
    let (_, ask) = world.refusal("trust_widened");
    assert!(ask.contains("own_may_loosen = false"), "{ask}");
}

#[test]
fn what_let_it_pass_is_journaled_with_its_reason() {
    let mut world = opening();
    let seen = |world: &World| What::planned(&world.plan(), "c1").expected;
    assert!(seen(&world).is_empty());
    world.own_expecting(STACK, &[PROPERTY], "2026-07-06");
    assert!(seen(&world).is_empty(), "over");
    world.own_expecting(STACK, &[PROPERTY], "2026-12-31");
    let [own] = &seen(&world)[..] else {
        panic!("{:?}", seen(&world))
    };
    assert_eq!((own.key.as_str(), own.why.as_str()), ("expect_only", WHY));
    assert_eq!(own.what, [PROPERTY]);
    assert_eq!(own.until.to_string(), "2026-12-31");
}
