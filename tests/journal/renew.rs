//! A broken chain: no write, wherever it breaks; and a new journal in its place that
//! forgets nothing which is open.

use std::fs;

use watchkeeper::{
    edge::{journal_file::who, write::Journal},
    facts::{Fault, FaultKind},
    gate::{
        Outcome, Typed,
        record::{Looking, Renewal, Stage, Stretch, in_doubt},
    },
};

use super::entries::{FIRST, Place, append, done, entry, lost, refusal, refused};

/// Ten records: `c2` is in doubt, and one line of the others is spoilt.
fn broken_at(line: usize) -> Place {
    let place = Place::new();
    let journal = place.journal();
    for at in 0..9 {
        let stage = match at {
            2 => Stage::Intent,
            _ => Stage::Proposed,
        };
        append(&journal, entry(&format!("c{at}"), stage)).unwrap();
    }
    let lost = done(Outcome::InDoubt(lost()));
    append(&journal, entry("c9", lost)).unwrap();
    spoil(&place, line, |text| text.replace("bastion", "elsewher"));
    place
}

fn spoil(place: &Place, line: usize, how: impl Fn(&str) -> String) {
    let text = place.text();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[line - 1] = how(&lines[line - 1]);
    fs::write(place.file(FIRST), lines.join("\n") + "\n").unwrap();
}

fn renewal(place: &Place) -> Result<Renewal, Fault> {
    place.journal().renewal()
}

fn renewed(place: &Place) -> Renewal {
    let renewal = renewal(place).unwrap();
    let phrase = renewal.phrase().text().to_owned();
    let renewal = renewal.confirm(&phrase).unwrap();
    place.journal().renew(&renewal, who()).unwrap();
    renewal
}

#[track_caller]
fn stops_writes(place: &Place, said: &str) {
    let chain = place.journal().chain().unwrap();
    let fault = chain.takes_writes().unwrap_err();
    assert!(fault.what.starts_with("No write can be made"), "{fault:?}");
    assert!(fault.what.contains(said), "{said}: {fault:?}");
}

#[test]
fn a_link_that_breaks_anywhere_refuses_writes_and_notes() {
    for line in 1..=10 {
        let place = broken_at(line);
        let before = place.text();
        let said = format!("the journal is BROKEN. The chain breaks at record {line}");
        let fault = refusal(place.journal().open());
        assert!(fault.what.contains(&said), "{fault:?}");
        assert!(fault.hint.contains("journal renew"), "{fault:?}");
        stops_writes(&place, &said);
        assert_eq!(place.text(), before, "it is left as it was found");
    }
}

#[test]
fn a_chain_that_was_verified_is_verified_again_where_somebody_changed_it() {
    let place = Place::written(vec![Stage::Proposed, refused("left"), Stage::Proposed]);
    let journal = place.journal();
    assert_eq!(journal.chain().unwrap().broken, None);
    // Not a byte longer, and the end is as it was.
    spoil(&place, 1, |text| text.replace("bastion", "bastiom"));
    refusal(journal.open());
    stops_writes(&place, "record 1");
    let fault = journal.chain().unwrap().takes_writes().unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
}

#[test]
fn a_chain_that_was_verified_is_not_read_again() {
    let place = Place::written(vec![Stage::Proposed; 200]);
    let journal = place.journal();
    let size = fs::metadata(place.file(FIRST)).unwrap().len();
    let whole = read_by(|| drop(journal.chain().unwrap()));
    let again = read_by(|| drop(journal.chain().unwrap()));
    assert!(whole >= size && again < size / 10, "{size} {whole} {again}");
    // What is appended from here needs no second look either.
    append(&journal, entry("next", Stage::Proposed)).unwrap();
    let after = read_by(|| assert_eq!(journal.chain().unwrap().count, 201));
    assert!(after < size / 10, "{size} {after}");
    // A line of another console is found all the same, and only its file read.
    append(&place.journal(), entry("theirs", Stage::Proposed)).unwrap();
    assert_eq!(journal.chain().unwrap().count, 202);
}

/// Bytes that this thread reads meanwhile.
fn read_by(work: impl FnOnce()) -> u64 {
    let read = || -> u64 {
        let told = fs::read_to_string("/proc/thread-self/io").unwrap();
        let line = told.lines().find_map(|line| line.strip_prefix("rchar: "));
        line.unwrap().parse().unwrap()
    };
    let before = read();
    work();
    read() - before
}

#[test]
fn a_journal_that_holds_or_was_never_begun_is_not_renewed() {
    let whole = Place::written(vec![Stage::Intent]);
    for place in [Place::new(), whole] {
        let fault = renewal(&place).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Missing, "{fault:?}");
        assert!(fault.what.contains("nothing to renew"), "{fault:?}");
    }
}

#[test]
fn without_the_phrase_or_of_another_state_nothing_is_renewed() {
    let place = broken_at(5);
    let before = place.text();
    let shown = renewal(&place).unwrap();
    let fault = place.journal().renew(&shown, who()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Moved, "it was never typed");
    let wrong = renewal(&place).unwrap().confirm("y").unwrap_err();
    assert_eq!(wrong, Typed::WrongAt(0));
    let confirmed = shown.confirm("broken-1").unwrap();
    spoil(&place, 9, |_| "no record".to_owned());
    let fault = place.journal().renew(&confirmed, who()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Moved, "{fault:?}");
    spoil(&place, 9, |_| before.lines().nth(8).unwrap().to_owned());
    assert_eq!(place.text(), before);
    assert!(!place.file("broken-1").exists());
}

