//! Records over several files, a line that a crash cut, and an end that was spoilt.

use std::{
    fs::{self, OpenOptions},
    io::Write,
};

use watchkeeper::{
    edge::write::Journal,
    facts::FaultKind,
    gate::{
        Outcome,
        record::{GENESIS, Stage},
    },
};

use super::entries::{FIRST, Place, append, done, entry, large, refusal, refused};

fn add(place: &Place, name: &str, bytes: &[u8]) {
    let mut file = OpenOptions::new()
        .append(true)
        .open(place.file(name))
        .unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn records_follow_one_another_from_one_run_to_the_next() {
    let place = Place::new();
    let first = append(&place.journal(), entry("a", Stage::Proposed)).unwrap();
    let second = append(&place.journal(), entry("a", refused("left"))).unwrap();
    assert_eq!((first.seq, first.prev.as_str()), (1, GENESIS));
    assert_eq!((second.seq, &second.prev), (2, &first.hash));
    assert_eq!(place.journal().records().unwrap(), [first, second]);
}

#[test]
fn a_new_file_continues_the_chain() {
    let place = Place::new();
    let mut journal = place.journal();
    journal.file_bytes = 20_000;
    for at in 0..9 {
        append(&journal, large(&format!("c{at}"), 6_000)).unwrap();
    }
    let files = fs::read_dir(place.folder()).unwrap();
    let mut names: Vec<String> = files
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 6, "{names:?}");
    assert_eq!(names[0], FIRST);
    let view = journal.view().unwrap();
    assert_eq!((view.count, view.broken), (9, None));
    let seqs: Vec<u64> = journal.records().unwrap().iter().map(|r| r.seq).collect();
    assert_eq!(seqs, (1..=9).collect::<Vec<_>>());
    let second = "journal-000002.jsonl";
    fs::remove_file(place.file(second)).unwrap();
    let broken = journal.view().unwrap().broken.unwrap();
    assert!(
        broken.contains("record 3: journal-000003.jsonl:1"),
        "{broken}"
    );
}

#[test]
fn a_file_that_was_begun_and_never_written_to_is_used() {
    let place = Place::written(vec![Stage::Proposed]);
    fs::write(place.file("journal-000002.jsonl"), "").unwrap();
    let record = append(&place.journal(), entry("b", Stage::Proposed)).unwrap();
    assert_eq!(record.seq, 2);
    assert_eq!(place.journal().view().unwrap().broken, None);
}

#[test]
fn a_line_that_a_crash_cut_is_kept_aside_and_told_at_every_length() {
    let whole = Place::written(vec![Stage::Intent, done(Outcome::Applied)]);
    let text = whole.text();
    let first = text.find('\n').unwrap() + 1;
    for cut in (first + 1..text.len()).step_by(37).chain([text.len() - 1]) {
        let place = Place::written(vec![Stage::Intent]);
        fs::write(place.file(FIRST), &text[..cut]).unwrap();
        let journal = place.journal();
        let view = journal.view().unwrap();
        assert_eq!((view.count, &view.broken), (1, &None), "not torn at {cut}");
        assert!(view.notes[0].contains("unfinished record"), "{view:?}");
        let record = append(&journal, entry("next", Stage::Proposed)).unwrap();
        assert_eq!(record.seq, 2);
        let kept = fs::read_to_string(place.file("torn-1")).unwrap();
        assert_eq!(kept, text[first..cut]);
        let view = journal.view().unwrap();
        assert_eq!((view.count, view.broken), (2, None));
        assert!(view.notes[0].starts_with("torn-1 "), "{:?}", view.notes);
    }
}

#[test]
fn each_torn_line_has_a_file_of_its_own() {
    let place = Place::written(vec![Stage::Intent]);
    for (number, torn) in [(1, &b"{\"sch"[..]), (2, &[0; 4096])] {
        add(&place, FIRST, torn);
        append(&place.journal(), entry("next", Stage::Proposed)).unwrap();
        let kept = fs::read(place.file(&format!("torn-{number}"))).unwrap();
        assert_eq!(kept, torn);
    }
    assert_eq!(place.journal().view().unwrap().broken, None);
}

#[test]
fn nothing_is_appended_to_an_end_that_does_not_hold() {
    let stages = || vec![Stage::Proposed, refused("left"), Stage::Proposed];
    let text = Place::written(stages()).text();
    let lines: Vec<&str> = text.lines().collect();
    let spoilt = [
        format!("{text}no record\n"),
        format!("{text}\n"),
        format!("{}\n{}\n", lines[0], lines[2]),
        format!("{}\n", lines[1]),
        format!("{text}{}\n", lines[2]),
        text.replace("bastion", "elsewhere"),
    ];
    for text in spoilt {
        let place = Place::written(stages());
        fs::write(place.file(FIRST), &text).unwrap();
        let journal = place.journal();
        let fault = refusal(journal.open());
        assert_eq!(fault.kind, FaultKind::Malformed);
        assert!(fault.what.starts_with("No write can be made"), "{fault:?}");
        assert!(fault.hint.contains("journal verify"), "{fault:?}");
        assert_eq!(place.text(), text, "it is left as it was found");
        assert!(journal.view().unwrap().broken.is_some());
    }
}

#[test]
fn what_is_too_large_for_a_record_is_not_written() {
    let place = Place::written(vec![Stage::Proposed]);
    let before = place.text();
    let fault = append(&place.journal(), large("c", 5 * 1024 * 1024)).unwrap_err();
    assert!(fault.what.starts_with("No write can be made"), "{fault:?}");
    assert_eq!(place.text(), before);
}

#[test]
fn the_view_ends_at_its_bound_and_keeps_what_is_in_doubt() {
    let place = Place::new();
    let journal = place.journal();
    append(&journal, entry("lost", Stage::Intent)).unwrap();
    append(&journal, entry("later", Stage::Proposed)).unwrap();
    // That these follow from one another matters to the chain, not to the view.
    let text = place.text();
    let second = text.lines().nth(1).unwrap();
    for seq in 3..=2_011 {
        let line = second.replacen("\"seq\":2,", &format!("\"seq\":{seq},"), 1);
        add(&place, FIRST, format!("{line}\n").as_bytes());
    }
    let view = journal.view().unwrap();
    assert_eq!((view.count, view.lines.len()), (2_011, 2_000));
    assert_eq!(view.lines[0].seq, 2_011);
    let oldest = view.lines.last().unwrap();
    assert_eq!((oldest.seq, oldest.change.as_str()), (1, "lost"));
}
