//! Who may review a deployment.

use super::Fixture;
use crate::gate::fixture::World;
use watchkeeper::{
    facts::{Reading, actions::ProtectionRule},
    gate::guards::Ruling,
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "reviewer",
    objects,
    passes: World::reviewing,
};

fn objects() -> World {
    let mut world = World::reviewing();
    world.pending().current_user_can_approve = Some(false);
    world
}

fn protected_by(rule: ProtectionRule) -> World {
    let mut world = World::reviewing();
    if let Reading::Known(all) = &mut world.review().environments {
        all[0].protection_rules = vec![rule];
    }
    world
}

#[test]
fn whom_github_does_not_let_is_stopped_and_told_whom_to_ask() {
    let why = objects().stop("reviewer");
    assert!(
        why.contains("you may not review deployments to production"),
        "{why}"
    );
}

#[test]
fn nobody_reviews_their_own_run_where_the_environment_prevents_it() {
    let rule = ProtectionRule {
        kind: Some("required_reviewers".into()),
        prevent_self_review: Some(true),
        ..ProtectionRule::default()
    };
    let mut world = protected_by(rule);
    assert!(world.passes("reviewer"), "somebody else started it");
    world.github().user = Reading::Known("Alexey".into());
    assert!(
        world
            .stop("reviewer")
            .contains("lets nobody review their own")
    );
}

#[test]
fn a_rule_of_an_app_is_said_to_be_none_that_a_person_can_approve() {
    let rule = ProtectionRule {
        kind: Some("ops-gate".into()),
        ..ProtectionRule::default()
    };
    let Ruling::Warn { what } = protected_by(rule).verdict("reviewer") else {
        panic!("it passes");
    };
    assert!(
        what[0].contains("`ops-gate` of an app: no person can approve this"),
        "{what:?}"
    );
}
