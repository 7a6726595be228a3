//! From the bytes a terminal sends to key presses and pastes.
//!
//! Knows what xterm and its kin, rxvt and the Linux console send without being
//! asked for more. What it does not know it drops whole, so that no part of a
//! sequence is taken for keys. It must not give meaning to a key.
//!
//! crossterm, which does the rest here, reads keys too; its `event::read` was tried and
//! is not called. Its own source of events waits on edges and leaves the rest of a long
//! burst unread until the next key; with `use-dev-tty` it reads all. Either way a paste
//! whose end is lost never ends and swallows every key with it, ctrl-c too (crossterm
//! issue 1060); sequences that it does not know are dropped unsaid, where the gate must
//! hear that something was no key; it cannot be stopped while an editor has the
//! terminal; and it spins once the terminal is closed.

#[cfg(test)]
mod tests;

use crate::keys::{Chord, Key};

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 3;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What is pasted into a console is a name or a pattern; more is a mistake.
const PASTE_LIMIT: usize = 64 * 1024;

/// No sequence is longer; what is, is noise.
const SEQUENCE_LIMIT: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Decoder {
    pending: Vec<u8>,
    pasted: Option<Vec<u8>>,
}

/// What the bytes mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Key(Chord),
    Pasted(String),
    /// The person turned to another window.
    FocusLost,
    /// A sequence that is no key, or a part of one.
    NoKey,
}

/// What stands at the beginning of the bytes, and how many of them it takes.
enum Step {
    Heard(Heard, usize),
    PasteBegins(usize),
    /// The bytes end within it.
    Torn,
}

impl Step {
    fn key(chord: Chord, taken: usize) -> Self {
        Self::Heard(Heard::Key(chord), taken)
    }

    fn no_key(taken: usize) -> Self {
        Self::Heard(Heard::NoKey, taken)
    }
}

impl Decoder {
    pub(super) fn feed(&mut self, bytes: &[u8], give: &mut dyn FnMut(Heard)) {
        self.pending.extend_from_slice(bytes);
        loop {
            if self.pasted.is_some() {
                match self.paste() {
                    Some(text) => give(Heard::Pasted(text)),
                    // A person's ctrl-c comes last: what is behind it was pasted too.
                    None if bytes.last() == Some(&CTRL_C) => {
                        self.pending.pop();
                        self.end_paste(give);
                        self.pending.push(CTRL_C);
                    }
                    None => return,
                }
            }
            let taken = match step(&self.pending) {
                Step::Heard(heard, taken) => {
                    give(heard);
                    taken
                }
                Step::PasteBegins(taken) => {
                    self.pasted = Some(Vec::new());
                    taken
                }
                Step::Torn => return,
            };
            self.pending.drain(..taken);
        }
    }

    /// The bytes so far may be a key or the beginning of something longer.
    pub(super) fn is_torn(&self) -> bool {
        self.pasted.is_none() && self.pending.first() == Some(&ESC)
    }

    /// Nothing followed: an escape character was the key, or alt with what stands behind it.
    pub(super) fn settle(&mut self, give: &mut dyn FnMut(Heard)) {
        let pending = std::mem::take(&mut self.pending);
        match pending[..] {
            [ESC, byte @ (b'[' | b'O')] => give(Heard::Key(Chord {
                alt: true,
                ..plain(Key::Char(char::from(byte)))
            })),
            [ESC] => give(Heard::Key(plain(Key::Esc))),
            [ESC, ESC] => {
                give(Heard::Key(plain(Key::Esc)));
                give(Heard::Key(plain(Key::Esc)));
            }
            // Half a sequence is no key.
            _ => give(Heard::NoKey),
        }
    }

    pub(super) fn is_in_paste(&self) -> bool {
        self.pasted.is_some()
    }

    /// The end of a paste will not come any more: what came of it is all there is.
    pub(super) fn end_paste(&mut self, give: &mut dyn FnMut(Heard)) {
        let pending = std::mem::take(&mut self.pending);
        if let Some(mut text) = self.pasted.take() {
            let room = PASTE_LIMIT.saturating_sub(text.len());
            text.extend_from_slice(&pending[..pending.len().min(room)]);
            give(Heard::Pasted(readable(&text)));
        }
    }

    /// Moves what was pasted out of the way; gives it when its end has come.
    fn paste(&mut self) -> Option<String> {
        let text = self.pasted.as_mut()?;
        let end = self
            .pending
            .windows(PASTE_END.len())
            .position(|window| window == PASTE_END);
        // Without an end, the last bytes may be its beginning.
        let until = end.unwrap_or(self.pending.len().saturating_sub(PASTE_END.len() - 1));
        let room = PASTE_LIMIT - text.len();
        text.extend_from_slice(&self.pending[..until.min(room)]);
        self.pending.drain(..until);
        end?;
        self.pending.drain(..PASTE_END.len());
        self.pasted.take().map(|text| readable(&text))
    }
}

