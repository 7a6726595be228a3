//! Proposals: what they are made of, that they load, and that nothing is replaced.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use watchkeeper::{
    config::init::{Draft, Seen, Written, propose},
    edge::repo::Git,
    facts::{Caller, Fault},
};

use super::Machine;

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": []}"#;

fn machine() -> Machine {
    let machine = Machine::new();
    fs::remove_dir(machine.at("repo/.git")).unwrap();
    for arguments in [
        ["init", "-q", "."].as_slice(),
        &[
            "remote",
            "add",
            "origin",
            "https://user:secret@github.com/Owner/name.git",
        ],
    ] {
        let status = Command::new("git")
            .current_dir(machine.at("repo"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .args(arguments)
            .status();
        assert!(status.unwrap().success());
    }
    for path in [
        "infrastructure/iam/executor/metrics.json",
        "infrastructure/iam/executor/logs.json",
        "infrastructure/iam/deployer/deploy.json",
        "build/iam/copy/metrics.json",
        "bid\u{202e}i/role/p.json",
    ] {
        machine.write(&format!("repo/{path}"), POLICY);
    }
    machine.write("repo/.gitignore", "build/\n");
    machine.write("repo/src/app/package.json", "{\"name\": \"x\"}");
    machine
}

fn drafts(machine: &Machine, caller: Option<&Caller>, profile: Option<&str>) -> Vec<Draft> {
    let root = machine.at("repo");
    let git = Git::found_on(std::env::var_os("PATH").as_deref(), &root);
    propose(&Seen {
        root: &root,
        home: machine.sources.home().as_deref(),
        caller,
        profile,
        git: &git,
    })
}

fn write(drafts: &[Draft]) -> Result<Vec<Written>, Fault> {
    drafts.iter().map(Draft::write).collect()
}

#[test]
fn the_proposal_names_what_the_repository_and_the_account_show_and_loads() {
    let machine = machine();
    let drafts = drafts(
        &machine,
        Some(&crate::support::caller("817685572750")),
        Some("ops-dev"),
    );
    assert!(drafts[0].text.contains("# infrastructure/iam: 2 roles\n"));
    assert!(!drafts[0].text.contains("secret"));
    assert!(!drafts[0].text.contains("bid"), "a name that deceives");
    assert_eq!(
        write(&drafts).unwrap(),
        [Written::Created, Written::Created]
    );
    let loaded = machine.load();
    let drift = loaded.settings.drift.unwrap();
    assert_eq!(drift.policies, ["infrastructure/iam"]);
    let environment = &loaded.settings.environments[0];
    assert_eq!(environment.name.raw(), "ops-dev");
    assert_eq!(environment.profile.as_deref(), Some("ops-dev"));
    assert_eq!(environment.account.as_ref().unwrap().raw(), "817685572750");
    assert!(environment.production);
    assert!(drafts[0].text.contains("repository = \"Owner/name\""));
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&drafts[1].path), 0o600);
    assert_eq!(mode(&drafts[0].path) & 0o133, 0);
}

#[test]
fn with_nothing_to_see_it_still_says_what_to_write_and_loads() {
    let machine = Machine::new();
    let drafts = drafts(&machine, None, None);
    assert!(drafts[0].text.contains("# policies = ["));
    write(&drafts).unwrap();
    let loaded = machine.load();
    assert_eq!(loaded.settings.drift.unwrap().policies, [] as [&str; 0]);
    assert_eq!(loaded.settings.current.raw(), "default");
}

#[test]
fn a_file_that_exists_is_kept_even_as_a_dangling_link() {
    let machine = Machine::new().project("# mine\n");
    fs::create_dir_all(machine.at("home/.config/watchkeeper")).unwrap();
    let link = machine.at("home/.config/watchkeeper/config.toml");
    std::os::unix::fs::symlink(machine.at("target"), &link).unwrap();
    let drafts = drafts(&machine, None, None);
    assert!(drafts.iter().all(|draft| draft.exists));
    assert_eq!(write(&drafts).unwrap(), [Written::Kept, Written::Kept]);
    assert_eq!(
        fs::read_to_string(machine.at("repo/watchkeeper.toml")).unwrap(),
        "# mine\n"
    );
    assert!(!machine.at("target").exists());
}
