//! The chain itself: every way to spoil a small one is found, at its place.

use jiff::Timestamp;
use proptest::prelude::{any, proptest};
use watchkeeper::gate::{
    Outcome,
    record::{
        GENESIS, Record, Stage, in_doubt, line,
        verify::{Chain, verify},
    },
};

use super::entries::{done, entry, lost, refused, verified};

fn chain(stages: Vec<Stage>) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for (at, stage) in (1..).zip(stages) {
        let prev = records.last().map_or(GENESIS, |last| &last.hash).to_owned();
        let now = Timestamp::from_second(1_000 + i64::try_from(at).unwrap()).unwrap();
        records.push(Record::next(at, &prev, now, entry("c", stage)).unwrap());
    }
    records
}

fn lines() -> Vec<String> {
    let stages = vec![
        Stage::Proposed,
        refused("left"),
        Stage::Proposed,
        Stage::Intent,
        done(Outcome::Applied),
        verified("it stands"),
    ];
    let spelt = |record: &Record| line::write(record).unwrap().trim_end().to_owned();
    chain(stages).iter().map(spelt).collect()
}

fn check(lines: &[String]) -> Chain {
    let numbered = (1..).zip(lines);
    verify(numbered.map(|(at, line)| ("f", at, line.as_bytes()))).1
}

/// Where it breaks: the record that should stand there, and the line.
fn broken(lines: &[String]) -> (u64, u64) {
    let broken = check(lines).broken.expect("the chain is broken");
    (broken.seq, broken.line)
}

#[test]
fn what_was_written_in_order_is_whole() {
    let lines = lines();
    let chain = check(&lines);
    assert_eq!((chain.count, chain.broken), (6, None));
    let last = line::read(lines[5].as_bytes()).unwrap();
    assert_eq!(chain.head, Some(last.hash));
    assert_eq!(check(&[]), Chain::default());
}

#[test]
fn a_journal_from_before_records_said_what_was_made_still_holds() {
    let old: Vec<String> = include_str!("before-made.jsonl")
        .lines()
        .map(str::to_owned)
        .collect();
    let chain = check(&old);
    assert_eq!((chain.count, chain.broken), (9, None));
    assert!(old.iter().all(|line| !line.contains("made")));
    let (records, _) = verify((1..).zip(&old).map(|(at, line)| ("f", at, line.as_bytes())));
    // What is appended to it now goes on from there.
    let stage = Stage::Done {
        outcome: Outcome::Applied,
        request_ids: Vec::new(),
        made: Some("arn:aws:cloudformation:eu-west-1:1:changeSet/a/b".into()),
    };
    let last = records.last().unwrap();
    let next = Record::next(10, &last.hash, last.at, entry("c", stage)).unwrap();
    let mut longer = old;
    longer.push(line::write(&next).unwrap().trim_end().to_owned());
    let chain = check(&longer);
    assert_eq!((chain.count, chain.broken), (10, None));
    // And an ARN that somebody puts in is found.
    longer[9] = longer[9].replace("changeSet/a/b", "changeSet/a/c");
    assert_eq!(broken(&longer), (10, 10));
}

#[test]
fn a_byte_that_is_changed_is_found_on_its_line() {
    let lines = lines();
    for at in 0..lines.len() {
        // Every byte of the first line, and samples of the others.
        let step = if at == 0 { 1 } else { 41 };
        for byte in (0..lines[at].len()).step_by(step) {
            let mut bytes = lines[at].clone().into_bytes();
            bytes[byte] = if bytes[byte] == b'7' { b'8' } else { b'7' };
            let mut spoilt = lines[..=at].to_vec();
            spoilt[at] = String::from_utf8(bytes).unwrap();
            let place = u64::try_from(at + 1).unwrap();
            assert_eq!(broken(&spoilt), (place, place), "byte {byte}");
        }
    }
}

#[test]
fn a_line_that_is_taken_out_repeated_or_moved_is_found() {
    let lines = lines();
    let count = lines.len();
    for at in 0..count {
        let place = u64::try_from(at + 1).unwrap();
        if at + 1 < count {
            let mut cut = lines.clone();
            cut.remove(at);
            assert_eq!(broken(&cut), (place, place), "without {place}");
            let mut moved = lines.clone();
            moved.swap(at, at + 1);
            assert_eq!(broken(&moved), (place, place), "{place} is swapped");
        }
        let mut twice = lines.clone();
        twice.insert(at, lines[at].clone());
        assert_eq!(
            broken(&twice),
            (place + 1, place + 1),
            "{place} is repeated"
        );
    }
}

