//! A chord reads as it is spelt, and what cannot arrive cannot be spelt.

use proptest::prelude::*;
use watchkeeper::keys::{Chord, Key, parse_chords, spell_chords};

fn refused(text: &str) -> String {
    text.parse::<Chord>().unwrap_err().to_string()
}

#[test]
fn a_chord_is_one_key_with_its_modifiers() {
    let ctrl_x = Chord {
        ctrl: true,
        ..Chord::plain(Key::Char('x'))
    };
    let back_tab = Chord {
        shift: true,
        ..Chord::plain(Key::Tab)
    };
    let cases = [
        ("ctrl-x", ctrl_x),
        ("shift-tab", back_tab),
        ("G", Chord::plain(Key::Char('G'))),
        ("?", Chord::plain(Key::Char('?'))),
        ("-", Chord::plain(Key::Char('-'))),
        ("space", Chord::plain(Key::Char(' '))),
        ("pgdn", Chord::plain(Key::PageDown)),
        ("f12", Chord::plain(Key::F(12))),
        ("ф", Chord::plain(Key::Char('ф'))),
    ];
    for (text, chord) in cases {
        assert_eq!(text.parse(), Ok(chord), "{text}");
        assert_eq!(chord.to_string(), text);
    }
    assert_eq!("alt--".parse::<Chord>().unwrap().key, Key::Char('-'));
    assert_eq!("alt-ctrl-left".parse(), "ctrl-alt-left".parse::<Chord>());
}

#[test]
fn a_key_that_arrives_as_another_one_is_refused_with_the_one_to_write() {
    assert!(refused("ctrl-i").contains("`tab`"));
    assert!(refused("ctrl-m").contains("`enter`"));
    assert!(refused("ctrl-[").contains("`esc`"));
    assert!(refused("ctrl-X").contains("lower-case"));
    assert!(refused("shift-a").contains("write `A`"));
}

#[test]
fn a_mistyped_key_is_told_the_nearest_name() {
    assert!(refused("entre").contains("did you mean `enter`?"));
    assert!(refused("f99").contains("`f1`"));
    assert!(refused("f01").contains("is not a key"));
    assert!(refused("ctrl-ctrl-x").contains("twice"));
    assert!(refused("").contains("is not a key"));
    assert!(refused("\u{1b}").contains("is not a key"));
}

#[test]
fn a_sequence_is_chords_with_blanks_between() {
    let chords = parse_chords(" ctrl-x   ctrl-c ").unwrap();
    assert_eq!(chords.len(), 2);
    assert_eq!(spell_chords(&chords), "ctrl-x ctrl-c");
    assert!(parse_chords("  ").is_err());
    assert!(parse_chords("a b c d e").is_err());
}

proptest! {
    #[test]
    fn whatever_can_be_read_is_spelt_so_that_it_reads_the_same(
        text in "(ctrl-|alt-|shift-){0,3}([ -~]|[a-z]{2,9}|f[0-9]{1,3})"
    ) {
        if let Ok(chord) = text.parse::<Chord>() {
            prop_assert_eq!(chord.to_string().parse(), Ok(chord));
        }
    }
}
