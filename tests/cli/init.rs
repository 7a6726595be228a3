//! `init` proposes, and with `--write` creates what is not there yet.

use std::fs;

use super::process::Machine;
use crate::support::moto::Moto;

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;

fn machine() -> Machine {
    Machine::new()
        .file("infrastructure/iam/alpha/reads.json", POLICY)
        .set("AWS_REGION", "eu-west-1")
}

#[test]
fn it_prints_what_it_found_and_touches_nothing() {
    let machine = machine();
    let ran = machine.run(&["init"]).exits(0);
    ran.answers("watchkeeper.toml")
        .answers("infrastructure/iam")
        .answers("[[environment]]");
    assert!(!machine.path("repo/watchkeeper.toml").exists());
    assert!(!machine.path("home/.config").exists());
}

#[tokio::test]
async fn where_sts_answers_the_environment_has_its_account() {
    let moto = Moto::start();
    let keys = moto.keys().await;
    let machine = machine().with_account(moto, &keys);
    machine.run(&["init"]).exits(0).answers(&keys.account);
}

#[test]
fn write_creates_both_files_and_never_replaces_one() {
    let machine = machine();
    machine.run(&["init", "--write"]).exits(0);
    let project = machine.path("repo/watchkeeper.toml");
    let own = machine.path("home/.config/watchkeeper/config.toml");
    assert!(
        fs::read_to_string(&project)
            .unwrap()
            .contains("infrastructure/iam")
    );
    assert!(own.exists());
    fs::write(&project, "# mine\n").unwrap();
    fs::write(&own, "# mine too\n").unwrap();
    let ran = machine.run(&["init", "--write"]).exits(0);
    assert!(ran.err.contains("kept"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&project).unwrap(), "# mine\n");
    assert_eq!(fs::read_to_string(&own).unwrap(), "# mine too\n");
}

#[test]
fn what_it_writes_is_a_configuration_that_loads() {
    let machine = machine();
    machine.run(&["init", "--write"]).exits(0);
    // Loaded, and then there are no credentials: the configuration was no obstacle.
    let ran = machine.run(&["check", "drift"]).exits(2);
    ran.answers("could not tell");
}

#[test]
fn a_link_is_not_followed_and_not_replaced() {
    let machine = machine();
    let target = machine.path("elsewhere.toml");
    std::os::unix::fs::symlink(&target, machine.path("repo/watchkeeper.toml")).unwrap();
    machine.run(&["init", "--write"]);
    assert!(!target.exists());
    assert!(machine.path("repo/watchkeeper.toml").is_symlink());
}

#[test]
fn where_nothing_may_be_written_it_only_prints() {
    let machine = machine();
    machine
        .run(&["init", "--write", "--read-only"])
        .refuses("read-only");
    assert!(!machine.path("home/.config").exists());
    let machine = machine.own("read_only = true\n");
    machine.run(&["init", "--write"]).refuses("read-only");
    assert!(!machine.path("repo/watchkeeper.toml").exists());
    machine
        .run(&["init"])
        .exits(0)
        .answers("infrastructure/iam");
}

#[test]
fn outside_a_repository_it_says_where_to_start() {
    let machine = machine();
    fs::remove_dir(machine.path("repo/.git")).unwrap();
    machine
        .run(&["init"])
        .refuses("There is no repository here");
}
