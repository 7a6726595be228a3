//! From a plan to an approval: every way that does not lead there, then the one that does.

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use static_assertions::{assert_impl_all, assert_not_impl_any};
use watchkeeper::{
    facts::EnvironmentName,
    gate::{Approved, Assessment, Draft, Plan, Refusal},
};

use super::fixture::World;

assert_not_impl_any!(Plan: Clone, Copy, Default, DeserializeOwned);
assert_not_impl_any!(Approved: Clone, Copy, Default, Serialize, DeserializeOwned);
assert_impl_all!(Draft: Clone, DeserializeOwned);
assert_impl_all!(Assessment: Clone, DeserializeOwned);

fn refusal(world: &World, typed: &str, now: Timestamp) -> Option<Refusal> {
    world
        .plan()
        .confirm(typed, now)
        .err()
        .map(|refused| refused.1)
}

#[test]
fn a_stopped_plan_is_refused_whatever_is_typed() {
    let mut world = World::narrowing();
    world.settings.gate.allow_writes = false;
    let phrase = world.plan().phrase().text().to_owned();
    assert_eq!(refusal(&world, &phrase, world.now), Some(Refusal::Stopped));
    assert_eq!(refusal(&world, "", world.now), Some(Refusal::Stopped));
}

#[test]
fn an_environment_that_no_configuration_has_permits_nothing() {
    let mut world = World::narrowing();
    world.draft.environment = EnvironmentName::new("elsewhere");
    let phrase = world.plan().phrase().text().to_owned();
    assert_eq!(refusal(&world, &phrase, world.now), Some(Refusal::Stopped));
}

#[test]
fn an_expired_plan_is_refused_to_the_second() {
    let world = World::narrowing();
    let minutes = SignedDuration::from_mins(5);
    assert_eq!(
        refusal(&world, "executor", world.now + minutes),
        Some(Refusal::Expired)
    );
    let last = world.now + minutes - SignedDuration::from_secs(1);
    assert_eq!(refusal(&world, "executor", last), None);
}

#[test]
fn a_wrong_phrase_is_refused_and_the_plan_comes_back_as_it_was() {
    let world = World::narrowing();
    let plan = world.plan();
    let fingerprint = plan.fingerprint();
    let refused = plan.confirm("Executor", world.now).unwrap_err();
    assert_eq!(refused.1, Refusal::WrongPhrase);
    assert_eq!(refused.0.fingerprint(), fingerprint);
    assert!(refused.0.confirm("executor", world.now).is_ok());
}

#[test]
fn the_right_phrase_in_time_approves_this_very_plan() {
    let world = World::narrowing();
    let fingerprint = world.plan().fingerprint();
    let approved = world.plan().confirm("executor", world.now).unwrap();
    assert_eq!(approved.plan().fingerprint(), fingerprint);
}

#[test]
fn another_world_has_another_fingerprint_and_another_time_has_not() {
    let world = World::narrowing();
    let first = world.plan().fingerprint();
    let mut later = world.clone();
    later.observed.at += SignedDuration::from_secs(9);
    later.observed.caller.as_mut().unwrap().checked_at += SignedDuration::from_secs(9);
    later.now += SignedDuration::from_secs(9);
    assert_eq!(later.plan().fingerprint(), first);
    let mut other = world.clone();
    other.inline("metrics", &super::fixture::narrow());
    assert_ne!(other.plan().fingerprint(), first);
    let mut frozen = world;
    frozen.settings.gate.freeze = vec!["Tue 00:00..Wed 00:00 UTC".to_owned()];
    assert_ne!(frozen.plan().fingerprint(), first);
}