#[test]
fn a_cut_at_the_end_is_whole_and_only_its_head_tells() {
    let lines = lines();
    let whole = check(&lines);
    let cut = check(&lines[..4]);
    assert_eq!(cut.broken, None);
    assert_ne!(cut.head, whole.head);
}

#[test]
fn a_record_whose_hash_was_computed_anew_breaks_the_next_link() {
    let mut records = chain(vec![Stage::Proposed, refused("left"), Stage::Proposed]);
    let forged = entry("c", refused("another reason"));
    let (prev, at) = (records[1].prev.clone(), records[1].at);
    records[1] = Record::next(2, &prev, at, forged).unwrap();
    let spelt: Vec<String> = records
        .iter()
        .map(|record| line::write(record).unwrap().trim_end().to_owned())
        .collect();
    assert_eq!(broken(&spelt), (3, 3));
}

#[test]
fn another_way_to_write_the_same_record_is_refused() {
    let lines = lines();
    for spoilt in [
        lines[0].replace("{\"schema\":1,", "{\"schema\":1,\"more\":true,"),
        lines[0].replace("\"schema\":1,", "\"schema\": 1,"),
        format!(" {}", lines[0]),
    ] {
        assert_ne!(spoilt, lines[0]);
        assert_eq!(
            line::read(spoilt.as_bytes()).unwrap_err().as_str(),
            "is not as this program writes it"
        );
    }
}

#[test]
fn lines_that_are_no_records_are_named_and_the_rest_is_still_read() {
    let mut lines = lines();
    let said = |line: &str| line::read(line.as_bytes()).unwrap_err().to_string();
    assert!(said("no json").starts_with("is not a record"));
    assert!(said("{}").contains("schema"));
    assert!(said(&"[".repeat(5_000)).starts_with("is not a record"));
    assert!(said(&" ".repeat(line::MOST_BYTES)).contains("longer than"));
    let newer = lines[1].replacen("\"schema\":1", "\"schema\":2", 1);
    assert_eq!(said(&newer), "has schema 2, and this version knows 1");
    lines[1] = newer;
    let numbered = (1..).zip(&lines);
    let (records, chain) = verify(numbered.map(|(at, line)| ("f", at, line.as_bytes())));
    assert_eq!(records.len(), 5);
    let broken = chain.broken.unwrap();
    assert_eq!(
        broken.in_words(),
        "The chain breaks at record 2: f:2 has schema 2, and this version knows 1."
    );
}

proptest! {
    #[test]
    fn no_line_makes_the_verifier_panic_or_pass(line in any::<Vec<u8>>()) {
        let (records, chain) = verify([("f", 1, line.as_slice())]);
        assert!(records.is_empty());
        assert!(chain.broken.is_some());
    }
}

#[test]
fn doubt_is_an_intent_without_an_outcome_or_an_outcome_that_nothing_settled() {
    let doubt = |stages: Vec<Stage>| -> Vec<u64> {
        in_doubt(&chain(stages)).iter().map(|r| r.seq).collect()
    };
    let none: [u64; 0] = [];
    let settled = |outcome| Stage::Settled {
        outcome,
        made: None,
        by_person: false,
    };
    let unknown = || Outcome::InDoubt(lost());
    assert_eq!(doubt(vec![Stage::Proposed, refused("left")]), none);
    assert_eq!(doubt(vec![Stage::Intent]), [1]);
    assert_eq!(doubt(vec![Stage::Intent, done(Outcome::Applied)]), none);
    assert_eq!(
        doubt(vec![Stage::Intent, done(Outcome::NotApplied(lost()))]),
        none
    );
    assert_eq!(
        doubt(vec![Stage::Intent, done(unknown()), verified("x")]),
        [2]
    );
    let later = vec![Stage::Intent, done(unknown()), settled(Outcome::Applied)];
    assert_eq!(doubt(later), none);
    let still = vec![Stage::Intent, done(unknown()), settled(unknown())];
    assert_eq!(doubt(still), [3]);
}
