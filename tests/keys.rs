//! Keys: spelling, reading a keymap, looking chords up, and what must hold for
//! every keymap that comes with the program.

mod built_in;
mod chords;
mod files;
mod grammar;
mod lookup;
mod registry;
mod words;
