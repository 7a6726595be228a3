//! One writer at a time, among threads and among processes.

use std::{
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
};

use watchkeeper::{
    edge::{journal_file::JournalFile, write::Journal},
    facts::FaultKind,
    gate::record::Stage,
};

use super::entries::{FIRST, Place, append, entry, refusal};

/// This test binary again, running one test alone with the journal's folder named to it.
pub(super) fn again(test: &str, folder: &str, shell: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{shell}exec \"$0\" --exact --nocapture \"$1\""))
        .arg(env::current_exe().unwrap())
        .arg(format!("journal::{test}"))
        .env("WATCHKEEPER_TEST_JOURNAL", folder);
    command
}

/// The folder, in the process that was started so.
pub(super) fn named() -> Option<JournalFile> {
    let folder = env::var_os("WATCHKEEPER_TEST_JOURNAL")?;
    Some(JournalFile::at(PathBuf::from(folder)))
}

fn says(child: &mut Child, wanted: &str) {
    let out = child.stderr.as_mut().unwrap();
    let said = BufReader::new(out).lines().map(Result::unwrap);
    let found = said.into_iter().any(|line| line.contains(wanted));
    assert!(found, "the other process never said {wanted}");
}

#[test]
fn another_process_that_holds_it_is_named_and_its_death_frees_it() {
    if let Some(journal) = named() {
        let mut held = journal.open().unwrap();
        held.append(entry("theirs", Stage::Intent)).unwrap();
        eprintln!("held");
        // Ends when it is killed.
        loop {
            thread::park();
        }
    }
    let place = Place::new();
    let folder = place.folder().to_string_lossy().into_owned();
    let test = "turns::another_process_that_holds_it_is_named_and_its_death_frees_it";
    let mut child = again(test, &folder, "")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    says(&mut child, "held");
    let journal = place.journal();
    let fault = refusal(journal.open());
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    let holder = format!("process {} on ", child.id());
    assert!(fault.what.contains(&holder), "{holder}: {fault:?}");
    assert_eq!(journal.records().unwrap().len(), 1, "reading needs no lock");
    child.kill().unwrap();
    child.wait().unwrap();
    let record = append(&journal, entry("ours", Stage::Proposed)).unwrap();
    assert_eq!(record.seq, 2);
}

#[test]
fn another_console_of_the_same_process_is_refused_too() {
    let place = Place::new();
    let (one, other) = (place.journal(), place.journal());
    let held = one.open().unwrap();
    let fault = refusal(other.open());
    assert!(fault.what.contains("the journal is taken"), "{fault:?}");
    drop(held);
    other.open().unwrap();
}

#[test]
fn threads_of_one_console_take_turns() {
    let place = Place::new();
    let journal = place.journal();
    thread::scope(|scope| {
        for thread in 0..8 {
            let journal = &journal;
            scope.spawn(move || {
                for at in 0..5 {
                    append(journal, entry(&format!("t{thread}-{at}"), Stage::Proposed)).unwrap();
                }
            });
        }
    });
    let view = journal.view().unwrap();
    assert_eq!((view.count, view.broken), (40, None));
}

#[test]
fn stages_of_one_write_stand_together_while_it_is_held() {
    let place = Place::new();
    let journal = place.journal();
    thread::scope(|scope| {
        for change in ["a", "b", "c"] {
            let journal = &journal;
            scope.spawn(move || {
                let mut held = journal.open().unwrap();
                for stage in [Stage::Proposed, Stage::Intent] {
                    held.append(entry(change, stage)).unwrap();
                }
            });
        }
    });
    let records = journal.records().unwrap();
    for pair in records.chunks(2) {
        assert_eq!(pair[0].entry.change, pair[1].entry.change);
    }
}

#[test]
fn a_file_that_changes_while_it_is_held_is_left_alone() {
    let place = Place::new();
    let journal = place.journal();
    let mut held = journal.open().unwrap();
    held.append(entry("a", Stage::Proposed)).unwrap();
    let mut text = place.text();
    text.push_str("somebody who keeps no lock\n");
    std::fs::write(place.file(FIRST), &text).unwrap();
    let fault = held.append(entry("a", Stage::Intent)).unwrap_err();
    assert!(fault.what.starts_with("No write can be made"), "{fault:?}");
    assert_eq!(place.text(), text);
    std::fs::remove_file(place.file(FIRST)).unwrap();
    assert!(held.append(entry("a", Stage::Intent)).is_err());
}
