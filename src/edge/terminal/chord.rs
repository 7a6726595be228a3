//! From crossterm's keys to ours, in one place.
//!
//! It must not give meaning to a key: that is the keymap's.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::keys::{Chord, Key};

/// None for a release and for keys that have no name here.
pub(super) fn from_key(event: KeyEvent) -> Option<Chord> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let has = |modifier| event.modifiers.contains(modifier);
    let (ctrl, alt, shift) = (
        has(KeyModifiers::CONTROL),
        has(KeyModifiers::ALT),
        has(KeyModifiers::SHIFT),
    );
    let (key, shift) = match event.code {
        KeyCode::Char(c) => (Key::Char(character(c, ctrl, shift)), false),
        KeyCode::BackTab => (Key::Tab, true),
        KeyCode::F(number) => (Key::F(number), shift),
        code => (named(code)?, shift),
    };
    Some(Chord {
        key,
        ctrl,
        alt,
        shift,
    })
}

/// Shift is part of a character. With ctrl a plain terminal cannot tell `A`
/// from `a`, and sends one byte for a digit and the sign that ASCII gives it.
fn character(c: char, ctrl: bool, shift: bool) -> char {
    match c {
        '4' if ctrl => '\\',
        '5' if ctrl => ']',
        '6' if ctrl => '^',
        '7' if ctrl => '_',
        c if ctrl => c.to_ascii_lowercase(),
        c if shift => c.to_ascii_uppercase(),
        c => c,
    }
}

fn named(code: KeyCode) -> Option<Key> {
    Some(match code {
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Chord> {
        from_key(KeyEvent::new(code, modifiers))
    }

    fn chord(key: Key, ctrl: bool, alt: bool, shift: bool) -> Option<Chord> {
        Some(Chord {
            key,
            ctrl,
            alt,
            shift,
        })
    }

    #[test]
    fn shift_is_part_of_a_character_and_a_flag_of_a_named_key() {
        let shift = KeyModifiers::SHIFT;
        let upper = chord(Key::Char('R'), false, false, false);
        assert_eq!(press(KeyCode::Char('R'), shift), upper);
        assert_eq!(press(KeyCode::Char('r'), shift), upper);
        assert_eq!(
            press(KeyCode::Up, shift),
            chord(Key::Up, false, false, true)
        );
        assert_eq!(
            press(KeyCode::F(5), shift),
            chord(Key::F(5), false, false, true)
        );
    }

    #[test]
    fn back_tab_is_shift_tab_whether_or_not_the_terminal_says_shift() {
        let expected = chord(Key::Tab, false, false, true);
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::NONE), expected);
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::SHIFT), expected);
    }

    #[test]
    fn ctrl_knows_no_case_and_takes_the_signs_of_ascii() {
        let ctrl = KeyModifiers::CONTROL;
        let expect = |c| chord(Key::Char(c), true, false, false);
        assert_eq!(press(KeyCode::Char('R'), ctrl), expect('r'));
        assert_eq!(press(KeyCode::Char('4'), ctrl), expect('\\'));
        assert_eq!(press(KeyCode::Char('7'), ctrl), expect('_'));
        assert_eq!(press(KeyCode::Char(' '), ctrl), expect(' '));
    }

    #[test]
    fn alt_stays_beside_the_character() {
        assert_eq!(
            press(KeyCode::Char('X'), KeyModifiers::ALT | KeyModifiers::SHIFT),
            chord(Key::Char('X'), false, true, false)
        );
    }

    #[test]
    fn a_held_key_repeats_and_a_release_is_nothing() {
        let mut event = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Repeat;
        assert_eq!(from_key(event), chord(Key::Char('j'), false, false, false));
        event.kind = KeyEventKind::Release;
        assert_eq!(from_key(event), None);
    }

    #[test]
    fn a_key_without_a_name_here_is_nothing() {
        assert_eq!(press(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }
}