/// Terminals send the end of a line as the key that makes one.
fn readable(pasted: &[u8]) -> String {
    let text = String::from_utf8_lossy(pasted);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn plain(key: Key) -> Chord {
    Chord {
        key,
        ctrl: false,
        alt: false,
        shift: false,
    }
}

fn step(bytes: &[u8]) -> Step {
    match bytes {
        [] | [ESC] | [ESC, ESC] => Step::Torn,
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [ESC, b'O', rest @ ..] => single_shift(rest),
        // rxvt's way to say alt with a named key.
        [ESC, ESC, b'[' | b'O', ..] => with_alt(step(&bytes[1..])),
        [ESC, ESC, ..] => Step::key(plain(Key::Esc), 1),
        [ESC, rest @ ..] => with_alt(character(rest)),
        _ => character(bytes),
    }
}

/// The same behind an escape character.
fn with_alt(step: Step) -> Step {
    match step {
        Step::Heard(Heard::Key(chord), taken) => Step::key(Chord { alt: true, ..chord }, taken + 1),
        Step::Heard(_, taken) | Step::PasteBegins(taken) => Step::no_key(taken + 1),
        Step::Torn => Step::Torn,
    }
}

fn character(bytes: &[u8]) -> Step {
    let ctrl = |c: u8| Chord {
        ctrl: true,
        ..plain(Key::Char(char::from(c)))
    };
    let chord = match bytes[0] {
        b'\r' => plain(Key::Enter),
        b'\t' => plain(Key::Tab),
        0x7f => plain(Key::Backspace),
        0 => ctrl(b' '),
        // With ctrl a terminal sends only the low bits: of a letter, no case is left.
        byte @ 0x01..=0x1a => ctrl(byte | 0x60),
        byte @ 0x1c..=0x1f => ctrl(byte | 0x40),
        ESC => return Step::no_key(1),
        _ => return unicode(bytes),
    };
    Step::key(chord, 1)
}

fn unicode(bytes: &[u8]) -> Step {
    let length = match bytes[0] {
        0..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return Step::no_key(1),
    };
    let Some(bytes) = bytes.get(..length) else {
        return Step::Torn;
    };
    let c = std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.chars().next());
    match c {
        Some(c) if !c.is_control() => Step::key(plain(Key::Char(c)), length),
        Some(_) => Step::no_key(length),
        None => Step::no_key(1),
    }
}

/// Behind `ESC O`: keys in the terminal's application mode.
fn single_shift(rest: &[u8]) -> Step {
    match rest.first() {
        None => Step::Torn,
        Some(b'M') => Step::key(plain(Key::Enter), 3),
        Some(last) => letter(*last).map_or(Step::no_key(3), |key| Step::key(plain(key), 3)),
    }
}

/// Behind `ESC [`: parameters and a final byte.
fn control_sequence(rest: &[u8]) -> Step {
    if let [b'[', rest @ ..] = rest {
        return linux_function_key(rest);
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        return if rest.len() > SEQUENCE_LIMIT {
            Step::no_key(rest.len() + 2)
        } else {
            Step::Torn
        };
    };
    let last = rest[end];
    if !(0x40..0x7f).contains(&last) {
        // Broken off by something else, which stands for itself.
        return Step::no_key(end + 2);
    }
    let taken = end + 3;
    let mut numbers = rest[..end].split(|byte| *byte == b';').map(number);
    let (first, modifiers) = (numbers.next().flatten(), numbers.next().flatten());
    let key = match last {
        b'O' if end == 0 => return Step::Heard(Heard::FocusLost, taken),
        b'~' if first == Some(200) => return Step::PasteBegins(taken),
        b'~' => numbered(first),
        b'Z' => {
            let back = Chord {
                shift: true,
                ..plain(Key::Tab)
            };
            return Step::key(back, taken);
        }
        // With another number it is an answer to a question that was not ours.
        last if first.is_none_or(|first| first == 1) => letter(last),
        _ => None,
    };
    key.map_or(Step::no_key(taken), |key| {
        Step::key(modified(key, modifiers), taken)
    })
}

fn number(digits: &[u8]) -> Option<u16> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// One more than a bit each for shift, alt, ctrl and meta.
fn modified(key: Key, modifiers: Option<u16>) -> Chord {
    let bits = modifiers.unwrap_or(1).saturating_sub(1);
    Chord {
        key,
        shift: bits & 1 != 0,
        alt: bits & (2 | 8) != 0,
        ctrl: bits & 4 != 0,
    }
}

fn linux_function_key(rest: &[u8]) -> Step {
    match rest.first() {
        None => Step::Torn,
        Some(byte @ b'A'..=b'E') => Step::key(plain(Key::F(byte - b'A' + 1)), 4),
        Some(_) => Step::no_key(3),
    }
}

fn letter(last: u8) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'P'..=b'S' => Key::F(last - b'P' + 1),
        _ => return None,
    })
}

fn numbered(first: Option<u16>) -> Option<Key> {
    Some(match first? {
        1 | 7 => Key::Home,
        4 | 8 => Key::End,
        3 => Key::Delete,
        5 => Key::PageUp,
        6 => Key::PageDown,
        number @ 11..=15 => Key::F(number as u8 - 10),
        number @ 17..=21 => Key::F(number as u8 - 11),
        number @ 23..=26 => Key::F(number as u8 - 12),
        number @ 28..=29 => Key::F(number as u8 - 13),
        number @ 31..=34 => Key::F(number as u8 - 14),
        _ => return None,
    })
}
