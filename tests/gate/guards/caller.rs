//! Somebody else signs, or in another account.

use watchkeeper::facts::{AccountId, Arn};

use super::Fixture;
use crate::gate::fixture::{ACCOUNT, World, narrow};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "caller",
    objects,
    passes,
};

fn objects() -> World {
    let mut world = World::narrowing();
    world.environment().account = Some(AccountId::new("999999999999"));
    world
}

fn passes() -> World {
    let mut world = World::narrowing();
    let globs = &mut world.environment().write_principals;
    globs.push(vec![format!(
        "arn:aws:sts::{ACCOUNT}:assumed-role/oncall/*"
    )]);
    world
}

#[test]
fn another_account_than_the_environments_stops() {
    let why = objects().stop("caller");
    assert!(
        why.contains(ACCOUNT) && why.contains("999999999999"),
        "{why}"
    );
}

#[test]
fn an_identity_that_contradicts_itself_stops() {
    for arn in [
        "arn:aws:sts::999999999999:assumed-role/oncall/anna",
        "arn:aws-cn:sts::111122223333:assumed-role/oncall/anna",
        "not an arn",
    ] {
        let mut world = World::narrowing();
        if let Some(caller) = &mut world.observed.caller {
            caller.arn = Arn::new(arn);
        }
        assert!(!world.stop("caller").is_empty(), "{arn}");
    }
    let mut world = World::narrowing();
    world.observed.caller = None;
    assert!(world.stop("caller").contains("STS"));
}

#[test]
fn who_is_not_among_those_who_may_write_is_told_who_is() {
    let mut world = World::narrowing();
    let admins = format!("arn:aws:sts::{ACCOUNT}:assumed-role/admin/*");
    world.environment().write_principals = vec![vec![admins]];
    assert!(world.stop("caller").contains("anna"));
}

#[test]
fn who_is_in_one_list_and_not_in_the_other_does_not_write() {
    let list = |role: &str| vec![format!("arn:aws:sts::{ACCOUNT}:assumed-role/{role}/*")];
    let mut world = World::narrowing();
    world.environment().write_principals = vec![list("oncall"), list("on*")];
    assert!(world.passes("caller"));
    for lists in [
        [list("oncall"), list("admin")],
        [list("admin"), list("oncall")],
    ] {
        world.environment().write_principals = lists.into();
        assert!(world.stop("caller").contains("anna"));
    }
}

#[test]
fn the_working_tree_belongs_to_the_person() {
    assert!(World::codifying_inline(&narrow(), None).passes("caller"));
}
