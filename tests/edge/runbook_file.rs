//! Steps on disk: they come back in order, and what a crash left of a line hides no other.

use std::{fs, os::unix::fs::PermissionsExt};

use watchkeeper::{
    edge::runbook_file::RunbookFile,
    facts::{Remote, StepOutcome, StepRecord},
};

fn record(step: &str) -> StepRecord {
    StepRecord {
        execution: "e".to_owned(),
        runbook: "stale-deploy-role".to_owned(),
        environment: "dev".into(),
        account: None,
        subject: Remote::from("app"),
        step: step.to_owned(),
        outcome: StepOutcome::Done,
        at: "2026-05-18T14:02:11Z".parse().unwrap(),
        caller: None,
        who: Remote::default(),
        journal: 0,
        seen: Vec::new(),
        note: Some(Remote::from("a\nb\u{1b}[2J")),
    }
}

fn steps(file: &RunbookFile) -> Vec<String> {
    let records = file.records().unwrap();
    records.into_iter().map(|record| record.step).collect()
}

#[test]
fn steps_come_back_in_order_with_who_took_them_and_only_the_owner_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = RunbookFile::In(folder.path().join("state"));
    assert_eq!(steps(&file), Vec::<String>::new());
    for step in ["", "one", "two"] {
        file.record(record(step)).unwrap();
    }
    assert_eq!(steps(&file), ["", "one", "two"]);
    assert!(file.records().unwrap()[1].who.raw().contains('@'));
    let path = folder.path().join("state/runbooks.jsonl");
    assert_eq!(
        fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn what_a_crash_left_of_a_line_hides_neither_the_one_before_nor_the_one_after() {
    let folder = tempfile::tempdir().unwrap();
    let file = RunbookFile::In(folder.path().to_owned());
    file.record(record("one")).unwrap();
    let path = folder.path().join("runbooks.jsonl");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"execution\":\"e\",\"runb");
    fs::write(&path, text).unwrap();
    file.record(record("two")).unwrap();
    assert_eq!(steps(&file), ["one", "two"]);
}

#[test]
fn a_link_in_its_place_is_not_followed_and_the_fault_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    fs::write(&elsewhere, "").unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("runbooks.jsonl")).unwrap();
    let file = RunbookFile::In(folder.path().to_owned());
    let fault = file.record(record("one")).unwrap_err();
    assert!(fault.what.contains("runbooks.jsonl"), "{fault:?}");
    assert_eq!(fs::read_to_string(elsewhere).unwrap(), "");
}

#[test]
fn where_no_file_may_be_written_no_step_is_recorded_and_that_is_said() {
    let fault = RunbookFile::Off.record(record("one")).unwrap_err();
    assert!(fault.what.contains("no file may be written"), "{fault:?}");
}
