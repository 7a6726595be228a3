//! GitHub is written to where the person's own file says so, and nowhere else.

use super::{Fixture, ask};
use crate::gate::fixture::World;
use watchkeeper::facts::{Environment, EnvironmentName, HostedName, SystemKeeps};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "repository",
    objects,
    passes: World::rerunning,
};

fn objects() -> World {
    let mut world = World::rerunning();
    world.settings.github.clear();
    world
}

#[test]
fn without_an_entry_the_lines_to_write_are_said() {
    let world = objects();
    let why = world.stop("repository");
    assert!(why.contains("no entry for DataTalksClub/dataops"), "{why}");
    let ask = ask(&world, "repository");
    assert!(
        ask.ends_with(r#"[[github]] repository = "DataTalksClub/dataops", environment = "dev", allow_writes = true"#),
        "{ask}"
    );
}

#[test]
fn an_entry_that_permits_no_writes_stops_and_names_its_line() {
    let mut world = World::rerunning();
    world.settings.github[0].allow_writes = false;
    assert!(world.stop("repository").contains("does not permit writes"));
    assert!(ask(&world, "repository").contains("`allow_writes = true`"));
}

#[test]
fn an_entry_of_another_host_is_none_for_this_one() {
    let mut world = World::rerunning();
    world.github().host = "ghe.example.com".to_owned();
    let why = world.stop("repository");
    assert!(why.contains("ghe.example.com was asked"), "{why}");
    world.settings.github[0].at =
        HostedName::parse("ghe.example.com/DataTalksClub/dataops").unwrap();
    assert!(world.passes("repository"));
}

#[test]
fn a_draft_for_another_environment_than_the_entry_s_does_not_borrow_its_freedom() {
    let mut world = World::rerunning();
    let name = EnvironmentName::new("prod");
    world
        .settings
        .environments
        .push(Environment::unknown(name.clone()));
    world.settings.github[0].environment = name;
    let why = world.stop("repository");
    assert!(why.contains("belongs to environment prod"), "{why}");
}

#[test]
fn what_the_system_s_file_forbids_in_the_environment_it_forbids_on_github() {
    let mut world = World::rerunning();
    world.environment().allow_writes = false;
    assert!(world.passes("repository"), "that is for AWS");
    world.environment().system_keeps = vec![SystemKeeps::AllowWrites];
    assert!(
        world
            .stop("repository")
            .contains("The system's file permits no writes")
    );
}

#[test]
fn a_read_only_console_and_a_freeze_stop_it_as_everything_else() {
    let mut world = World::rerunning();
    world.settings.gate.allow_writes = false;
    assert!(world.stop("permitted").contains("read-only"));
    let mut world = World::rerunning();
    world.settings.gate.freeze = vec!["Mon 00:00..Sun 23:59 UTC".to_owned()];
    assert!(world.stop("freeze").contains("frozen"));
}
