//! Keys: chords, the keymap trie read from TOML, and what a command is.
//!
//! Rank 0: knows no terminal library and no pane. A binding maps chords to a
//! command's id; the words for a command live with the command, never here.

mod chord;

pub use chord::{Chord, Key};
