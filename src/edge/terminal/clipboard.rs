//! The clipboard of the person's own terminal, by OSC 52: works through SSH.
//!
//! The terminal never says whether it took the text, so neither do we.

use std::env;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::Access;
use crate::facts::{Clip, Reason, numbered};

/// What xterm takes of encoded text; others take more, none says how much.
const ENCODED_LIMIT: usize = 74_994;

/// GNU screen takes this much in one device control string, with room to spare.
const SCREEN_CHUNK: usize = 240;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clipboard {
    Off,
    Plain,
    /// tmux takes the sequence itself or passes it on, depending on two of its
    /// options; it gets both forms, of which it heeds at least the one allowed.
    Tmux,
    Screen,
}

impl Clipboard {
    pub(super) fn from_environment(access: Access) -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        match access {
            Access::Restricted => Self::Off,
            Access::Full if is_set("TMUX") => Self::Tmux,
            Access::Full if is_set("STY") => Self::Screen,
            Access::Full => Self::Plain,
        }
    }

    /// The bytes that ask for the copy, or a sentence that says why there are none.
    pub(super) fn sequence(self, text: &str) -> Result<Vec<u8>, Reason> {
        if self == Self::Off {
            return Err("Not copied: the clipboard is off in restricted mode.".into());
        }
        // Known before encoding: text from outside may be large.
        let encoded_len = text.len().div_ceil(3) * 4;
        if encoded_len > ENCODED_LIMIT {
            return Err(format!(
                "Not copied: {} bytes are more than the {} a terminal takes.",
                text.len(),
                ENCODED_LIMIT / 4 * 3
            )
            .into());
        }
        let osc = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
        Ok(match self {
            Self::Off | Self::Plain => osc.into_bytes(),
            Self::Tmux => format!("\x1bPtmux;\x1b{osc}\x1b\\{osc}").into_bytes(),
            Self::Screen => osc
                .as_bytes()
                .chunks(SCREEN_CHUNK)
                .flat_map(|chunk| [b"\x1bP", chunk, b"\x1b\\"].concat())
                .collect(),
        })
    }
}

pub(super) fn said(clip: &Clip) -> String {
    let count = numbered(clip.text().chars().count(), "character");
    let out = match clip.written_out() {
        [] => String::new(),
        all => format!(", {} written out", all.join(", ")),
    };
    format!("Copied {count}{out} (sent to the terminal; it decides whether to accept).")
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]
mod tests {
    use super::*;

    #[test]
    fn the_text_travels_encoded() {
        let bytes = Clipboard::Plain.sequence("iam:GetRole").unwrap();
        assert_eq!(bytes, b"\x1b]52;c;aWFtOkdldFJvbGU=\x07");
    }

    #[test]
    fn tmux_gets_it_to_pass_on_and_to_take() {
        let bytes = Clipboard::Tmux.sequence("a").unwrap();
        assert_eq!(
            bytes,
            b"\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\\x1b]52;c;YQ==\x07"
        );
    }

    #[test]
    fn screen_gets_it_in_pieces_that_make_up_the_whole() {
        let text = "x".repeat(1000);
        let wrapped = Clipboard::Screen.sequence(&text).unwrap();
        let pieces = String::from_utf8(wrapped).unwrap();
        let pieces: Vec<&str> = pieces
            .split_inclusive("\x1b\\")
            .map(|piece| {
                let inner = piece.strip_prefix("\x1bP").unwrap();
                inner.strip_suffix("\x1b\\").unwrap()
            })
            .collect();
        assert!(pieces.iter().all(|piece| piece.len() <= SCREEN_CHUNK));
        assert_eq!(
            pieces.concat().into_bytes(),
            Clipboard::Plain.sequence(&text).unwrap()
        );
    }

    #[test]
    fn the_largest_text_is_copied_and_one_byte_more_is_refused_in_words() {
        let most = ENCODED_LIMIT / 4 * 3;
        let bytes = Clipboard::Plain.sequence(&"x".repeat(most)).unwrap();
        assert!(bytes.len() <= ENCODED_LIMIT + b"\x1b]52;c;\x07".len());
        let refusal = Clipboard::Plain
            .sequence(&"x".repeat(most + 1))
            .unwrap_err();
        assert_eq!(
            refusal.as_str(),
            "Not copied: 56245 bytes are more than the 56244 a terminal takes."
        );
    }

    #[test]
    fn what_was_written_out_is_said() {
        assert_eq!(
            said(&Clip::name("a")),
            "Copied 1 character (sent to the terminal; it decides whether to accept)."
        );
        assert_eq!(
            said(&Clip::name("a\nb\n")),
            "Copied 18 characters, <U+000A> written out (sent to the terminal; it decides whether to accept)."
        );
    }

    #[test]
    fn restricted_mode_refuses_in_words() {
        let off = Clipboard::from_environment(Access::Restricted);
        assert_eq!(
            off.sequence("a").unwrap_err().as_str(),
            "Not copied: the clipboard is off in restricted mode."
        );
    }
}
