//! Whose the files must be, and what they may not be.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink},
    path::Path,
};

use watchkeeper::{
    edge::{journal_file::JournalFile, write::Journal},
    facts::FaultKind,
    gate::record::Stage,
};

use super::entries::{FIRST, Place, append, entry, refusal};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Neither read nor written, and for this reason.
#[track_caller]
fn refuses(place: &Place, why: &str) {
    let journal = place.journal();
    for fault in [
        refusal(journal.open()),
        journal.records().unwrap_err(),
        journal.view().unwrap_err(),
    ] {
        assert!(fault.what.contains(why), "{why}: {fault:?}");
        assert!(!fault.hint.is_empty());
    }
}

#[test]
fn what_is_made_is_ours_alone() {
    let place = Place::written(vec![Stage::Proposed]);
    assert_eq!(mode(&place.folder()), 0o700);
    assert_eq!(mode(place.folder().parent().unwrap()), 0o700);
    assert_eq!(mode(&place.file(FIRST)), 0o600);
    assert_eq!(mode(&place.file("lock")), 0o600);
}

#[test]
fn what_others_may_write_is_refused() {
    let place = Place::written(vec![Stage::Proposed]);
    let above = place.folder().parent().unwrap().to_owned();
    for (path, back) in [
        (place.file(FIRST), 0o600),
        (place.folder(), 0o700),
        (above, 0o700),
    ] {
        for open in [back | 0o020, back | 0o002] {
            allow(&path, open);
            refuses(&place, "may be written by others");
        }
        allow(&path, back);
    }
    assert_eq!(place.journal().records().unwrap().len(), 1);
}

#[test]
fn a_link_is_refused_wherever_it_leads() {
    let place = Place::written(vec![Stage::Proposed]);
    let elsewhere = place.state().join("elsewhere.jsonl");
    fs::rename(place.file(FIRST), &elsewhere).unwrap();
    symlink(&elsewhere, place.file(FIRST)).unwrap();
    refuses(&place, "is a symbolic link");
    fs::remove_file(place.file(FIRST)).unwrap();
    fs::rename(&elsewhere, place.file(FIRST)).unwrap();
    fs::rename(place.folder(), place.state().join("journal")).unwrap();
    symlink(place.state().join("journal"), place.folder()).unwrap();
    refuses(&place, "is a link or no folder");
}

#[test]
fn a_file_with_another_name_is_refused() {
    let place = Place::written(vec![Stage::Proposed]);
    let elsewhere = place.state().join("elsewhere.jsonl");
    fs::hard_link(place.file(FIRST), &elsewhere).unwrap();
    refuses(&place, "is a hard link");
    fs::remove_file(&elsewhere).unwrap();
    // Even while it is held.
    let journal = place.journal();
    let mut held = journal.open().unwrap();
    fs::hard_link(place.file(FIRST), &elsewhere).unwrap();
    let fault = held.append(entry("c", Stage::Proposed)).unwrap_err();
    assert!(fault.what.starts_with("No write can be made"), "{fault:?}");
}

#[test]
fn a_link_in_place_of_the_lock_is_refused() {
    let place = Place::written(vec![Stage::Proposed]);
    let victim = place.state().join("victim");
    fs::write(&victim, "kept").unwrap();
    fs::remove_file(place.file("lock")).unwrap();
    symlink(&victim, place.file("lock")).unwrap();
    let journal = place.journal();
    assert!(refusal(journal.open()).what.contains("is a symbolic link"));
    assert_eq!(fs::read_to_string(victim).unwrap(), "kept");
}

#[test]
fn a_folder_in_place_of_a_file_is_refused() {
    let place = Place::written(vec![Stage::Proposed]);
    fs::remove_file(place.file(FIRST)).unwrap();
    fs::create_dir(place.file(FIRST)).unwrap();
    let journal = place.journal();
    refusal(journal.open());
    assert!(journal.view().is_err());
}

#[test]
fn what_belongs_to_another_user_is_refused() {
    let place = Place::written(vec![Stage::Proposed]);
    // Only the superuser can give a file away; anybody else finds one of his.
    if fs::metadata(place.folder()).unwrap().uid() == 0 {
        chown(place.file(FIRST), Some(1), None).unwrap();
        refuses(&place, "belongs to user 1");
        chown(place.file(FIRST), Some(0), None).unwrap();
        chown(place.folder(), Some(1), None).unwrap();
        refuses(&place, "belongs to user 1");
    } else {
        let journal = JournalFile::at("/usr".into());
        let fault = refusal(journal.open());
        assert!(fault.what.contains("belongs to user 0"), "{fault:?}");
    }
}

#[test]
fn where_no_file_may_be_written_there_is_no_journal() {
    let journal = JournalFile::off();
    let fault = append(&journal, entry("c", Stage::Proposed)).unwrap_err();
    assert_eq!(fault.kind, FaultKind::ReadOnly);
    assert_eq!(journal.view().unwrap_err(), fault);
}

#[test]
fn a_journal_that_nobody_began_is_empty_and_stays_unmade() {
    let place = Place::new();
    let view = place.journal().view().unwrap();
    assert_eq!((view.count, view.head, view.broken), (0, None, None));
    assert!(!place.state().exists());
}
