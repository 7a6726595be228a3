//! The memory of earlier checks.

use std::{fs, os::unix::fs::PermissionsExt};

use watchkeeper::{
    ask::memory,
    edge::in_sync_history::InSyncHistory,
    facts::{AccountId, EnvironmentName, InSync, RoleName},
};

const ACCOUNT: &str = "817685572750";

fn seen(item: &str, seconds: i64) -> InSync {
    InSync {
        role: RoleName::new("executor"),
        item: item.to_owned(),
        at: jiff::Timestamp::from_second(seconds).unwrap(),
    }
}

fn remembered(in_sync_history: &InSyncHistory, environment: &str, account: &str) -> Vec<InSync> {
    in_sync_history.answer(&memory::InSync(
        EnvironmentName::new(environment),
        AccountId::new(account),
    ))
}

fn remember(in_sync_history: &InSyncHistory, environment: &str, account: &str, items: &[InSync]) {
    in_sync_history.remember(
        &EnvironmentName::new(environment),
        &AccountId::new(account),
        items,
    );
}

#[test]
fn an_item_is_remembered_with_its_latest_sighting() {
    let home = tempfile::tempdir().unwrap();
    let in_sync_history = InSyncHistory::at(home.path().join("state/watchkeeper"));
    remember(
        &in_sync_history,
        "dev",
        ACCOUNT,
        &[seen("inline/a", 100), seen("trust", 100)],
    );
    remember(&in_sync_history, "dev", ACCOUNT, &[seen("inline/a", 200)]);
    remember(&in_sync_history, "dev", ACCOUNT, &[seen("inline/a", 150)]);
    assert_eq!(
        remembered(&in_sync_history, "dev", ACCOUNT),
        [seen("inline/a", 200), seen("trust", 100)]
    );
    let file = home.path().join("state/watchkeeper/in-sync.json");
    let mode = fs::metadata(file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn another_account_or_environment_of_the_same_name_is_never_shown() {
    let home = tempfile::tempdir().unwrap();
    let in_sync_history = InSyncHistory::at(home.path().to_owned());
    remember(&in_sync_history, "dev", ACCOUNT, &[seen("trust", 100)]);
    assert_eq!(remembered(&in_sync_history, "dev", "111111111111"), []);
    assert_eq!(remembered(&in_sync_history, "prod", ACCOUNT), []);
}

#[test]
fn a_damaged_file_is_as_good_as_none_and_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    let in_sync_history = InSyncHistory::at(home.path().to_owned());
    for damage in ["", "{", "[]", "\0\0", r#"{"schema": 1, "entries": [1]}"#] {
        fs::write(home.path().join("in-sync.json"), damage).unwrap();
        assert_eq!(remembered(&in_sync_history, "dev", ACCOUNT), []);
    }
    remember(&in_sync_history, "dev", ACCOUNT, &[seen("trust", 100)]);
    assert_eq!(remembered(&in_sync_history, "dev", ACCOUNT).len(), 1);
}

#[test]
fn a_newer_version_s_file_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let in_sync_history = InSyncHistory::at(home.path().to_owned());
    let newer = r#"{"schema": 2, "entries": []}"#;
    fs::write(home.path().join("in-sync.json"), newer).unwrap();
    remember(&in_sync_history, "dev", ACCOUNT, &[seen("trust", 100)]);
    let kept = fs::read_to_string(home.path().join("in-sync.json")).unwrap();
    assert_eq!(kept, newer);
}

#[test]
fn a_link_in_the_file_s_place_is_neither_read_nor_written_through() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("target");
    fs::write(&target, "precious").unwrap();
    let state = home.path().join("state");
    fs::create_dir(&state).unwrap();
    std::os::unix::fs::symlink(&target, state.join("in-sync.json")).unwrap();
    std::os::unix::fs::symlink(&target, state.join(".in-sync.json.new")).unwrap();
    let in_sync_history = InSyncHistory::at(state);
    remember(&in_sync_history, "dev", ACCOUNT, &[seen("trust", 100)]);
    assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    assert_eq!(remembered(&in_sync_history, "dev", ACCOUNT).len(), 1);
}

#[test]
fn the_memory_is_bounded_and_forgets_the_oldest() {
    let home = tempfile::tempdir().unwrap();
    let in_sync_history = InSyncHistory::at(home.path().to_owned());
    let many: Vec<InSync> = (0..10_500)
        .map(|n| seen(&format!("inline/p{n}"), n))
        .collect();
    remember(&in_sync_history, "dev", ACCOUNT, &many);
    let kept = remembered(&in_sync_history, "dev", ACCOUNT);
    assert_eq!(kept.len(), 10_000);
    assert!(kept.iter().all(|item| item.at.as_second() >= 500));
}

#[test]
fn switched_off_it_remembers_nothing() {
    let in_sync_history = InSyncHistory::off();
    remember(&in_sync_history, "dev", ACCOUNT, &[seen("trust", 100)]);
    assert_eq!(remembered(&in_sync_history, "dev", ACCOUNT), []);
}
