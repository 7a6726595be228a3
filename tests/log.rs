//! The log of a run: a new file of the person's own, and only on request.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// A check that asks an endpoint where nobody listens.
fn check(home: &Path, log: &Path, more: &[&str]) -> Output {
    fs::create_dir_all(home.join("iam/alpha")).unwrap();
    fs::write(
        home.join("watchkeeper.toml"),
        "[drift]\npolicies = [\"iam\"]\n",
    )
    .unwrap();
    Command::new(env!("CARGO_BIN_EXE_watchkeeper"))
        .args(["check", "drift"])
        .args(more)
        .env_clear()
        .env("HOME", home)
        .env("WATCHKEEPER_LOG", log)
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "quite-secret")
        .env("AWS_REGION", "eu-west-1")
        .current_dir(home)
        .output()
        .unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_calls_of_a_run_are_in_a_file_that_only_its_owner_reads() {
    let home = folder();
    let log = home.path().join("run.log");
    let output = check(home.path(), &log, &[]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.contains(r#"operation="GetCallerIdentity" ok=false"#));
    assert!(!text.contains("quite-secret") && !text.contains('\x1b'));
    let foreign: Vec<&str> = text
        .lines()
        .filter(|line| !line.contains("watchkeeper::"))
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    let mode = fs::metadata(&log).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for stream in [output.stdout, output.stderr] {
        assert!(!String::from_utf8_lossy(&stream).contains("DEBUG"));
    }
}

#[test]
fn a_file_that_is_there_and_a_link_are_left_alone() {
    let home = folder();
    let there = home.path().join("there");
    fs::write(&there, "mine").unwrap();
    let link = home.path().join("link");
    symlink(home.path().join("elsewhere"), &link).unwrap();
    for log in [&there, &link] {
        let output = check(home.path(), log, &[]);
        assert_eq!(output.status.code(), Some(64));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("WATCHKEEPER_LOG") && said.contains("cannot be created"));
    }
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    assert!(!home.path().join("elsewhere").exists());
}

#[test]
fn restricted_mode_keeps_no_log() {
    let home = folder();
    let log = home.path().join("run.log");
    check(home.path(), &log, &["--restricted"]);
    assert!(!log.exists());
}
