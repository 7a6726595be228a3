//! Grants that a change set adds, within what the settings expect or not.

use serde_json::{Value, json};

use super::Fixture;
use crate::gate::fixture::{
    World,
    stack::{STACK, WHY, granted, role_change, rules},
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "expected_gains",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = giving(&["events:PutRule", "s3:GetObject"], &rules());
    world.expecting_gains(&[("events:*", &rules())]);
    world
}

fn passes() -> World {
    let mut world = World::executing();
    world.expecting_gains(&[("events:*", &rules())]);
    world
}

fn giving(actions: &[&str], resource: &str) -> World {
    let before = granted(&["events:PutRule"], &rules());
    let after = granted(actions, resource);
    World::executing_change(role_change(&before, &after), &before)
}

fn stop(after: &Value) -> String {
    let before = granted(&["events:PutRule"], &rules());
    let mut world = World::executing_change(role_change(&before, after), &before);
    world.expecting_gains(&[
        ("events:Describe?ule", &rules()),
        ("events:List*", &rules()),
    ]);
    world.stop("expected_gains")
}

#[test]
fn a_gain_beyond_the_expected_stops_and_escalates() {
    let why = objects().stop("expected_gains");
    assert!(
        why.contains("Stop and escalate") && why.contains("s3:GetObject"),
        "{why}"
    );
    assert!(why.contains("events:* on"), "{why}");
}

#[test]
fn a_pattern_wider_than_the_expected_one_is_not_within_it() {
    let every = rules().replace("dataops-v1-*", "*");
    assert!(stop(&granted(&["events:DescribeRule"], &every)).contains("rule/*"));
    assert!(!stop(&granted(&["events:*"], &rules())).is_empty());
    // A star is not one character, though it is written as one.
    assert!(!stop(&granted(&["events:Describe*ule"], &rules())).is_empty());
    assert_eq!(stop(&granted(&["events:DescribeRule"], &rules())), "");
    assert_eq!(stop(&granted(&["events:ListRule?"], &rules())), "");
}

#[test]
fn what_is_not_known_is_not_expected() {
    let not = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "NotAction": "iam:*", "Resource": rules() },
    ]});
    assert!(!stop(&not).is_empty());
    let mut world = passes();
    world.set().changes[0].after = None;
    assert!(world.stop("expected_gains").contains("is not known"));
}

#[test]
fn nothing_expected_means_that_no_grant_may_be_added() {
    let mut world = World::executing();
    world.expecting_gains(&[]);
    assert!(
        world
            .stop("expected_gains")
            .contains("only these grants are expected: none")
    );
    world.settings.stacks.expect_gains.remove(&STACK.into());
    assert!(world.passes("expected_gains"));
}

#[test]
fn losing_a_grant_is_no_gain() {
    assert_eq!(stop(&granted(&[], &rules())), "");
}

#[test]
fn the_person_s_own_file_lets_a_grant_pass_until_its_last_day() {
    let own = format!("s3:GetObject on {}", rules());
    let mut world = objects();
    world.own_expecting_gains(&[&own], "2026-07-06");
    let (_, ask) = world.refusal("expected_gains");
    assert!(ask.contains("over after 2026-07-06"), "{ask}");
    world.own_expecting_gains(&[&own], "2026-12-31");
    let said = world.warnings("expected_gains").join("\n");
    let by = format!("as your own config.toml expects until 2026-12-31 ({WHY}): {own}");
    assert!(said.contains(&by), "{said}");
    // By itself it expects this and nothing else.
    world.settings.stacks.expect_gains.clear();
    assert!(world.stop("expected_gains").is_empty());
    world.own_expecting_gains(&["s3:PutObject on *"], "2026-12-31");
    assert!(world.stop("expected_gains").contains("s3:GetObject"));
}