#[test]
fn the_new_journal_has_the_old_head_and_every_doubt_and_the_old_one_is_kept_as_it_was() {
    let place = broken_at(5);
    let before = place.text();
    let records = place.journal().records().unwrap();
    let doubts: Vec<_> = in_doubt(&records).into_iter().cloned().collect();
    renewed(&place);
    let kept = fs::read_to_string(place.file("broken-1").join(FIRST)).unwrap();
    assert_eq!(kept, before);
    assert!(!place.file(FIRST).exists());
    let chain = place.journal().chain().unwrap();
    assert_eq!(chain.broken, None);
    let old = chain.renewed.unwrap();
    assert_eq!(old.head.as_ref(), Some(&records[9].hash));
    assert_eq!((old.count, old.aside.as_str()), (10, "broken-1"));
    let carried = place.journal().records().unwrap();
    assert_eq!(in_doubt(&carried).len(), 2);
    for (old, new) in doubts.iter().zip(&carried) {
        assert_eq!((&old.entry, old.at), (&new.entry, new.at));
    }
    let notes = place.journal().view().unwrap().notes;
    assert!(
        notes[0].contains("took the place of a broken one"),
        "{notes:?}"
    );
}

#[test]
fn an_unreadable_stretch_stops_writes_until_a_person_settles_it_by_its_name() {
    let place = broken_at(5);
    renewed(&place);
    let name = format!("{FIRST}:5");
    stops_writes(&place, &name);
    // Notes and what settles doubt are no writes: they go on.
    append(&place.journal(), entry("noted", Stage::Proposed)).unwrap();
    let look = |name: &str| Looking::at(&place.journal().chain().unwrap(), name);
    assert!(look("journal-000001.jsonl:6").is_err());
    assert!(look(&name).unwrap().confirm("y").is_err());
    let unsaid = look(&name).unwrap();
    let fault = place.journal().looked(unsaid, who()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Moved);
    stops_writes(&place, &name);
    let (first, second) = (look(&name).unwrap(), look(&name).unwrap());
    let first = first.confirm(&name).unwrap();
    place.journal().looked(first, who()).unwrap();
    place.journal().chain().unwrap().takes_writes().unwrap();
    let second = second.confirm(&name).unwrap();
    let fault = place.journal().looked(second, who()).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing, "settled once");
    assert_eq!(place.journal().view().unwrap().broken, None);
}

#[test]
fn a_record_that_was_changed_opens_a_doubt_and_closes_none() {
    let place = Place::new();
    let journal = place.journal();
    let stages = [
        ("open", Stage::Intent),
        ("open", done(Outcome::NotApplied(lost()))),
        ("other", Stage::Intent),
        ("other", done(Outcome::Applied)),
    ];
    for (change, stage) in stages {
        append(&journal, entry(change, stage)).unwrap();
    }
    // The outcome of one is no longer what was written; the intent of the other is not either.
    spoil(&place, 2, |text| text.replace("bastion", "elsewher"));
    spoil(&place, 3, |text| text.replace("bastion", "elsewher"));
    let renewal = renewed(&place);
    let carried: Vec<_> = renewal.carried().iter().map(|r| &r.entry.change).collect();
    assert_eq!(carried, ["open"]);
    stops_writes(&place, &format!("{FIRST}:2-3"));
}

#[test]
fn a_renewal_that_a_crash_cut_is_in_force_and_finished_by_the_next_who_holds_it() {
    let place = broken_at(5);
    renewed(&place);
    let aside = place.file("broken-1");
    // As it is when the files were not moved yet.
    fs::rename(aside.join(FIRST), place.file(FIRST)).unwrap();
    fs::remove_dir(&aside).unwrap();
    let chain = place.journal().chain().unwrap();
    assert_eq!((chain.broken, chain.count), (None, 3));
    append(&place.journal(), entry("next", Stage::Proposed)).unwrap();
    assert!(aside.join(FIRST).exists() && !place.file(FIRST).exists());
    // And one that was cut before it was there counts for nothing.
    let place = broken_at(5);
    fs::write(place.file("renewing"), "{\"schema\":1").unwrap();
    stops_writes(&place, "BROKEN");
    renewed(&place);
    assert_eq!(place.journal().chain().unwrap().broken, None);
}

#[test]
fn a_journal_that_breaks_again_is_renewed_again_and_forgets_no_stretch() {
    let place = broken_at(5);
    renewed(&place);
    append(&place.journal(), entry("next", Stage::Proposed)).unwrap();
    let second = place.file("journal-000002.jsonl");
    let text = fs::read_to_string(&second).unwrap();
    fs::write(&second, text.replacen("bastion", "elsewher", 1)).unwrap();
    stops_writes(&place, "BROKEN");
    let renewal = renewed(&place);
    let names: Vec<String> = renewal
        .renewed()
        .stretches
        .iter()
        .map(Stretch::name)
        .collect();
    assert_eq!(
        names,
        [format!("{FIRST}:5"), "journal-000002.jsonl:2".to_owned()]
    );
    assert!(place.file("broken-2").join("journal-000002.jsonl").exists());
    stops_writes(&place, &names[0]);
}

#[test]
fn a_note_that_somebody_adds_or_changes_breaks_the_chain() {
    let place = broken_at(5);
    renewed(&place);
    let third = place.file("journal-000002.jsonl");
    let text = fs::read_to_string(&third).unwrap();
    let without = text.replace(
        &format!("{{\"file\":\"{FIRST}\",\"first\":5,\"last\":5}}"),
        "",
    );
    assert_ne!(without, text);
    fs::write(&third, &without).unwrap();
    stops_writes(&place, "BROKEN");
    // A beginning in the middle.
    let first = text.lines().next().unwrap();
    fs::write(&third, format!("{text}{first}\n")).unwrap();
    stops_writes(&place, "BROKEN");
}
