//! What people acknowledged, on disk: nothing that a person wrote is lost.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use watchkeeper::{
    ask::memory,
    edge::acknowledgements::Acknowledgements,
    facts::{AccountId, Acknowledgement, EnvironmentName},
};

const ACCOUNT: &str = "817685572750";

fn note(trouble: &str, note: &str) -> Acknowledgement {
    Acknowledgement {
        trouble: trouble.to_owned(),
        note: note.into(),
        by: "arn:aws:sts::817685572750:assumed-role/oncall/anna".into(),
        at: "2026-05-18T14:02:11Z".parse().unwrap(),
        said: vec!["0011223344556677".to_owned()],
    }
}

fn keep(kept: &Acknowledgements, what: &Acknowledgement) {
    let (environment, account) = (EnvironmentName::new("dev"), AccountId::new(ACCOUNT));
    kept.keep(&environment, &account, what).unwrap();
}

fn asked(environment: &str, account: &str) -> memory::Acknowledgements {
    memory::Acknowledgements(EnvironmentName::new(environment), AccountId::new(account))
}

fn notes(kept: &Acknowledgements) -> Vec<String> {
    let all = kept.answer(&asked("dev", ACCOUNT)).unwrap();
    all.iter().map(|one| one.note.raw().to_owned()).collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_note_is_there_for_the_next_console_and_for_nobody_else_on_the_machine() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/watchkeeper");
    keep(
        &Acknowledgements::At(folder.clone()),
        &note("dev/stacks/api", "known"),
    );
    let next = Acknowledgements::At(folder.clone());
    let [kept] = &next.answer(&asked("dev", ACCOUNT)).unwrap()[..] else {
        panic!("one note");
    };
    assert_eq!(*kept, note("dev/stacks/api", "known"));
    assert_eq!(kept.person(), "anna");
    assert_eq!(mode(&folder.join("acknowledged.json")), 0o600);
    assert_eq!(mode(&folder), 0o700);
}

#[test]
fn another_account_s_notes_are_never_shown() {
    let home = tempfile::tempdir().unwrap();
    let kept = Acknowledgements::At(home.path().to_owned());
    keep(&kept, &note("dev/stacks/api", "known"));
    for (environment, account) in [("dev", "111111111111"), ("prod", ACCOUNT)] {
        assert_eq!(kept.answer(&asked(environment, account)).unwrap(), []);
    }
}

#[test]
fn the_later_note_replaces_the_earlier_and_an_empty_one_takes_it_back() {
    let home = tempfile::tempdir().unwrap();
    let kept = Acknowledgements::At(home.path().to_owned());
    keep(&kept, &note("dev/stacks/api", "first"));
    keep(&kept, &note("dev/stacks/web", "other"));
    keep(&kept, &note("dev/stacks/api", "second"));
    assert_eq!(notes(&kept), ["other", "second"]);
    keep(&kept, &note("dev/stacks/api", ""));
    assert_eq!(notes(&kept), ["other"]);
}

#[test]
fn a_damaged_file_is_said_and_never_written_over() {
    let home = tempfile::tempdir().unwrap();
    let kept = Acknowledgements::At(home.path().to_owned());
    let file = home.path().join("acknowledged.json");
    for damage in ["{", "[]", r#"{"schema": 2, "entries": []}"#] {
        fs::write(&file, damage).unwrap();
        let fault = kept.answer(&asked("dev", ACCOUNT)).unwrap_err();
        assert!(fault.what.contains("acknowledged.json"), "{}", fault.what);
        let (environment, account) = (EnvironmentName::new("dev"), AccountId::new(ACCOUNT));
        let kept = kept.keep(&environment, &account, &note("dev/stacks/api", "known"));
        assert!(kept.is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), damage);
    }
}

#[test]
fn where_nothing_may_be_kept_the_note_is_refused_and_not_dropped_in_silence() {
    let (environment, account) = (EnvironmentName::new("dev"), AccountId::new(ACCOUNT));
    let refused =
        Acknowledgements::Off.keep(&environment, &account, &note("dev/stacks/api", "known"));
    assert!(refused.unwrap_err().what.contains("was not taken"));
}
