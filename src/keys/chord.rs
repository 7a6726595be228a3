//! One key press with its modifiers, and its spelling in a keymap file.
//!
//! Only what a plain terminal can send has a spelling: a binding that could
//! never fire is refused when it is read. Knows nothing of escape sequences.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// Shift is part of the character for `Char` (`R`, `?`) and a flag for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Chord {
    pub key: Key,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

impl Chord {
    /// The key alone, without a modifier.
    pub const fn plain(key: Key) -> Self {
        Self {
            key,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The character this press types into a text field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Why a spelling names no chord: a sentence that says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChordError(String);

impl fmt::Display for ChordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ChordError {}

const NAMED: &[(&str, Key)] = &[
    ("space", Key::Char(' ')),
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("backspace", Key::Backspace),
    ("del", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("home", Key::Home),
    ("end", Key::End),
    ("pgup", Key::PageUp),
    ("pgdn", Key::PageDown),
];

impl FromStr for Chord {
    type Err = ChordError;

    fn from_str(text: &str) -> Result<Self, ChordError> {
        let mut chord = Self::plain(Key::Esc);
        let mut rest = text;
        while let Some((modifier, after)) = split_modifier(rest) {
            let flag = match modifier {
                "ctrl" => &mut chord.ctrl,
                "alt" => &mut chord.alt,
                _ => &mut chord.shift,
            };
            if std::mem::replace(flag, true) {
                return Err(ChordError(format!("`{text}` says {modifier} twice")));
            }
            rest = after;
        }
        chord.key = parse_key(rest)?;
        match chord.key {
            Key::Char(c) => check_char(text, c, chord).map(|()| chord),
            _ => Ok(chord),
        }
    }
}

/// `ctrl-x` is `ctrl` and `x`; `ctrl--` is `ctrl` and the minus sign.
fn split_modifier(text: &str) -> Option<(&'static str, &str)> {
    ["ctrl", "alt", "shift"].into_iter().find_map(|modifier| {
        let rest = text.strip_prefix(modifier)?.strip_prefix('-')?;
        (!rest.is_empty()).then_some((modifier, rest))
    })
}

fn parse_key(name: &str) -> Result<Key, ChordError> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && !c.is_control()
        && !c.is_whitespace()
    {
        return Ok(Key::Char(c));
    }
    if let Some((_, key)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Ok(*key);
    }
    let number = name.strip_prefix('f').and_then(|n| n.parse::<u8>().ok());
    if let Some(number @ 1..=24) = number
        && name == format!("f{number}")
    {
        return Ok(Key::F(number));
    }
    let near = super::nearest(name, NAMED.iter().map(|(known, _)| *known));
    Err(ChordError(match near {
        Some(near) => format!("`{name}` is not a key; did you mean `{near}`?"),
        None => format!(
            "`{name}` is not a key: write one character, or a name such as `enter`, `pgdn` or `f1`"
        ),
    }))
}

/// A control character carries no shift and only some letters: what a terminal
/// would report as another key must be written as that key.
fn check_char(text: &str, c: char, chord: Chord) -> Result<(), ChordError> {
    let instead = |what: &str| Err(ChordError(format!("`{text}` never arrives: {what}")));
    if chord.shift {
        return instead("shift is part of the character, write `A` or `?`");
    }
    if !chord.ctrl {
        return Ok(());
    }
    match c {
        'i' => instead("terminals send it as `tab`"),
        'm' => instead("terminals send it as `enter`"),
        '[' | '3' => instead("terminals send it as `esc`"),
        '\\' => instead("terminals send it as `ctrl-4`"),
        ']' => instead("terminals send it as `ctrl-5`"),
        '^' => instead("terminals send it as `ctrl-6`"),
        '_' | '/' => instead("terminals send it as `ctrl-7`"),
        'a'..='z' | '4'..='7' | ' ' => Ok(()),
        _ => instead("after ctrl comes a lower-case letter, `space` or a named key"),
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.key {
            Key::F(number) => write!(f, "f{number}"),
            key => match (NAMED.iter().find(|(_, known)| *known == key), key) {
                (Some((name, _)), _) => f.write_str(name),
                (None, Key::Char(c)) => write!(f, "{c}"),
                (None, key) => write!(f, "{key:?}"),
            },
        }
    }
}

/// The longest chord sequence worth typing; also bounds what a file can ask for.
const LONGEST: usize = 4;

/// Reads `g g` or `ctrl-x ctrl-c`: chords with blanks between them.
pub fn parse_chords(text: &str) -> Result<Vec<Chord>, ChordError> {
    let chords = text
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<Vec<Chord>, _>>()?;
    match chords.len() {
        0 => Err(ChordError("a binding needs at least one key".into())),
        1..=LONGEST => Ok(chords),
        _ => Err(ChordError(format!(
            "`{text}` is longer than {LONGEST} keys"
        ))),
    }
}

/// The sequence as a keymap file and the help spell it.
pub fn spell_chords(chords: &[Chord]) -> String {
    let words: Vec<String> = chords.iter().map(ToString::to_string).collect();
    words.join(" ")
}
