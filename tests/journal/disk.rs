//! A disk that takes no more: the append is refused, and the file is as it was.

use std::{fs, path::Path, process::Stdio};

use watchkeeper::{edge::write::Journal, facts::FaultKind, gate::record::Stage};

use super::{
    entries::{FIRST, Place, append, entry, large},
    turns::{again, named},
};

/// In the process that may not write much: one record does not fit, a small one does.
fn with_little_room(journal: &impl Journal) {
    let mut held = journal.open().unwrap();
    let fault = held.append(large("large", 200 * 1024)).unwrap_err();
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    assert!(fault.what.starts_with("No write can be made"), "{fault:?}");
    assert!(fault.source.contains("bytes were taken"), "{fault:?}");
    let record = held.append(entry("small", Stage::Proposed)).unwrap();
    assert_eq!(record.seq, 2);
}

#[test]
fn a_record_that_does_not_fit_leaves_the_file_as_it_was() {
    if let Some(journal) = named() {
        return with_little_room(&journal);
    }
    let place = Place::written(vec![Stage::Proposed]);
    let before = place.text();
    let folder = place.folder().to_string_lossy().into_owned();
    let test = "disk::a_record_that_does_not_fit_leaves_the_file_as_it_was";
    // In blocks of 512 or 1024 bytes, as the shell has it: room for the small record.
    let limited = again(test, &folder, "ulimit -f 32; ")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&limited.stdout);
    assert!(limited.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
    let after = place.text();
    assert!(after.starts_with(&before));
    assert_eq!(after.lines().count(), 2, "nothing of the large one is left");
    assert_eq!(place.journal().view().unwrap().broken, None);
}

#[test]
fn a_place_where_nothing_can_be_made_refuses_every_write() {
    // Not even the superuser makes a folder here.
    let journal =
        watchkeeper::edge::journal_file::JournalFile::at("/proc/watchkeeper/journal".into());
    let fault = append(&journal, entry("a", Stage::Intent)).unwrap_err();
    assert!(
        fault.what.starts_with("No write can be made: the journal"),
        "{fault:?}"
    );
    assert!(!fault.hint.is_empty());
    assert!(!Path::new("/proc/watchkeeper").exists());
}

#[test]
fn a_file_in_the_folders_place_refuses_every_write() {
    let place = Place::new();
    fs::create_dir_all(place.folder().parent().unwrap()).unwrap();
    fs::write(place.folder(), FIRST).unwrap();
    assert!(append(&place.journal(), entry("a", Stage::Intent)).is_err());
    assert_eq!(fs::read_to_string(place.folder()).unwrap(), FIRST);
}
