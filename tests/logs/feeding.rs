//! A file, a pipe cut anywhere: one text is one log.

use proptest::prelude::*;
use watchkeeper::logs::{Log, Store};

use super::{Memory, ROOMY, piped, shown};

/// What the lines of a text are, said in the simplest way.
fn lines_of(text: &str) -> Vec<String> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    if lines.last() == Some(&"") {
        lines.pop();
    }
    lines
        .iter()
        .map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned())
        .collect()
}

fn feed_in_pieces(log: &mut Log, text: &[u8], cuts: &[usize]) {
    let mut rest = text;
    for cut in cuts.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at((*cut).clamp(1, rest.len()));
        log.feed(piece);
        rest = after;
    }
}

fn a_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[ -~]{0,40}",
        "2026-11-2[0-9]T14:0[0-9]:27\\.123Z (INFO|WARN|ERROR) [a-z ]{0,20}",
        "\\{\"level\":\"(info|error)\",\"message\":\"[a-z]{0,9}\"\\}",
        Just("\r".to_owned()),
        Just("ünïcode \u{202e} \u{1b}[31m".to_owned()),
    ];
    (prop::collection::vec(line, 0..40), any::<bool>()).prop_map(|(lines, ends)| {
        let text = lines.join("\n");
        if ends { text + "\n" } else { text }
    })
}

proptest! {
    #[test]
    fn a_pipe_and_a_file_give_the_lines_of_the_text(text in a_text(), cuts in prop::collection::vec(1_usize..50, 1..8)) {
        let wanted = lines_of(&text);

        let mut pipe = Log::new(Store::piped(), ROOMY);
        feed_in_pieces(&mut pipe, text.as_bytes(), &cuts);
        prop_assert_eq!(&shown(&pipe), &wanted);

        let mut file = Log::new(Store::file(Box::new(Memory(text.clone().into_bytes()))), ROOMY);
        feed_in_pieces(&mut file, text.as_bytes(), &cuts);
        prop_assert_eq!(&shown(&file), &wanted);

        let whole = piped(&text);
        for line in 0..wanted.len() {
            prop_assert_eq!(pipe.row(line, 99), whole.row(line, 99));
            prop_assert_eq!(file.row(line, 99), whole.row(line, 99));
        }
    }
}

#[test]
fn a_line_without_its_end_is_shown_as_far_as_it_goes_and_then_whole() {
    let mut log = piped("first\nsec");
    assert_eq!(shown(&log), ["first", "sec"]);
    assert_eq!(log.store().settled(), 1, "the second may still grow");
    log.feed(b"ond\n");
    assert_eq!(shown(&log), ["first", "second"]);
    assert_eq!(log.store().settled(), 2);
}

#[test]
fn a_line_longer_than_any_event_is_broken_wherever_it_was_cut() {
    let text = "x".repeat((1 << 20) + 10) + "\nafter\n";
    let whole = piped(&text);
    assert_eq!(whole.store().len(), 3);
    let mut cut = Log::new(Store::piped(), ROOMY);
    feed_in_pieces(&mut cut, text.as_bytes(), &[777_777, 3]);
    assert_eq!(shown(&cut), shown(&whole));
}

#[test]
fn a_page_has_as_much_of_a_line_as_was_asked_for_and_says_how_long_it_is() {
    let log = piped("0123456789\n");
    let row = log.row(0, 4);
    assert_eq!((row.text.as_slice(), row.len), (&b"0123"[..], 10));
}

#[test]
fn a_file_that_was_cut_short_meanwhile_gives_what_is_left() {
    let mut log = Log::new(Store::file(Box::new(Memory(b"here\n".to_vec()))), ROOMY);
    log.feed(b"here\ngone\n");
    assert_eq!(shown(&log), ["here", ""]);
}
