//! Text that somebody else wrote, and the one sanitiser for it.
//!
//! Names, documents and messages from AWS, files and logs are hostile: they may
//! carry escape sequences, bidirectional overrides or a megabyte of combining
//! marks. They are kept raw in [`Remote`], which has no `Display`; comparison,
//! fingerprints and writing use the raw text. Only `ui`, `report` and `cli` may
//! call [`shown`], and nothing reaches a terminal without it.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthChar;

/// Text from outside, byte for byte as it came.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Remote(String);

impl Remote {
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The raw text: for comparing, hashing and writing back, never for a screen.
    pub fn raw(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Remote {
    /// Escaped, so that a debug log cannot carry the sequences either.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl From<&str> for Remote {
    fn from(raw: &str) -> Self {
        Self(raw.to_owned())
    }
}

/// A run of combining marks longer than this is no writing system's: the rest is escaped.
const MARKS_IN_A_ROW: usize = 4;

/// The text as it may be shown: what could move the cursor, change the reading
/// order or hide itself appears as `<U+XXXX>` instead. Newlines and tabs too:
/// a caller that wants lines splits before asking.
pub fn shown(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len() + 16);
    escape(raw, |piece| match piece {
        Ok(c) => out.push(c),
        Err(escaped) => out.push_str(&escaped),
    });
    Cow::Owned(out)
}

/// What [`shown`] writes out of the text, each once.
pub(super) fn written_out(raw: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    escape(raw, |piece| {
        if let Err(escaped) = piece
            && !all.contains(&escaped)
        {
            all.push(escaped);
        }
    });
    all
}

/// Each character as it may be shown, or as it is written out instead.
fn escape(raw: &str, mut give: impl FnMut(Result<char, String>)) {
    let mut marks = 0;
    for c in raw.chars() {
        let invisible = c.width().unwrap_or(0) == 0;
        marks = if invisible { marks + 1 } else { 0 };
        if is_hidden(c) || marks > MARKS_IN_A_ROW {
            give(Err(format!("<U+{:04X}>", u32::from(c))));
            marks = 0;
        } else {
            give(Ok(c));
        }
    }
}

/// Controls, format characters (bidi, joiners, tags), separators and fillers
/// that print as nothing, private use, and noncharacters.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x0600..=0x0605 | 0x061C | 0x06DD | 0x070F | 0x115F..=0x1160
            | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E
            | 0x2060..=0x206F | 0x2800 | 0x3164 | 0xE000..=0xF8FF | 0xFE00..=0xFE0F | 0xFEFF
            | 0xFFA0 | 0xFFF0..=0xFFFB | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3
            | 0x1D173..=0x1D17A | 0xE0000..=0x10FFFF)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn plain_text_is_borrowed_as_it_is() {
        assert!(matches!(
            shown("role/a b"),
            std::borrow::Cow::Borrowed("role/a b")
        ));
    }

    #[test]
    fn escapes_bidi_and_hidden_characters_become_visible() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a<U+001B>[2Jb");
        assert_eq!(
            shown("x\u{202e}y\u{200b}z\u{9b}"),
            "x<U+202E>y<U+200B>z<U+009B>"
        );
        assert_eq!(shown("two\nlines\t"), "two<U+000A>lines<U+0009>");
    }

    #[test]
    fn writing_systems_stay_readable_and_towers_of_marks_do_not_grow() {
        assert_eq!(shown("Größe 検査 e\u{301}"), "Größe 検査 e\u{301}");
        let tower = format!("e{}", "\u{301}".repeat(40));
        assert!(shown(&tower).contains("<U+0301>"));
    }
}
