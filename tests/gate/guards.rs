//! One file for each guard, and what holds for all of them.

mod broadening;
mod bucket;
mod caller;
mod change_set_state;
mod deletion;
mod deployed_stack;
mod edited;
mod endpoint;
mod expected_gains;
mod expected_only;
mod freeze;
mod left_open;
mod malformed;
mod mixed_script;
mod nested;
mod origin;
mod owned;
mod parameters;
mod permitted;
mod privilege;
mod protected;
mod read_only;
pub(in crate::gate) mod remains;
mod replacement;
mod repository;
mod reviewer;
mod rolls_back;
mod service_wide;
mod still_stale;
mod strangers;
mod through;
mod trust_widened;
mod unchanged;
mod unreadable;
mod wildcard_account;

use std::{collections::BTreeSet, fs, path::Path};

use watchkeeper::gate::guards::{GUARDS, Ruling};

use super::fixture::World;

/// A world that the guard objects to, and one to which it has nothing to say.
struct Fixture {
    id: &'static str,
    objects: fn() -> World,
    passes: fn() -> World,
}

const FIXTURES: &[Fixture] = &[
    broadening::FIXTURE,
    bucket::FIXTURE,
    caller::FIXTURE,
    change_set_state::FIXTURE,
    deletion::FIXTURE,
    deployed_stack::FIXTURE,
    edited::FIXTURE,
    endpoint::FIXTURE,
    expected_gains::FIXTURE,
    expected_only::FIXTURE,
    freeze::FIXTURE,
    left_open::FIXTURE,
    malformed::FIXTURE,
    mixed_script::FIXTURE,
    origin::FIXTURE,
    owned::FIXTURE,
    parameters::FIXTURE,
    permitted::FIXTURE,
    privilege::FIXTURE,
    protected::FIXTURE,
    read_only::FIXTURE,
    remains::FIXTURE,
    replacement::FIXTURE,
    repository::FIXTURE,
    reviewer::FIXTURE,
    rolls_back::FIXTURE,
    service_wide::FIXTURE,
    still_stale::FIXTURE,
    strangers::FIXTURE,
    through::FIXTURE,
    trust_widened::FIXTURE,
    unchanged::FIXTURE,
    unreadable::FIXTURE,
    wildcard_account::FIXTURE,
];

/// What a stop says would have to be done.
fn ask(world: &World, id: &str) -> String {
    match world.verdict(id) {
        Ruling::Stop { ask, .. } => ask,
        other => panic!("{id} does not stop it: {other:?}"),
    }
}

#[test]
fn every_guard_has_one_file_of_its_name_and_is_on_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/gate/guards");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| name != "guard")
        .collect();
    let listed: BTreeSet<String> = GUARDS.iter().map(|guard| guard.id.to_owned()).collect();
    assert_eq!(files, listed);
    assert_eq!(GUARDS.len(), listed.len(), "a guard is listed twice");
    assert!(GUARDS.iter().all(|guard| !guard.title.is_empty()));
}

#[test]
fn every_guard_objects_to_something_and_lets_something_pass() {
    let ids: BTreeSet<&str> = FIXTURES.iter().map(|fixture| fixture.id).collect();
    let listed: BTreeSet<&str> = GUARDS.iter().map(|guard| guard.id).collect();
    assert_eq!(
        ids, listed,
        "a guard without a fixture, or one without a guard"
    );
    for fixture in FIXTURES {
        let verdict = (fixture.objects)().verdict(fixture.id);
        assert!(verdict != Ruling::Pass, "{} does not object", fixture.id);
        let verdict = (fixture.passes)().verdict(fixture.id);
        assert_eq!(verdict, Ruling::Pass, "{} objects", fixture.id);
    }
}

#[test]
fn a_stop_says_why_and_what_would_have_to_change() {
    for fixture in FIXTURES {
        if let Ruling::Stop { why, ask } = (fixture.objects)().verdict(fixture.id) {
            assert!(
                why.len() > 10 && ask.len() > 10,
                "{}: {why} {ask}",
                fixture.id
            );
        }
    }
}

#[test]
fn narrowing_live_access_to_the_committed_file_passes_every_guard() {
    let plan = World::narrowing().plan();
    for given in plan.verdicts() {
        assert_eq!(given.verdict, Ruling::Pass, "{}", given.id);
    }
}
