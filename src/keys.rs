//! Keys: chords, the keymap read from TOML, and what a command is.
//!
//! Rank 0: knows no terminal library and no pane. A binding maps chords to a
//! command's id; the words for a command live with the command, never here.

mod chord;
mod command;
mod keymap;
pub mod layered;
mod nearest;

pub use chord::{Chord, ChordError, Key, parse_chords, spell_chords};
pub(crate) use command::actions;
pub use command::{Action, Command, Scope, commands, find_action, find_command};
pub use keymap::{Keymap, LEADER, Lookup, Next};
pub use layered::FileError;
pub use nearest::nearest;

/// The keymaps that come with the program, by the name `inherits` uses.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../keymaps/default.toml")),
    ("emacs", include_str!("../keymaps/emacs.toml")),
];
