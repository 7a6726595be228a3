//! What terminals send, and what it means.

use proptest::prelude::*;

use super::*;

/// Feeds the pieces one by one, then lets the decoder settle.
fn decode(pieces: &[&[u8]]) -> Vec<Heard> {
    let mut events = Vec::new();
    let mut give = |heard| events.push(heard);
    let mut decoder = Decoder::default();
    for piece in pieces {
        decoder.feed(piece, &mut give);
    }
    if decoder.is_torn() {
        decoder.settle(&mut give);
    }
    events
}

/// The one chord these bytes are, as `ctrl-alt-shift-Key`.
fn chord(bytes: &[u8]) -> String {
    match &decode(&[bytes])[..] {
        [Heard::Key(chord)] => {
            let mut text = String::new();
            for (held, name) in [
                (chord.ctrl, "ctrl-"),
                (chord.alt, "alt-"),
                (chord.shift, "shift-"),
            ] {
                text += if held { name } else { "" };
            }
            text + &format!("{:?}", chord.key)
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn characters_are_themselves_with_shift_in_them() {
    assert_eq!(chord(b"j"), "Char('j')");
    assert_eq!(chord(b"R"), "Char('R')");
    assert_eq!(chord(b"?"), "Char('?')");
    assert_eq!(chord("ü".as_bytes()), "Char('ü')");
    assert_eq!(chord("漢".as_bytes()), "Char('漢')");
    assert_eq!(chord(b" "), "Char(' ')");
}

#[test]
fn ctrl_knows_no_case_and_takes_the_signs_of_ascii() {
    assert_eq!(chord(b"\x01"), "ctrl-Char('a')");
    assert_eq!(chord(b"\x0a"), "ctrl-Char('j')");
    assert_eq!(chord(b"\x1a"), "ctrl-Char('z')");
    assert_eq!(chord(b"\x00"), "ctrl-Char(' ')");
    assert_eq!(chord(b"\x1c"), "ctrl-Char('\\\\')");
    assert_eq!(chord(b"\x1f"), "ctrl-Char('_')");
}

#[test]
fn alt_is_an_escape_character_before() {
    assert_eq!(chord(b"\x1bx"), "alt-Char('x')");
    assert_eq!(chord(b"\x1bX"), "alt-Char('X')");
    assert_eq!(chord("\x1bü".as_bytes()), "alt-Char('ü')");
    assert_eq!(chord(b"\x1b\r"), "alt-Enter");
    assert_eq!(chord(b"\x1b\x01"), "ctrl-alt-Char('a')");
    assert_eq!(chord(b"\x1b["), "alt-Char('[')");
    assert_eq!(chord(b"\x1bO"), "alt-Char('O')");
    assert_eq!(chord(b"\x1b\x1b[A"), "alt-Up");
}

#[test]
fn named_keys_in_every_spelling_terminals_have() {
    for (bytes, expected) in [
        ("\r", "Enter"),
        ("\t", "Tab"),
        ("\x7f", "Backspace"),
        ("\x1b", "Esc"),
        ("\x1b[Z", "shift-Tab"),
        ("\x1b[A", "Up"),
        ("\x1bOA", "Up"),
        ("\x1b[1;5C", "ctrl-Right"),
        ("\x1b[1;4D", "alt-shift-Left"),
        ("\x1b[H", "Home"),
        ("\x1b[1~", "Home"),
        ("\x1b[7~", "Home"),
        ("\x1b[F", "End"),
        ("\x1b[4~", "End"),
        ("\x1b[3~", "Delete"),
        ("\x1b[5~", "PageUp"),
        ("\x1b[6;5~", "ctrl-PageDown"),
    ] {
        assert_eq!(chord(bytes.as_bytes()), expected, "{bytes:?}");
    }
}

#[test]
fn function_keys_in_every_spelling_terminals_have() {
    for (bytes, expected) in [
        ("\x1bOP", "F(1)"),
        ("\x1b[[E", "F(5)"),
        ("\x1b[11~", "F(1)"),
        ("\x1b[15~", "F(5)"),
        ("\x1b[17~", "F(6)"),
        ("\x1b[21~", "F(10)"),
        ("\x1b[24;2~", "shift-F(12)"),
        ("\x1b[1;5S", "ctrl-F(4)"),
    ] {
        assert_eq!(chord(bytes.as_bytes()), expected, "{bytes:?}");
    }
}

#[test]
fn what_is_unknown_is_dropped_whole_and_what_follows_is_read() {
    for unknown in [
        "\x1b[2~",      // insert: no name here
        "\x1b[12;40R",  // a cursor position
        "\x1b[?1;2c",   // what the terminal is
        "\x1b[<0;3;4M", // a mouse
        "\x1b[I",       // focus
        "\x1bOj",       // a keypad
        "\u{85}",       // a control character of the upper half
    ] {
        let events = decode(&[format!("{unknown}j").as_bytes()]);
        assert_eq!(events.len(), 2, "{unknown:?} gave {events:?}");
        assert_eq!(events[0], Heard::NoKey, "{unknown:?}");
        assert!(matches!(events[1], Heard::Key(_)), "{unknown:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_dropped_one_by_one() {
    let events = decode(&[b"\xff\xc3(j"]);
    let is_key = |heard: &&Heard| matches!(heard, Heard::Key(_));
    assert_eq!(events.iter().filter(is_key).count(), 2, "{events:?}");
    assert_eq!(events[..2], [Heard::NoKey, Heard::NoKey]);
}

#[test]
fn escape_twice_is_two_keys() {
    assert_eq!(decode(&[b"\x1b\x1b"]).len(), 2);
    assert_eq!(decode(&[b"\x1b\x1b", b"q"]).len(), 2, "esc, alt-q");
}

#[test]
fn a_paste_is_text_and_never_keys() {
    let events = decode(&[b"a\x1b[200~q\x1b[A\r\nx\ry\x1b[20", b"1~b"]);
    assert_eq!(events.len(), 3, "{events:?}");
    assert_eq!(events[1], Heard::Pasted("q\x1b[A\nx\ny".to_owned()));
}

#[test]
fn a_paste_is_cut_at_its_limit_and_still_ends() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend(vec![b'x'; PASTE_LIMIT * 2]);
    bytes.extend(b"\x1b[201~j");
    let pieces: Vec<&[u8]> = bytes.chunks(4096).collect();
    let events = decode(&pieces);
    assert_eq!(events.len(), 2);
    assert_eq!(events[0], Heard::Pasted("x".repeat(PASTE_LIMIT)));
}

#[test]
fn the_end_of_a_paste_within_a_paste_leaves_a_second_end_that_is_no_key() {
    let events = decode(&[b"\x1b[200~a\x1b[201~b\x1b[201~"]);
    assert_eq!(events.len(), 3, "{events:?}");
    assert_eq!(events[0], Heard::Pasted("a".to_owned()));
    assert!(matches!(events[1], Heard::Key(_)), "{events:?}");
    assert_eq!(events[2], Heard::NoKey);
}

#[test]
fn half_a_sequence_is_no_key_and_says_so() {
    assert_eq!(decode(&[b"\x1b[20"]), [Heard::NoKey]);
}

#[test]
fn a_paste_whose_end_is_lost_gives_what_came_of_it_and_keys_are_heard_again() {
    let mut events = Vec::new();
    let mut give = |heard| events.push(heard);
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b[200~arn:aws\x1b[20", &mut give);
    assert!(decoder.is_in_paste());
    decoder.end_paste(&mut give);
    decoder.feed(b"j", &mut give);
    assert!(!decoder.is_in_paste());
    assert_eq!(events[0], Heard::Pasted("arn:aws\u{1b}[20".to_owned()));
    assert_eq!(events.len(), 2, "{events:?}");
}

#[test]
fn a_ctrl_c_that_comes_last_ends_a_paste_and_one_amid_it_does_not() {
    let ctrl_c = decode(&[b"\x03"]);
    let events = decode(&[b"\x1b[200~a", b"\x03"]);
    assert_eq!(events[0], Heard::Pasted("a".to_owned()));
    assert_eq!(events[1..], ctrl_c);
    let amid = decode(&[b"\x1b[200~a\x03b", b"c\x1b[201~"]);
    assert_eq!(amid, [Heard::Pasted("a\u{3}bc".to_owned())]);
}

#[test]
fn an_endless_sequence_is_not_kept() {
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b[", &mut |_| {});
    for _ in 0..1000 {
        decoder.feed(b"1;1;1;", &mut |_| {});
    }
    assert!(decoder.pending.len() <= SEQUENCE_LIMIT + 8);
}

proptest! {
    #[test]
    fn how_a_line_tears_the_bytes_does_not_matter(
        keys in prop::collection::vec(
            prop_oneof![
                Just("j"), Just("ü"), Just("漢"), Just("\x1b[A"), Just("\x1b[1;5C"), Just("\x1bOP"),
                Just("\x1b[200~a b\x1b[201~"), Just("\x1b[15~"), Just("\x1b[[A"), Just("\x1bx"), Just("\r"),
            ],
            1..20,
        ),
        cut in 1..7_usize,
    ) {
        let bytes = keys.concat().into_bytes();
        let pieces: Vec<&[u8]> = bytes.chunks(cut).collect();
        prop_assert_eq!(decode(&pieces), decode(&[&bytes]));
    }

    #[test]
    fn no_bytes_make_it_fail(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..20)) {
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        decode(&pieces);
    }
}
