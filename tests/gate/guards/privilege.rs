//! Ways to come to more.

use serde_json::{Value, json};

use super::Fixture;
use crate::gate::fixture::{World, allow, policy, put, wide};

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
