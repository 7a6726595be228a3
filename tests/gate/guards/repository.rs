//! GitHub is written to where the person's own file says so, and nowhere else.

use super::{Fixture, ask};
use crate::gate::fixture::{World, github::workflow};
use watchkeeper::facts::{
    Environment, EnvironmentName, Fault, FaultKind, HostedName, Reading, SystemKeeps,
    actions::RunState,
};

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
    assert!(world.stop("read_only").contains("read-only"));
    let mut world = World::rerunning();
    world.settings.gate.freeze = vec!["Mon 00:00..Sun 23:59 UTC".to_owned()];
    assert!(world.stop("freeze").contains("frozen"));
}

#[test]
fn what_is_over_is_not_cancelled_and_what_runs_is_not_run_again() {
    let mut world = World::cancelling();
    assert!(world.passes("permitted"));
    world.run().status = Some(RunState::Completed);
    world.run().conclusion = Some(RunState::Success);
    assert!(world.stop("permitted").contains("nothing of it goes on"));
    let mut world = World::rerunning();
    (world.run().status, world.run().conclusion) = (Some(RunState::InProgress), None);
    assert!(
        world
            .stop("permitted")
            .contains("only what is over is run again")
    );
}

#[test]
fn a_run_of_checks_alone_takes_a_plain_yes_and_what_can_not_be_told_does_not() {
    let plain = "on: push\njobs:\n  test:\n    steps:\n      - run: pytest\n        env:\n          T: ${{ secrets.GITHUB_TOKEN }}\n";
    let takes = |text: &str| {
        let mut world = World::cancelling();
        world.seen_run().workflow = workflow(text);
        world.plan().takes_plain_yes()
    };
    assert!(takes(plain));
    for (was, is) in [
        ("steps:", "environment: production\n    steps:"),
        ("steps:", "permissions:\n      id-token: write\n    steps:"),
        ("jobs:", "permissions: write-all\njobs:"),
        ("secrets.GITHUB_TOKEN", "secrets.GITHUB_TOKEN_2"),
        ("secrets.GITHUB_TOKEN", "toJSON(secrets)"),
        ("steps:", "uses: ./.github/workflows/other.yml\n    steps:"),
        ("jobs:", "jobs: ["),
    ] {
        let text = plain.replace(was, is);
        assert!(!takes(&text), "{text}");
    }
    let mut world = World::cancelling();
    let fault = Fault::new(FaultKind::Missing, "No file.", "Look.");
    world.seen_run().workflow = Reading::Unknown(fault);
    assert!(!world.plan().takes_plain_yes());
}
